import os
import subprocess
import sys
import time
from pathlib import Path

import judge
import numpy as np
import pytest
import soundfile as sf
from engine.encode.support import av_decode, delivery, music, noise, source_format, write

from masterdesk.engine.encode import open_writer
from masterdesk.engine.errors import OutputError, SettingsError

FRAMES = 60_123
LOSSLESS = [
    *((out, depth) for out in ("a.wav", "a.aiff") for depth in ("16", "24", "32", "32f")),
    *((out, depth) for out in ("a.flac", "a.m4a") for depth in ("16", "24")),
]
LOSSY = ["a.mp3", "a.m4a", "a.ogg", "a.opus", "a.webm"]


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate", [44100, 96000])
@pytest.mark.parametrize(("out", "depth"), LOSSLESS)
def test_lossless_files_hold_every_bit(tmp_path, out, depth, rate, channels):
    how = delivery(out, source_format(sample_rate=rate, channels=channels), bit_depth=depth, dither="none")
    audio = music(FRAMES, channels).astype(np.float64)
    if depth != "32f":
        step = 2.0 ** (1 - int(depth))
        audio = np.rint(audio / step) * step
    if depth == "32":
        audio[:, ::3] += 2.0**-31
    write(tmp_path / out, audio, how)
    decoded = judge.decoded(tmp_path / out, channels, "f64")
    np.testing.assert_array_equal(decoded, audio)
    with_av, av_rate = av_decode(tmp_path / out)
    assert (with_av.shape, av_rate) == (audio.shape, rate)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("out", LOSSY)
def test_lossy_files_are_gapless_and_close(tmp_path, out, channels):
    how = delivery(out, source_format(channels=channels))
    assert how.sample_rate == (48000 if how.codec == "opus" else 44100)
    for frames in (FRAMES, 50_300, 20_000):  # the second needs more padding in an MP3 than its last packet has
        audio = music(frames, channels, start=3_000_000)
        write(tmp_path / out, audio, how)
        decoded, rate = av_decode(tmp_path / out)
        assert (decoded.shape, rate) == (audio.shape, how.sample_rate)
        by_ffmpeg = judge.decoded(tmp_path / out, channels, "f64")
        if how.codec == "aac":  # ffmpeg 5 plays the last frame to its end whatever the edit list says
            assert 0 <= by_ffmpeg.shape[1] - frames < 1024
        else:
            assert by_ffmpeg.shape[1] == frames
        if frames == FRAMES:
            error = by_ffmpeg[:, :frames] - audio
            assert 10 * np.log10(np.mean(error**2) / np.mean(audio.astype(float) ** 2)) < -18.0


@pytest.mark.parametrize("rate", [8000, 11025, 22050, 32000, 48000])
@pytest.mark.parametrize("out", ["a.mp3", "a.m4a", "a.ogg"])
def test_lossy_lengths_are_right_at_every_rate(tmp_path, out, rate):
    how = delivery(out, source_format(sample_rate=rate))
    assert how.sample_rate == rate
    write(tmp_path / out, noise(rate + 77), how)
    decoded, decoded_rate = av_decode(tmp_path / out)
    assert (decoded.shape[1], decoded_rate) == (rate + 77, rate)


@pytest.mark.parametrize("rate", [8000, 37800, 192000, 384000])
@pytest.mark.parametrize("out", ["a.wav", "a.aiff", "a.flac"])
def test_unusual_rates_are_kept(tmp_path, out, rate):
    how = delivery(out, source_format(sample_rate=rate))
    write(tmp_path / out, noise(5000), how)
    assert (sf.info(tmp_path / out).samplerate, sf.info(tmp_path / out).frames) == (rate, 5000)


@pytest.mark.parametrize(("out", "asked"), [("a.mp3", 128), ("a.m4a", 160), ("a.opus", 96), ("a.ogg", 128)])
def test_bit_rates_are_as_asked(tmp_path, out, asked):
    audio = music(480_000)
    how = delivery(out, bit_rate_kbps=asked)
    write(tmp_path / out, audio, how)
    kbps = (tmp_path / out).stat().st_size * 8 / 1000 / (480_000 / how.sample_rate)
    assert kbps == pytest.approx(asked, rel=0.35 if how.codec in ("vorbis", "opus") else 0.12)


@pytest.mark.parametrize("out", ["a.wav", "a.flac", "a.aiff", "a.m4a"])
def test_block_size_changes_no_bit(tmp_path, out):
    audio = noise(200_000)
    for number, block in enumerate((200_000, 777)):
        write(tmp_path / f"{number}{out}", audio, delivery(out, bit_depth="16"), block_frames=block)
    assert (tmp_path / f"0{out}").read_bytes() == (tmp_path / f"1{out}").read_bytes()


