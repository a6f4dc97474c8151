"""Whole masters of real music, judged by ffmpeg on the file as written."""

import numpy as np
import pytest
import soundfile
from judge import decoded, ebur128, probed
from progress_stages import cancelled_at
from shared_data import track

from masterdesk.engine.errors import Cancelled, InputError, OutputError
from masterdesk.engine.pipelines.convert import convert
from masterdesk.engine.pipelines.master import master
from masterdesk.engine.pipelines.preview import preview
from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.engine.types.request import ConvertRequest, MasterRequest, PreviewRequest
from masterdesk.engine.types.settings import Selection, Settings

SECONDS = Selection(40.0, 60.0)
SOURCES = [
    "premaster/war.wav",
    "orchestral/battle.ogg",
    "formats/nebula_96k24.wav",
    "mono/minstrels_mono.wav",
    "game/time_to_strike.mp3",
    "speech/en_instruct.wav",
    *(f"formats/minstrels.{suffix}" for suffix in ("m4a", "opus", "mp3", "flac", "aiff", "webm")),
]


def wav24(path, folder, settings, **more):
    return MasterRequest(path, folder / "master.wav", settings, DeliveryRequest(bit_depth="24"), **more)


@pytest.mark.music
@pytest.mark.parametrize("name", SOURCES)
def test_loudness_ceiling_length_and_preview(name, tmp_path):
    source = track(name)
    settings = Settings("b", loudness_lufs=-12.0, stereo_image=True, selection=SECONDS)
    report = master(wav24(source, tmp_path, settings))
    output = tmp_path / "master.wav"
    integrated, _, peak = ebur128(output)
    assert integrated == pytest.approx(-12.0, abs=0.1) or not report.targets.integrated_lufs.met
    assert peak <= -1.0
    assert soundfile.info(output).frames == round(60 * report.input.format.sample_rate) - round(
        40 * report.input.format.sample_rate
    )
    slots = preview(PreviewRequest(source, tmp_path / "previews", (settings,), start_s=5.0, duration_s=6.0)).slots
    part, rate = soundfile.read(slots[0].file, always_2d=True)
    whole, _ = soundfile.read(output, always_2d=True)
    difference = part - whole[5 * rate : 11 * rate]
    assert 10 * np.log10(np.mean(difference**2)) < -90


@pytest.mark.music
@pytest.mark.parametrize("container", ["wav", "aiff", "flac", "mp3", "m4a", "ogg", "opus", "webm"])
def test_every_container_keeps_loudness_ceiling_and_length(container, tmp_path):
    output = tmp_path / f"master.{container}"
    settings = Settings("a", loudness_lufs=-11.0, selection=SECONDS)
    report = master(MasterRequest(track("premaster/metal_madness.wav"), output, settings))
    integrated, _, peak = ebur128(output)
    assert integrated == pytest.approx(-11.0, abs=0.1)
    assert peak <= -1.0
    assert report.targets.true_peak_dbtp.met
    stream = probed(output)
    # ffmpeg plays AAC in MP4 to the end of its last packet; players go by the edit list, as its duration does.
    frames = int(stream["duration_ts"]) if stream["codec_name"] == "aac" else decoded(output, 2).shape[1]
    assert frames == 20 * int(stream["sample_rate"])


@pytest.mark.music
def test_the_default_is_the_sources_own_form(tmp_path):
    report = master(MasterRequest(track("formats/nebula_96k24.wav"), tmp_path / "x", Settings(selection=SECONDS)))
    shape = report.result.format
    assert (shape.container, shape.sample_rate, shape.bit_depth) == ("wav", 96000, 24)


@pytest.mark.music
@pytest.mark.parametrize(("profile", "intensity"), [(None, 100.0), ("a", 0.0), ("n", 0.0)])
def test_at_rest_every_sample_is_the_sources_own(profile, intensity, tmp_path):
    source = track("premaster/war.wav")
    settings = Settings(profile, intensity, loudness_lufs=None, selection=SECONDS)
    master(MasterRequest(source, tmp_path / "same.wav", settings))
    expected, _ = soundfile.read(source, start=40 * 44100, stop=60 * 44100, dtype="int32")
    np.testing.assert_array_equal(soundfile.read(tmp_path / "same.wav", dtype="int32")[0], expected)


@pytest.mark.music
def test_intensity_zero_changes_nothing_but_the_level(tmp_path):
    source = track("premaster/war.wav")
    settings = Settings("a", 0.0, loudness_lufs=-20.0, selection=SECONDS)
    master(wav24(source, tmp_path, settings))
    expected, _ = soundfile.read(source, start=40 * 44100, stop=60 * 44100)
    result, _ = soundfile.read(tmp_path / "master.wav")
    gain = np.sum(result * expected) / np.sum(expected**2)
    assert 10 * np.log10(np.mean((result - gain * expected) ** 2)) < -135


