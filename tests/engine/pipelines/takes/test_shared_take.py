"""Two processes make a master: it has the bits of one that is made alone, whatever happens to either."""

import concurrent.futures
import dataclasses
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
import worker_chores as chores
from progress_stages import cancelled_at

from masterdesk.engine.errors import Cancelled, MasterDeskError, OutputError
from masterdesk.engine.pipelines.master import master
from masterdesk.engine.pipelines.preview import preview
from masterdesk.engine.pipelines.processes.second_process import SecondProcess
from masterdesk.engine.pipelines.takes.shared_take import _middle
from masterdesk.engine.pipelines.takes.track import analyze_file
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import LongTermSpectrum, Timeline
from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.engine.types.reference import MatchAmounts, Reference
from masterdesk.engine.types.request import MasterRequest, PreviewRequest
from masterdesk.engine.types.settings import Selection, Settings

RATE = 44100
LEAST_PART_S = 8.0
#: Of a track that long, two parts are made by any process.
LONG_S = 100


@pytest.fixture(autouse=True)
def short_parts(monkeypatch):
    """Half a minute is enough to be shared."""
    monkeypatch.setattr("masterdesk.engine.pipelines.takes.parts.LEAST_PART_S", LEAST_PART_S)
    monkeypatch.setattr("masterdesk.engine.pipelines.takes.shared_take.LEAST_SHARED_S", 2 * LEAST_PART_S)


def write_song(path, seed, seconds=30, subtype="PCM_24", channels=2):
    random, time_s = np.random.default_rng(seed), np.arange(RATE * seconds) / RATE
    level = 0.02 + 0.2 * (np.sin(time_s * 0.7) > 0.0)
    mid, side = random.standard_normal((2, time_s.size)) * level
    audio = np.stack([mid + 0.3 * side, mid - 0.3 * side], axis=1)[:, :channels]
    with soundfile.SoundFile(path, "w", RATE, channels, subtype) as file:
        for start in range(0, len(audio), RATE):  # libsndfile's Vorbis writer fails on more than some seconds at once
            file.write(audio[start : start + RATE])
    return path


def assert_same(one, other):
    for field in dataclasses.fields(one):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if isinstance(mine, LongTermSpectrum | Timeline):
            assert_same(mine, theirs)
        else:
            np.testing.assert_equal(mine, theirs, field.name)


@pytest.mark.parametrize("name", ["song.wav", "song.ogg"])
def test_an_analysis_shared_is_the_analysis_alone(tmp_path, second, name):
    song = write_song(tmp_path / name, 1, 10, "PCM_24" if name.endswith("wav") else "VORBIS")
    assert_same(analyze_file(song), analyze_file(song, Progress(), second))


@pytest.mark.parametrize(
    ("settings", "delivery"),
    [
        (Settings("b", loudness_lufs=-9.0, stereo_image=True), DeliveryRequest()),
        (Settings("b", loudness_lufs=-9.0), DeliveryRequest(sample_rate=48000)),
        (Settings("c", loudness_lufs=-30.0), DeliveryRequest()),
        (Settings(references=("reference",), match=MatchAmounts(loudness=100.0)), DeliveryRequest()),
        (Settings(), DeliveryRequest()),
    ],
    ids=["limited", "resampled", "quiet", "matched", "at rest"],
)
@pytest.mark.parametrize("song", ["song.wav", "song.ogg"])
def test_a_master_shared_has_the_bits_of_one_made_alone(tmp_path, second, settings, delivery, song):
    song = write_song(tmp_path / song, 1, subtype="PCM_24" if song.endswith("wav") else "VORBIS")
    if settings.references:
        reference = Reference(str(write_song(tmp_path / "reference.wav", 2)))
        settings = dataclasses.replace(settings, references=(reference,))
    told = []
    alone = master(MasterRequest(song, tmp_path / "alone.wav", settings, delivery))
    progress = Progress(lambda stage, fraction: told.append(fraction))
    shared = master(MasterRequest(song, tmp_path / "shared.wav", settings, delivery), progress, second)
    assert (tmp_path / "alone.wav").read_bytes() == (tmp_path / "shared.wav").read_bytes()
    assert alone.result.loudness == shared.result.loudness
    assert told == sorted(told) and told[-1] == 1.0


@pytest.mark.parametrize(
    ("settings", "channels", "seconds", "container"),
    [
        (Settings("b", loudness_lufs=-9.0), 1, 30, "flac"),
        (Settings("b", loudness_lufs=-9.0, selection=Selection(2.0, 28.0)), 2, 30, "wav"),
        (Settings("b", loudness_lufs=-9.0), 2, 12, "mp3"),
    ],
    ids=["mono", "selection", "short"],
)
def test_it_is_so_for_every_kind_of_track(tmp_path, second, settings, channels, seconds, container):
    song = write_song(tmp_path / "song.wav", 1, seconds, channels=channels)
    for name, process in (("alone", None), ("shared", second)):
        request = MasterRequest(song, tmp_path / f"{name}.{container}", settings, DeliveryRequest(container))
        master(request, Progress(), process)
    assert (tmp_path / f"alone.{container}").read_bytes() == (tmp_path / f"shared.{container}").read_bytes()


