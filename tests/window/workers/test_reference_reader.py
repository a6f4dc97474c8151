"""Files that slots match are measured once, in the background, and what they are is known."""

import threading

import numpy as np
import pytest
import soundfile as sf
from window import scenes

from masterdesk.engine.pipelines.takes.references import LOUDEST_S
from masterdesk.engine.types.reference import Reference
from masterdesk.window.models import match_changes
from masterdesk.window.models.references import SourceStatus
from masterdesk.window.models.slot import SlotStatus
from masterdesk.window.workers import reference_reader


@pytest.fixture
def analyzed(loaded, monkeypatch):
    """Names of the files that were measured, here and not in another process."""
    names = []

    class Answer:
        def __init__(self, function, path, progress):
            self._work = lambda: function(path, progress)
            names.append(path.rpartition("/")[2])

        def result(self):
            return self._work()

    monkeypatch.setattr(loaded.workers.engine, "submit", lambda f, path, progress: Answer(f, path, progress))
    return names


def match(loaded, slot, *paths):
    references = tuple(Reference(str(path)) for path in paths)
    loaded.models.desk.change("Match", **match_changes.matching(loaded.state, slot, references))


def facts(loaded, path):
    return loaded.models.references.get(str(path))


def settled(loaded, qtbot, *paths):
    done = (SourceStatus.READY, SourceStatus.FAILED)
    qtbot.waitUntil(
        lambda: all((known := facts(loaded, path)) and known.status in done for path in paths), timeout=20000
    )


def test_a_reference_that_comes_back_is_not_measured_again(loaded, analyzed, qtbot):
    """It has been taken away and brought back by undo, or its match was off for a while."""
    path = scenes.wav("Glow", 40.0, scenes.RATE, 5)
    match(loaded, 2, path)
    settled(loaded, qtbot, path)
    loaded.actions.slots.use_reference(2, False)
    assert facts(loaded, path) is None
    loaded.actions.slots.use_reference(2, True)
    settled(loaded, qtbot, path)
    loaded.actions.references.remove(2, str(path))
    loaded.actions.commands["undo"].trigger()
    settled(loaded, qtbot, path)
    assert facts(loaded, path).status is SourceStatus.READY
    assert analyzed == ["Glow.wav"]


def test_a_further_reference_is_measured_once_and_forgotten_with_its_last_slot(loaded, analyzed, qtbot):
    path = scenes.wav("Glow", 40.0, scenes.RATE, 5)
    match(loaded, 2, path)
    assert loaded.models.references.is_reading(str(path))
    match(loaded, 3, path)
    settled(loaded, qtbot, path)
    known = facts(loaded, path)
    assert (known.status, known.is_mono, round(known.duration_s)) == (SourceStatus.READY, False, 40)
    assert known.chorus.duration_s == pytest.approx(LOUDEST_S, abs=0.2)
    assert analyzed == ["Glow.wav"]
    match(loaded, 2)
    assert facts(loaded, path) is not None
    match(loaded, 3)
    assert facts(loaded, path) is None


def test_the_lanes_reference_is_not_read_again(loaded, analyzed, reference_song, qtbot):
    loaded.put_reference(reference_song)
    settled(loaded, qtbot, reference_song)
    assert facts(loaded, reference_song).chorus is not None
    assert analyzed == []


def test_while_the_lane_reads_its_progress_is_known(loaded, analyzed, reference_song, qtbot):
    loaded.models.reference.start(reference_song)
    loaded.models.reference.progress(0.43)
    assert facts(loaded, reference_song).fraction == 0.43
    loaded.models.reference.fail("it is broken: take another")
    assert facts(loaded, reference_song).problem == "it is broken: take another"
    loaded.models.reference.clear()
    assert facts(loaded, reference_song) is None


