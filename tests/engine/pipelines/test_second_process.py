"""A second process beside this one: it answers while this one works, and is gone when it is closed."""

import dataclasses
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
import worker_chores as chores

from masterdesk.engine.errors import InputError, MasterDeskError, OutputError
from masterdesk.engine.pipelines.master import master
from masterdesk.engine.pipelines.preview import preview
from masterdesk.engine.pipelines.second_process import SecondProcess
from masterdesk.engine.pipelines.track import analyze_file
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import LongTermSpectrum, Timeline
from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.engine.types.reference import MatchAmounts, Reference
from masterdesk.engine.types.request import MasterRequest, PreviewRequest
from masterdesk.engine.types.settings import Settings

RATE = 44100


@pytest.fixture(scope="module")
def second():
    with SecondProcess() as process:
        yield process


def test_it_takes_one_task_after_the_other(second):
    first, after = (second.submit(chores.add, number, 1, progress=Progress()) for number in (1, 2))
    assert (first.result(30), after.result(30)) == (2, 3)


def test_a_failure_is_the_error_it_was(second):
    with pytest.raises(InputError, match="it broke"):
        second.submit(chores.fail, "input", progress=Progress()).result(30)


def test_closing_ends_a_task_under_way_and_those_that_wait():
    second = SecondProcess()
    running, waiting = (second.submit(chores.stick, progress=Progress()) for _ in range(2))
    started = time.monotonic()
    second.close()
    assert time.monotonic() - started < 10.0
    assert waiting.cancelled() or waiting.exception(1) is not None
    assert isinstance(running.exception(1), MasterDeskError) or running.cancelled()


def write_song(path, seed, seconds=100, subtype="PCM_24"):
    random, time_s = np.random.default_rng(seed), np.arange(RATE * seconds) / RATE
    level = 0.02 + 0.2 * (np.sin(time_s * 0.7) > 0.0)
    mid, side = random.standard_normal((2, time_s.size)) * level
    audio = np.stack([mid + 0.3 * side, mid - 0.3 * side], axis=1)
    with soundfile.SoundFile(path, "w", RATE, 2, subtype) as file:
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


def test_previews_shared_have_the_bits_of_those_made_alone(tmp_path, second):
    song, reference = write_song(tmp_path / "song.wav", 1), write_song(tmp_path / "reference.wav", 2)
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


def test_a_preview_that_fails_ends_them_all(tmp_path, second):
    song = write_song(tmp_path / "song.wav", 1)
    slots = (Settings("b"), Settings("a"), Settings("c"))
    (tmp_path / "out" / "song-3-c.wav").mkdir(parents=True)
    with pytest.raises(OutputError, match="song-3-c"):
        preview(PreviewRequest(song, tmp_path / "out", slots), Progress(), second)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["song-3-c.wav"]
