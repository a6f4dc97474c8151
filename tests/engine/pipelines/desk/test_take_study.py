"""A take studied in parts is the take studied whole, and every frame of a track is in one part."""

import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from deck_listener import ask, load
from scipy.signal import lfilter

from masterdesk.engine.dsp.processor import GRID_FRAMES
from masterdesk.engine.pipelines.desk.deck import Deck
from masterdesk.engine.pipelines.desk.desk_source import DeskSource
from masterdesk.engine.pipelines.takes.parts import LEAST_PART_S, Window, parts_besides
from masterdesk.engine.pipelines.takes.spool import Spool
from masterdesk.engine.pipelines.takes.take import Take
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.settings import Settings

RATE = 44100


@pytest.fixture(scope="module")
def song(tmp_path_factory):
    """A hundred seconds of warm noise that changes its level every second, with a silence in it, in stereo."""
    import soundfile

    rng = np.random.default_rng(3)
    levels = np.repeat(10.0 ** (rng.uniform(-30.0, -6.0, 100) / 20.0), RATE)[:, np.newaxis]
    levels[40 * RATE : 44 * RATE] = 0.0
    path = tmp_path_factory.mktemp("song") / "song.wav"
    noise = lfilter([0.3], [1.0, -0.9], rng.standard_normal((100 * RATE, 2)), axis=0)
    soundfile.write(path, (noise * levels).clip(-1, 1)[: -RATE // 3], RATE, subtype="FLOAT")
    with load(path) as loaded:
        yield loaded


def take_of(song, letter, loudness_lufs):
    source = DeskSource(song.spool_path, song.sample_rate, song.channels, song.frames, song.analysis)
    return Take(source, Settings(letter, loudness_lufs=loudness_lufs, stereo_image=True), RATE)


@pytest.mark.parametrize("is_kept", [True, False])
@pytest.mark.parametrize(("letter", "loudness_lufs"), [("a", -14.0), ("h", -8.0), (None, -8.0)])
def test_parts_make_the_study_and_the_drive_of_the_whole(song, tmp_path, letter, loudness_lufs, is_kept):
    whole, parted = take_of(song, letter, loudness_lufs), take_of(song, letter, loudness_lufs)
    whole.process(Progress())
    edges = [0, 7 * GRID_FRAMES, 30 * GRID_FRAMES, 50 * GRID_FRAMES, song.frames]
    path = tmp_path / "audio"
    found = []
    for first, stop in itertools.pairwise(edges):
        if is_kept:
            with Spool.joining(2, path, first) as spool:
                found.append(parted.learn_part(Window(first, stop - first), spool, Progress()))
        else:
            found.append(parted.learn_part(Window(first, stop - first), None, Progress()))
    parted.join(found, Spool.opened(2, path) if is_kept else None)
    parted.solve(Progress())
    assert parted.drive.drive_db == pytest.approx(whole.drive.drive_db, abs=1e-6)
    assert all(map(np.array_equal, parted.study.codes, whole.study.codes))
    assert all(map(np.allclose, parted.study.powers, whole.study.powers))
    difference = [a - b for a, b in zip(parted.render(), whole.render(), strict=True)]
    assert 10 * np.log10(max(np.mean(d.astype(np.float64) ** 2) for d in difference) + 1e-30) < -140.0
    whole.close(), parted.close()


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize("seconds", [1.0, 59.0, 243.7, 3600.0])
@pytest.mark.parametrize("window_s", [None, (0.0, 1.0), (45.0, 75.0)])
def test_every_frame_is_in_one_part_and_parts_begin_on_the_grid(seconds, window_s, count):
    frames = round(seconds * RATE)
    studied = None
    if window_s is not None:
        first, stop = (min(round(at * RATE / GRID_FRAMES) * GRID_FRAMES, frames) for at in window_s)
        studied = Window(first, stop - first)
    parts = parts_besides(studied, frames, RATE, count)
    known = [studied] if studied is not None and studied.frames else []
    covered = sorted([*parts, *known], key=lambda part: part.start_frame)
    assert [part.start_frame for part in covered] == [0, *(part.stop_frame for part in covered[:-1])]
    assert covered[-1].stop_frame == frames
    assert all(part.start_frame % GRID_FRAMES == 0 for part in covered)
    assert len(parts) <= count + 1
    if len(parts) > 2:
        assert min(part.frames for part in parts[1:]) > 0.9 * LEAST_PART_S * RATE


def test_without_room_for_the_audio_a_preview_becomes_exact_all_the_same(song, workers, monkeypatch):
    monkeypatch.setattr("masterdesk.engine.pipelines.desk.kept_studies.MAX_AUDIO_BYTES", 0)
    deck = Deck(song, workers)
    settings = Settings("b", loudness_lufs=-9.0, stereo_image=True)
    exact = ask(deck, 0, settings, 30.0, 20.0).exact()
    names = [path.suffix for path in deck.folder.iterdir()]
    deck.close()
    whole = take_of(song, "b", -9.0)
    whole.process(Progress())
    assert ".audio" not in names
    assert exact.drive_db == pytest.approx(whole.drive.drive_db, abs=1e-6)


def test_nothing_is_left_of_parts_and_of_estimates_nobody_wanted(song, workers):
    deck = Deck(song, workers)
    for percent in (30.0, 60.0, 90.0):
        listener = ask(deck, 0, Settings("d", percent), 30.0, 20.0)
        listener.first()
    listener.exact()
    kept = {path.name for path in deck.folder.iterdir() if path.suffix != ".f32"}
    deck.close()
    (study,) = (name for name in kept if name.endswith(".study"))
    rest = {name for name in kept if not re.fullmatch(rf"{study}(\.\d+\.(codes|powers))?", name)}
    assert sorted(Path(name).suffix for name in rest) == [".audio", ".desk"]