@pytest.fixture(scope="module")
def in_two_seconds(tmp_path_factory):
    """The same audio written into every kind of file, in two processes and two seconds of the clock."""
    script = Path(__file__).with_name("write_all.py")
    folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
    for folder in folders:
        subprocess.run(
            [sys.executable, script, folder], check=True, env={**os.environ, "PYTHONPATH": ":".join(sys.path)}
        )
        time.sleep(1.0)
    return folders


@pytest.mark.parametrize("out", ["a.wav", "a.aiff", "a.flac", "a.mp3", "a.m4a", "a.ogg", "a.opus", "a.webm"])
def test_the_same_recipe_gives_the_same_bits(in_two_seconds, out):
    first, second = ((folder / out).read_bytes() for folder in in_two_seconds)
    assert len(first) > 10_000 and first == second


def test_dither_is_in_the_file_and_its_seed_decides(tmp_path):
    audio = noise(50_000)
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write(tmp_path / f"{name}.wav", audio, delivery(bit_depth="16"), seed)
    a, b, c = ((tmp_path / f"{name}.wav").read_bytes() for name in "abc")
    assert a == b != c
    error = (sf.read(tmp_path / "a.wav")[0].T - audio) * 2**15
    assert np.var(error) == pytest.approx(0.25, abs=0.01)


def test_words_beyond_full_scale_are_counted_and_floats_kept(tmp_path):
    audio = noise(10_000) * 5
    beyond = np.count_nonzero(np.abs(audio) > 1)
    assert write(tmp_path / "a.wav", audio, delivery()).clipped == beyond > 0
    assert write(tmp_path / "f.wav", audio, delivery(bit_depth="32f")).clipped == 0
    np.testing.assert_array_equal(sf.read(tmp_path / "f.wav", dtype="float32")[0].T, audio)


def test_a_wav_beyond_4_gib_gets_64_bit_sizes(tmp_path):
    audio, how = noise(1000), delivery(bit_depth="24", sample_rate=48000)
    for frames, head in ((720_000_000, b"RF64"), (600_000_000, b"RIFF")):
        path = tmp_path / "a.wav"
        try:
            with open_writer(str(path), how, frames, 1) as writer:
                writer.write(audio)
        except OutputError as error:
            pytest.skip(f"not enough disk to promise it: {error}")
        assert path.read_bytes()[:4] == head
        assert sf.info(path).frames == 1000
    with pytest.raises(SettingsError, match="4 GiB"):
        open_writer(str(tmp_path / "a.aiff"), delivery("a.aiff"), 800_000_000, 1)


@pytest.mark.parametrize("channels", [3, 6, 8])
def test_lossless_files_take_more_channels(tmp_path, channels):
    for out in ("a.wav", "a.aiff", "a.flac"):
        audio = noise(3000, channels)
        write(tmp_path / out, audio, delivery(out, source_format(channels=channels), dither="none"))
        np.testing.assert_allclose(judge.decoded(tmp_path / out, channels, "f64"), audio, atol=2**-23)


@pytest.mark.parametrize("out", ["a.wav", "a.flac", "a.ogg", "a.mp3", "a.m4a", "a.opus", "a.webm"])
def test_an_empty_or_abandoned_file_does_no_harm(tmp_path, out, capfd):
    how = delivery(out)
    with pytest.raises(KeyboardInterrupt), open_writer(str(tmp_path / out), how, 100_000, 1) as writer:
        writer.write(noise(70_000))
        raise KeyboardInterrupt
    with open_writer(str(tmp_path / out), how, 0, 1):
        pass
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("out", [*LOSSY, "a.wav"])
def test_what_is_no_number_never_reaches_an_encoder(tmp_path, out):
    """LAME would abort the process."""
    audio = noise(20_000)
    audio[:, 5000:5003] = np.array([np.nan, np.inf, -1e30])
    asked = {"bit_depth": "32f"} if out == "a.wav" else {}
    write(tmp_path / out, audio, delivery(out, **asked))
    assert np.isfinite(judge.decoded(tmp_path / out, 2, "f64")).all()


def test_a_large_vorbis_block_is_cut(tmp_path):
    write(tmp_path / "a.ogg", noise(2_000_000), delivery("a.ogg"), block_frames=2_000_000)
    assert sf.info(tmp_path / "a.ogg").frames == 2_000_000
