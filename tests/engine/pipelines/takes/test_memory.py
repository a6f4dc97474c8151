"""Memory does not grow with the length of a track, beyond the readings of it that everybody may ask for."""

import tracemalloc
from concurrent.futures import Future
from contextlib import contextmanager

import numpy as np
import pytest
import soundfile

from masterdesk.engine.limit import mixture
from masterdesk.engine.pipelines.master import master
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.request import MasterRequest
from masterdesk.engine.types.settings import Settings

#: What grows with a track is counted in its seconds, not in its frames: a low rate shows it soonest.
RATE = 8000
#: An analysis takes 0.3 MiB per minute, a study in memory would take 1.4: found were 0.3 and 0.65.
ALONE_MIB_PER_MINUTE, BOTH_MIB_PER_MINUTE = 0.8, 1.2


class Here:
    """A second process that is this one, so that the memory of both is seen."""

    def __init__(self, folder):
        self._folder, self._names = folder, iter(range(1000))

    def submit(self, function, *args, progress):
        future = Future()
        future.set_result(function(*args, progress=progress))
        return future

    @contextmanager
    def sharing(self, function, *args, progress):
        yield self.submit(function, *args, progress=Progress())

    def new_path(self, suffix):
        return self._folder / f"{next(self._names)}{suffix}"


def write_noise(path, seconds):
    random, level = np.random.default_rng(5), np.repeat([0.05, 0.3], RATE)
    with soundfile.SoundFile(path, "w", RATE, 1, "PCM_16") as file:
        for _ in range(seconds // 2):
            file.write(random.standard_normal(2 * RATE) * level)
    return path


def peak_mib(folder, seconds, is_shared):
    folder.mkdir()
    track = write_noise(folder / "track.wav", seconds)
    request = MasterRequest(track, folder / "master.wav", Settings("b", loudness_lufs=-20.0))
    tracemalloc.start()
    report = master(request, Progress(), Here(folder) if is_shared else None)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert report.result.format.frames == seconds * RATE
    return peak / 2**20


@pytest.mark.parametrize(("is_shared", "mib_per_minute"), [(False, ALONE_MIB_PER_MINUTE), (True, BOTH_MIB_PER_MINUTE)])
def test_a_longer_track_takes_little_more(tmp_path, monkeypatch, is_shared, mib_per_minute):
    monkeypatch.setattr(mixture, "MOST_GIVEN", 2)  # within its bounds from the first minute on
    peak_mib(tmp_path / "first", 10, is_shared)  # what is made once is made here
    short, long = (peak_mib(tmp_path / name, seconds, is_shared) for name, seconds in (("short", 120), ("long", 360)))
    assert (long - short) / 4 < mib_per_minute
