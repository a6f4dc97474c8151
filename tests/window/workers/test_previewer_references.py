"""A reference is read once: for its lane, and with it for the slots that match it."""

from masterdesk.engine.progress import Progress
from masterdesk.engine.types.reference import Reference
from masterdesk.window.models.desk_state import REFERENCE
from masterdesk.window.models.slot import SlotStatus


def match(loaded, slot, path):
    loaded.models.desk._state = loaded.state.__class__(**{**vars(loaded.state), "reference": path})
    loaded.actions.slots.use_reference(slot, True)


def test_the_deck_knows_what_was_measured_of_the_reference(loaded, reference_song, monkeypatch):
    loaded.put_reference(reference_song)
    monkeypatch.setattr(loaded.deck.shelf, "_analyze", lambda *arguments: (_ for _ in ()).throw(AssertionError))
    match(loaded, 1, reference_song)
    assert loaded.state.slots[1].references == (Reference(str(reference_song)),)
    found = loaded.deck.shelf.match(loaded.state.slots[1], Progress())
    assert found.integrated_lufs == loaded.models.reference.analysis.loudness.integrated_lufs


def test_another_track_keeps_what_is_known_of_references(loaded, song, reference_song):
    loaded.put_reference(reference_song)
    shelf = loaded.deck.shelf
    track = loaded.models.track.track
    loaded.models.track.start(song)
    loaded.models.track.ready(track)
    assert len(loaded.decks) == 2
    assert loaded.deck.shelf is shelf


def test_a_slot_waits_for_the_reference_that_is_being_read(loaded, reference_song, qtbot):
    loaded.answer_all()
    loaded.deck.take()
    loaded.models.reference.start(reference_song)
    match(loaded, 1, reference_song)
    loaded.actions.slots.set_intensity(2, 40.0)
    qtbot.waitUntil(lambda: loaded.models.slots[2].status is SlotStatus.RENDERING)
    assert [asked.slot for asked in loaded.deck.take()] == [2]
    assert loaded.models.slots[1].status is SlotStatus.RENDERING
    loaded.put_reference(reference_song)
    qtbot.waitUntil(lambda: bool(loaded.deck.asked))
    assert [asked.slot for asked in loaded.deck.asked] == [1]


def test_a_reference_that_cannot_be_read_holds_no_slot_up(loaded, reference_song, qtbot):
    loaded.deck.take()
    loaded.models.reference.start(reference_song)
    match(loaded, 1, reference_song)
    qtbot.waitUntil(lambda: loaded.models.slots[1].status is SlotStatus.RENDERING)
    loaded.models.lane(REFERENCE).fail("it is broken: take another")
    qtbot.waitUntil(lambda: [asked.slot for asked in loaded.deck.asked] == [1])


def test_another_part_of_the_reference_changes_no_preview(loaded, reference_song, qtbot):
    loaded.put_reference(reference_song)
    loaded.deck.take()
    loaded.actions.window.move_reference(20.0)
    qtbot.wait(100)
    assert loaded.deck.asked == []
