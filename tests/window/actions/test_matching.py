"""Amounts and locks of a match, and where one works on it."""

import pytest

from masterdesk.engine.types.reference import MatchAmounts
from masterdesk.window.actions.matching import WHICH
from masterdesk.window.models.blind_test import BlindKind
from masterdesk.window.models.desk_state import ORIGINAL
from masterdesk.window.models.slot_match import PARTS


@pytest.fixture
def match(loaded, reference_song):
    """Slot 2 (from 0) matches the reference."""
    loaded.put_reference(reference_song)
    loaded.actions.slots.use_reference(2, True)
    loaded.deck.take()
    return loaded.actions.match


def amounts(loaded, slot=2):
    return loaded.state.slots[slot].match


def undo(loaded):
    loaded.actions.commands["undo"].trigger()


def test_all_amounts_move_as_one_step_and_come_back_from_nothing(loaded, match):
    loaded.actions.slots.set_match(2, "width", 50.0)
    loaded.actions.slots.end_drag()
    for percent in (80.0, 40.0, 0.0):
        match.set_all(2, percent)
    assert amounts(loaded) == MatchAmounts(0.0, 0.0, 0.0, 0.0)
    match.set_all(2, 60.0)
    assert amounts(loaded) == MatchAmounts(60.0, 60.0, 30.0, 0.0)
    loaded.actions.slots.end_drag()
    undo(loaded)
    assert amounts(loaded) == MatchAmounts(100.0, 100.0, 50.0, 0.0)


def test_a_locked_amount_is_left_alone_by_all_others(loaded, match):
    slots = loaded.actions.slots
    slots.set_match(2, "width", 35.0)
    match.set_lock(2, "width", True)
    match.set_all(2, 20.0)
    slots.set_match(2, "width", 80.0)
    assert amounts(loaded) == MatchAmounts(20.0, 20.0, 35.0, 0.0)
    loaded.actions.commands["suggest_five"].trigger()
    slots.copy(0, 2)
    assert amounts(loaded).width == 35.0
    assert loaded.state.slots[2].profile == loaded.state.slots[0].profile
    slots.reset(2)
    assert amounts(loaded) == MatchAmounts(width=35.0)
    assert loaded.state.matches[2].locks == {"width"}


def test_an_amount_locked_after_all_were_moved_does_not_jump(loaded, match):
    match.set_all(2, 40.0)
    match.set_lock(2, "tone", True)
    match.set_all(2, 90.0)
    assert amounts(loaded).tone == 40.0


def test_a_lock_renders_nothing_and_can_be_undone(loaded, match, qtbot):
    qtbot.waitUntil(lambda: any(asked.settings.has_reference for asked in loaded.deck.asked))
    loaded.deck.take()
    match.set_lock(2, "tone", True)
    match.set_lock(2, "tone", True)
    qtbot.wait(60)
    assert loaded.deck.asked == []
    undo(loaded)
    assert loaded.state.matches[2].locks == frozenset()


def test_locks_stay_with_their_slot_when_it_is_copied(loaded, match):
    for part in PARTS:
        match.set_lock(2, part, True)
    loaded.actions.slots.copy(2, 3)
    assert loaded.state.matches[3].locks == frozenset()
    assert loaded.state.slots[3] == loaded.state.slots[2]


def test_amounts_are_rendered_as_they_move(loaded, match, qtbot):
    for percent in (90.0, 80.0):
        match.set_all(2, percent)
        qtbot.waitUntil(lambda percent=percent: any(a.settings.match.tone == percent for a in loaded.deck.asked))


def test_the_key_opens_the_match_of_what_is_heard_and_closes_it(loaded):
    panel, command = loaded.models.match_panel, loaded.actions.commands["match_panel"]
    loaded.models.desk.note(heard="4")
    command.trigger()
    assert panel.slot == 3
    loaded.models.desk.note(heard="2")
    assert panel.slot == 1, "panel and spectrum show the same card"
    loaded.models.desk.note(heard=ORIGINAL)
    assert panel.slot == 1
    command.trigger()
    assert panel.slot is None


def test_a_match_that_is_opened_is_heard(loaded, match):
    loaded.models.desk.note(heard="5")
    match.show_panel(2)
    assert (loaded.models.match_panel.slot, loaded.state.heard) == (2, "3")


def test_a_target_of_its_own_ends_that_of_the_reference_unless_it_is_locked(loaded, match):
    slots = loaded.actions.slots
    for choose in (lambda: slots.set_platform(2, "spotify"), lambda: slots.set_loudness(2, -9.0)):
        slots.set_match(2, "loudness", 100.0)
        choose()
        assert amounts(loaded).loudness == 0.0
    slots.set_match(2, "loudness", 70.0)
    match.set_lock(2, "loudness", True)
    slots.set_platform(2, "spotify")
    assert amounts(loaded).loudness == 70.0 and loaded.state.slots[2].platform == "spotify"


@pytest.mark.parametrize(("heard", "slot"), [("2", 1), (ORIGINAL, 4)])
def test_the_reference_is_matched_by_the_heard_card_or_the_last(loaded, reference_song, heard, slot):
    command = loaded.actions.commands["match_reference"]
    assert not command.isEnabled()
    loaded.put_reference(reference_song)
    loaded.models.desk.reference_changed.emit()
    loaded.models.desk.note(heard=heard)
    command.trigger()
    assert [settings.has_reference for settings in loaded.state.slots] == [n == slot for n in range(5)]
    assert loaded.models.match_panel.slot == slot


def test_without_a_card_one_is_told_which_it_needs(loaded, match):
    told = []
    loaded.actions.view.told.connect(told.append)
    loaded.models.desk.note(heard=ORIGINAL)
    loaded.actions.commands["match_panel"].trigger()
    assert loaded.models.match_panel.slot == 2, "the only one that matches is meant"
    match.close_panel()
    loaded.models.desk.note(heard=ORIGINAL)
    loaded.actions.slots.use_reference(3, True)
    loaded.actions.commands["match_panel"].trigger()
    assert (loaded.models.match_panel.slot, told) == (None, [WHICH])


def test_a_blind_test_closes_the_match(loaded, match):
    match.show_panel(2)
    loaded.models.blind.update(kind=BlindKind.RANKING, letters=("A", "B"), labels={"1": "A", "2": "B"})
    assert loaded.models.match_panel.slot is None
    match.show_panel(2)
    assert loaded.models.match_panel.slot is None


def test_curves_are_shown_or_not_and_that_is_remembered(loaded, match):
    command = loaded.actions.commands["match_curves"]
    assert command.isChecked() and loaded.models.preferences.match_curves
    command.trigger()
    assert not loaded.models.preferences.match_curves
    match.show_curves(True)
    assert command.isChecked()