def test_what_the_lane_left_unread_is_read_for_the_slots(loaded, analyzed, qtbot):
    path = scenes.wav("Glow", 40.0, scenes.RATE, 5)
    loaded.models.reference.start(path)
    match(loaded, 2, path)
    assert loaded.models.references.is_reading(str(path)) and analyzed == []
    loaded.models.reference.clear()
    settled(loaded, qtbot, path)
    assert analyzed == ["Glow.wav"]


def wav(tmp_path, name, audio):
    sf.write(tmp_path / name, audio, scenes.RATE, subtype="PCM_16")
    return tmp_path / name


def test_mono_short_silent_and_missing_references_are_told_apart(loaded, analyzed, tmp_path, qtbot):
    song = scenes.song(8.0)
    mono = wav(tmp_path, "mono.wav", song.mean(axis=1))
    short = wav(tmp_path, "short.wav", scenes.song(30.0)[scenes.RATE * 12 :][: scenes.RATE // 2])
    silent = wav(tmp_path, "silent.wav", np.zeros((scenes.RATE * 3, 2)))
    missing = tmp_path / "missing.wav"
    match(loaded, 2, mono, short, silent, missing)
    settled(loaded, qtbot, mono, short, silent, missing)
    assert facts(loaded, mono).is_mono and facts(loaded, mono).status is SourceStatus.READY
    assert facts(loaded, mono).chorus is None, "it is shorter than a chorus"
    for path, word in ((short, "0.5 s long"), (silent, "silent"), (missing, "missing.wav")):
        assert facts(loaded, path).status is SourceStatus.FAILED
        assert word in facts(loaded, path).problem


def test_a_reference_that_was_missing_can_be_tried_again(loaded, analyzed, tmp_path, qtbot):
    path = tmp_path / "late.wav"
    match(loaded, 2, path)
    settled(loaded, qtbot, path)
    assert facts(loaded, path).status is SourceStatus.FAILED
    wav(tmp_path, "late.wav", scenes.song(20.0))
    loaded.actions.slots.retry(2)
    qtbot.waitUntil(
        lambda: (known := facts(loaded, path)) is not None and known.status is SourceStatus.READY, timeout=20000
    )


def test_a_slot_waits_for_its_further_reference_and_others_do_not(loaded, analyzed, qtbot, monkeypatch):
    path, may_go = scenes.wav("Glow", 40.0, scenes.RATE, 5), threading.Event()
    work = reference_reader._file_facts
    monkeypatch.setattr(reference_reader, "_file_facts", lambda *arguments: may_go.wait(20) and work(*arguments))
    qtbot.wait(60)
    loaded.deck.take()
    match(loaded, 2, path)
    loaded.actions.slots.set_intensity(1, 30.0)
    qtbot.waitUntil(lambda: [asked.slot for asked in loaded.deck.asked] == [1])
    assert loaded.models.slots[2].status is SlotStatus.RENDERING
    may_go.set()
    qtbot.waitUntil(lambda: [asked.slot for asked in loaded.deck.asked] == [1, 2], timeout=20000)


def test_a_saved_match_says_what_it_is_made_of(loaded, analyzed, reference_song, tmp_path, qtbot):
    loaded.put_reference(reference_song)
    loaded.actions.slots.use_reference(2, True)
    path = tmp_path / "album.mdmatch"
    loaded.actions.references.save(2, path)
    qtbot.waitUntil(path.exists)
    loaded.actions.references.use(3, path)
    qtbot.waitUntil(lambda: loaded.state.slots[3].has_reference)
    settled(loaded, qtbot, path)
    assert (facts(loaded, path).names, facts(loaded, path).is_mono) == (("Slow Tide",), False)


def test_the_desk_closes_while_a_reference_is_measured(loaded, analyzed, monkeypatch):
    monkeypatch.setattr(reference_reader, "_file_facts", lambda *arguments: _until_cancelled(arguments[-1]))
    match(loaded, 2, scenes.wav("Glow", 40.0, scenes.RATE, 5))
    loaded.workers.references.close()


def _until_cancelled(progress):
    while True:
        progress.advance(0.0)