def test_without_room_for_what_is_shared_one_process_works_alone(tmp_path, second, monkeypatch):
    song = write_song(tmp_path / "song.wav", 1)
    settings = Settings("b", loudness_lufs=-9.0)
    master(MasterRequest(song, tmp_path / "alone.wav", settings))
    for module in ("shared_take", "take", "track"):
        name = f"masterdesk.engine.pipelines.takes.{module}.has_room_for"
        monkeypatch.setattr(name, lambda frames, channels: False)
    monkeypatch.setattr(second, "new_path", lambda suffix: pytest.fail("there is no room"))
    master(MasterRequest(song, tmp_path / "shared.wav", settings), Progress(), second)
    assert (tmp_path / "alone.wav").read_bytes() == (tmp_path / "shared.wav").read_bytes()


def test_nothing_is_left_of_what_was_handed_over(tmp_path, second):
    song = write_song(tmp_path / "song.ogg", 1, subtype="VORBIS")
    master(MasterRequest(song, tmp_path / "out.wav", Settings("b", loudness_lufs=-9.0)), Progress(), second)
    assert list(second.new_path("").parent.iterdir()) == []


@pytest.mark.parametrize("stage", ["Analyzing", "Processing", "Rendering", "Verifying"])
def test_a_shared_master_is_cancelled_at_any_stage(tmp_path, second, stage):
    song, out = write_song(tmp_path / "song.wav", 1), tmp_path / "out"
    out.mkdir()
    seen = []
    with pytest.raises(Cancelled):
        request = MasterRequest(song, out / "master.wav", Settings("b", loudness_lufs=-9.0))
        master(request, cancelled_at(stage, seen), second)
    assert stage in seen and list(out.iterdir()) == []
    assert second.submit(chores.add, 1, 2, progress=Progress()).result(30) == 3


def test_a_shared_master_is_cancelled_while_it_waits_for_the_other_half(tmp_path, second, monkeypatch):
    song, out = write_song(tmp_path / "song.wav", 1), tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr("masterdesk.engine.pipelines.takes.shared_take._render_part", chores.linger)
    progress, started = Progress(), time.monotonic()

    def cancel_while_waiting(futures, timeout):
        progress.cancel()
        return concurrent.futures.wait(futures, timeout)

    monkeypatch.setattr("masterdesk.engine.pipelines.takes.shared_take.wait", cancel_while_waiting)
    with pytest.raises(Cancelled):
        master(MasterRequest(song, out / "master.wav", Settings("b", loudness_lufs=-9.0)), progress, second)
    assert time.monotonic() - started < 40.0 and list(out.iterdir()) == []
    assert second.submit(chores.add, 1, 2, progress=Progress()).result(30) == 3


@pytest.mark.parametrize("stage", ["Analyzing", "Processing", "Rendering", "Verifying"])
def test_when_the_child_dies_the_master_fails_and_nothing_is_written(tmp_path, stage):
    song, out = write_song(tmp_path / "song.wav", 1), tmp_path / "out"
    out.mkdir()
    with SecondProcess() as second:
        second.submit(chores.number, progress=Progress()).result(30)

        def kill(name, fraction):
            if name == stage:
                second._process.end()

        with pytest.raises(MasterDeskError, match="stopped unexpectedly"):
            request = MasterRequest(song, out / "master.wav", Settings("b", loudness_lufs=-9.0))
            master(request, Progress(kill), second)
    assert list(out.iterdir()) == []


def test_previews_shared_have_the_bits_of_those_made_alone(tmp_path, second):
    song, reference = write_song(tmp_path / "song.wav", 1, LONG_S), write_song(tmp_path / "reference.wav", 2)
    match = Settings(references=(Reference(str(reference)),), loudness_lufs=-14.0)
    slots = (Settings("b", loudness_lufs=-9.0), Settings("a", loudness_lufs=-14.0), match)
    told = []
    reports = [
        preview(PreviewRequest(song, tmp_path / name, slots, delivery=DeliveryRequest()), progress, process)
        for name, progress, process in (
            ("alone", Progress(), None),
            ("shared", Progress(lambda stage, fraction: told.append(fraction)), second),
        )
    ]
    assert told == sorted(told)
    for alone, shared in zip(*(report.slots for report in reports), strict=True):
        assert Path(alone.file).read_bytes() == Path(shared.file).read_bytes()
        assert alone.settings == shared.settings and alone.result.loudness == shared.result.loudness


def test_a_preview_that_cannot_be_written_is_refused_before_any_work(tmp_path, second):
    song = write_song(tmp_path / "song.wav", 1, 10)
    slots = (Settings("b"), Settings("a"), Settings("c"))
    (tmp_path / "out" / "song-3-c.wav").mkdir(parents=True)
    with pytest.raises(OutputError, match="song-3-c"):
        preview(PreviewRequest(song, tmp_path / "out", slots), Progress(), second)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["song-3-c.wav"]


def test_when_the_child_dies_the_previews_fail_soon(tmp_path):
    song = write_song(tmp_path / "song.wav", 1)
    with SecondProcess() as second:
        second.submit(chores.number, progress=Progress()).result(30)

        def kill(name, fraction):
            if fraction > 0.25:
                second._process.end()

        slots = tuple(Settings(letter) for letter in "abcde")
        with pytest.raises(MasterDeskError, match="stopped unexpectedly"):
            preview(PreviewRequest(song, tmp_path / "out", slots), Progress(kill), second)
    assert len(list((tmp_path / "out").iterdir())) < 3


def test_work_is_divided_and_never_all_on_one_side():
    for runs, expected in (
        ([(0, 4), (4, 8)], 1),
        ([(0, 1), (5, 21)], 1),
        ([(0, 10), (20, 36)], 1),
        ([(0, 4), (4, 8), (8, 12), (12, 16)], 2),
    ):
        assert _middle(runs) == expected