@pytest.mark.music
def test_a_target_out_of_reach_stops_and_says_so(tmp_path):
    settings = Settings("n", loudness_lufs=-5.0, selection=SECONDS)
    report = master(wav24(track("acoustic/minstrels.ogg"), tmp_path, settings))
    integrated, _, peak = ebur128(tmp_path / "master.wav")
    assert integrated < -5.1
    assert peak <= -1.0
    assert not report.targets.integrated_lufs.met
    assert [warning.code for warning in report.warnings] == ["target_not_reached"]


def test_silence_stays_silence(tmp_path):
    soundfile.write(tmp_path / "silence.wav", np.zeros((48000 * 3, 2)), 48000, subtype="PCM_16")
    for depth in ("16", "24", "32f"):
        request = MasterRequest(tmp_path / "silence.wav", tmp_path / "x.wav", Settings("d", stereo_image=True))
        delivery = DeliveryRequest(bit_depth=depth, overwrite=True)
        report = master(MasterRequest(request.track, request.output, request.settings, delivery))
        assert not soundfile.read(tmp_path / "x.wav")[0].any()
        assert report.result.loudness.integrated_lufs is None


@pytest.mark.parametrize("frames", [1, 2, 100, 4410, 17640, 44100])
def test_the_shortest_tracks_come_through(frames, tmp_path):
    rng = np.random.default_rng(frames)
    soundfile.write(tmp_path / "short.wav", rng.standard_normal((frames, 2)) * 0.1, 44100, subtype="PCM_24")
    master(MasterRequest(tmp_path / "short.wav", tmp_path / "x.wav", Settings("e", stereo_image=True)))
    result, _ = soundfile.read(tmp_path / "x.wav")
    assert result.shape == (frames, 2)
    assert np.isfinite(result).all()


def test_cancel_leaves_nothing(tmp_path):
    rng = np.random.default_rng(1)
    soundfile.write(tmp_path / "noise.wav", rng.standard_normal((44100 * 5, 2)) * 0.1, 44100)
    seen = []
    with pytest.raises(Cancelled):
        master(MasterRequest(tmp_path / "noise.wav", tmp_path / "x.wav"), cancelled_at("Rendering", seen))
    assert {"Analyzing", "Processing", "Rendering"} <= set(seen)
    assert [path.name for path in tmp_path.iterdir()] == ["noise.wav"]


def test_source_and_destination_may_not_be_one(tmp_path):
    soundfile.write(tmp_path / "a.wav", np.full((4410, 2), 0.1), 44100)
    before = (tmp_path / "a.wav").read_bytes()
    with pytest.raises(OutputError):
        master(MasterRequest(tmp_path / "a.wav", tmp_path / "a.wav", delivery=DeliveryRequest(overwrite=True)))
    assert (tmp_path / "a.wav").read_bytes() == before


def test_what_is_no_audio_is_refused_by_name(tmp_path):
    (tmp_path / "words.wav").write_text("not a sound " * 1000)
    with pytest.raises(InputError, match=r"words\.wav"):
        master(MasterRequest(tmp_path / "words.wav", tmp_path / "x.wav"))
    assert not (tmp_path / "x.wav").exists()


@pytest.mark.parametrize("subtype", ["PCM_32", "DOUBLE", "FLOAT"])
def test_convert_and_a_resting_master_keep_more_than_24_bits(subtype, tmp_path):
    signal = np.random.default_rng(2).uniform(-0.5, 0.5, (20_000, 2))
    source, depth = tmp_path / "deep.wav", "32" if subtype == "PCM_32" else "32f"
    soundfile.write(source, signal, 48000, subtype=subtype)
    expected = soundfile.read(source, dtype="float64")[0]
    if subtype == "DOUBLE":
        expected = expected.astype(np.float32)
    convert(ConvertRequest(source, tmp_path / "a.wav", DeliveryRequest(bit_depth=depth)))
    resting = Settings(None, loudness_lufs=None, ceiling_dbtp=0.0)
    master(MasterRequest(source, tmp_path / "b.wav", resting, DeliveryRequest(bit_depth=depth)))
    np.testing.assert_array_equal(soundfile.read(tmp_path / "a.wav")[0], expected)
    np.testing.assert_array_equal(soundfile.read(tmp_path / "b.wav")[0], expected)
