"""The desk's state: changes, their undo, and who is told."""

from pathlib import Path

import pytest

from masterdesk.engine.types.settings import Settings
from masterdesk.window.models.desk import DeskModel
from masterdesk.window.models.desk_state import DeskState, Region


@pytest.fixture
def desk(qapp):
    return DeskModel()


def told(desk, *names):
    """A list that grows by the name of each signal that is emitted."""
    heard = []
    for name in names:
        getattr(desk, name).connect(lambda *args, name=name: heard.append((name, *args)))
    return heard


def test_a_change_tells_only_those_concerned(desk):
    heard = told(desk, "slot_changed", "window_changed", "heard_changed", "track_changed", "state_changed")
    desk.change_slot(2, Settings(profile="n"), "Profile")
    assert heard == [("slot_changed", 2), ("state_changed",)]


def test_every_change_can_be_undone_and_made_again(desk):
    before = desk.state
    desk.change("Move the window", window_start_s=12.0)
    desk.change_slot(0, Settings(profile="c"), "Profile")
    desk.change("Open reference", reference=Path("/music/b.wav"))
    after = desk.state
    for _ in range(3):
        desk.undo_stack.undo()
    assert desk.state == before
    for _ in range(3):
        desk.undo_stack.redo()
    assert desk.state == after


def test_a_drag_is_one_step(desk):
    for percent in (90.0, 80.0, 70.0):
        desk.change_slot(1, Settings(profile="b", intensity=percent), "Intensity", "Intensity")
    assert desk.undo_stack.count() == 1
    desk.undo_stack.undo()
    assert desk.state.slots[1].intensity == 100.0


def test_two_drags_are_two_steps(desk):
    desk.change_slot(1, Settings(profile="b", intensity=90.0), "Intensity", "Intensity")
    desk.end_merge()
    desk.change_slot(1, Settings(profile="b", intensity=50.0), "Intensity", "Intensity")
    desk.undo_stack.undo()
    assert desk.state.slots[1].intensity == 90.0


def test_drags_of_two_slots_are_two_steps(desk):
    desk.change_slot(0, Settings(profile="a", intensity=90.0), "Intensity", "Intensity")
    desk.change_slot(1, Settings(profile="b", intensity=90.0), "Intensity", "Intensity")
    assert desk.undo_stack.count() == 2


def test_undo_leaves_alone_what_was_only_noted(desk):
    desk.change("Move the window", window_start_s=12.0)
    desk.note(heard="3")
    desk.undo_stack.undo()
    assert desk.state.heard == "3"
    assert desk.state.window_start_s == DeskState().window_start_s


def test_no_change_is_no_step(desk):
    desk.change("Move the window", window_start_s=desk.state.window_start_s)
    assert desk.undo_stack.count() == 0


def test_restoring_tells_everything_that_differs_and_cannot_be_undone(desk):
    desk.change("Loop", loop=Region(1.0, 2.0))
    heard = told(desk, "track_changed", "reference_changed", "loop_changed", "slot_changed")
    desk.restore(DeskState(track=Path("/music/a.wav")))
    assert heard == [("track_changed",), ("loop_changed",)]
    assert not desk.undo_stack.canUndo()


def test_the_window_and_the_heard_slot_are_read_from_the_state():
    state = DeskState(window_start_s=10.0, window_s=30.0, heard="4")
    assert state.window == Region(10.0, 40.0)
    assert state.heard_slot == 3
    assert DeskState(heard="reference").heard_slot is None
