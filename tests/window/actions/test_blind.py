"""Listening without knowing: fair, counted, and without a hint."""

import pytest

from masterdesk.window.actions.blind import CHANGED, FROZEN, NOT_YET
from masterdesk.window.models.blind_test import BlindKind
from masterdesk.window.models.desk_state import ORIGINAL, SLOT_KEYS


@pytest.fixture
def blind(loaded):
    loaded.answer_all()
    return loaded.actions.blind


@pytest.fixture
def model(loaded):
    return loaded.models.blind


def test_every_card_that_can_be_heard_gets_a_letter(loaded, blind, model):
    loaded.models.slots[3].fail("no")
    blind.start_ranking()
    assert model.kind is BlindKind.RANKING and model.is_hiding
    assert model.letters == ("A", "B", "C", "D", "E")
    assert sorted(model.labels) == sorted([ORIGINAL, "1", "2", "3", "5"])


def test_a_letter_plays_its_card_and_the_desk_does_not_tell(loaded, blind, model):
    blind.start_ranking()
    for letter in model.letters:
        blind.hear(letter)
        key = next(key for key, other in model.labels.items() if other == letter)
        assert loaded.player.key == key
        assert model.heard_letter == letter
        assert loaded.state.heard == ORIGINAL


@pytest.mark.parametrize("name", ["hear_2", "hear_original", "hear_reference"])
def test_while_names_are_hidden_cards_are_not_switched_by_name(loaded, reference_song, blind, model, name):
    loaded.put_reference(reference_song)
    blind.start_ranking()
    before, heard = loaded.state.heard, loaded.player.key
    loaded.actions.commands[name].trigger()
    assert (loaded.state.heard, loaded.player.key) == (before, heard)


def test_once_the_names_are_back_letters_and_names_switch_the_same_cards(loaded, blind, model):
    blind.start_ranking()
    blind.reveal()
    blind.hear(model.labels["2"])
    assert (loaded.state.heard, loaded.player.key) == ("2", "2")
    loaded.actions.commands["hear_4"].trigger()
    assert (loaded.state.heard, loaded.player.key) == ("4", "4")


def test_while_names_are_hidden_all_are_equally_loud(loaded, blind, model):
    loaded.actions.listening.set_match_loudness(False)
    blind.start_ranking()
    assert loaded.state.match_loudness
    loaded.actions.commands["match_loudness"].trigger()
    assert loaded.state.match_loudness
    assert loaded.actions.commands["match_loudness"].isChecked()
    blind.stop()
    loaded.actions.commands["match_loudness"].trigger()
    assert not loaded.state.match_loudness


def test_no_reading_tells_which_card_is_heard(loaded, blind, model, qtbot):
    loaded.actions.listening.hear("2")
    loaded.actions.transport.toggle_play()
    qtbot.waitUntil(lambda: loaded.models.live.frame is not None, timeout=5000)
    frames = []
    blind.start_ranking()
    assert loaded.models.live.frame is None
    loaded.models.live.updated.connect(lambda: frames.append(loaded.models.live.frame))
    for letter in model.letters:
        blind.hear(letter)
        qtbot.wait(80)
    assert set(frames) <= {None}
    blind.reveal()
    qtbot.waitUntil(lambda: loaded.models.live.frame is not None, timeout=5000)
    assert loaded.models.live.frame.heard == loaded.state.heard


def test_all_are_heard_from_the_same_place(loaded, blind, model):
    loaded.actions.transport.seek(10.0)
    blind.start_ranking()
    assert loaded.models.playback.position_s == 45.0
    loaded.actions.transport.seek(50.0)
    for letter in model.letters:
        blind.hear(letter)
    assert loaded.models.playback.position_s == 50.0


def test_moving_about_tells_nothing_and_moves_no_window_by_card(loaded, blind, model):
    """Out of its window a slot has no sound: a seek must do the same whichever card is heard."""
    outcomes = set()
    for key in (ORIGINAL, "1", "4"):
        blind.start_ranking()
        blind.hear(model.labels[key])
        loaded.actions.transport.seek(50.0)
        loaded.actions.transport.seek_by(-20.0)
        outcomes.add((loaded.models.playback.position_s, loaded.state.window_start_s))
        blind.stop()
    assert outcomes == {(45.0, 45.0)}


def test_neither_loop_nor_window_lead_out_of_the_window(loaded, blind, model):
    rate = loaded.player.sample_rate
    loaded.actions.window.set_loop(10.0, 20.0)
    loaded.actions.transport.set_looping(False)
    blind.start_ranking()
    assert loaded.player.loop == (45 * rate, 75 * rate)
    loaded.actions.window.move(100.0)
    loaded.actions.commands["window_loudest"].trigger()
    assert loaded.state.window_start_s == 45.0
    blind.stop()
    assert loaded.player.loop is None
    loaded.actions.transport.set_looping(True)
    assert loaded.player.loop == (10 * rate, 20 * rate)


def test_the_order_is_kept_and_the_names_come_back(loaded, blind, model):
    blind.start_ranking()
    order = model.letters[::-1]
    blind.rank(order)
    blind.hear(order[0])
    winner = next(key for key, letter in model.labels.items() if letter == order[0])
    assert model.ranking == order
    blind.reveal()
    assert model.revealed and not model.is_hiding
    assert loaded.state.heard == loaded.player.key == winner
    assert set(model.labels) == {ORIGINAL, *SLOT_KEYS}
    blind.stop()
    assert model.kind is None
    assert loaded.state.heard == winner


def test_cards_are_dealt_anew_each_time(blind, model):
    deals = set()
    for _ in range(30):
        blind.start_ranking()
        deals.add(tuple(sorted(model.labels.items())))
    assert len(deals) > 15


def test_abx_plays_what_it_says_and_counts(loaded, blind, model):
    blind.start_abx("1", "4")
    assert model.kind is BlindKind.ABX and model.letters == ("A", "B", "X")
    blind.hear("A")
    assert loaded.player.key == "1"
    blind.hear("B")
    assert loaded.player.key == "4"
    assert model.p_value is None
    drawn = []
    for _ in range(10):
        blind.hear("X")
        drawn.append(loaded.player.key)
        blind.answer("A" if loaded.player.key == "1" else "B")
    assert set(drawn) == {"1", "4"}, "chance of one in 512 to be otherwise"
    assert (model.answers, model.right) == (10, 10)
    assert model.p_value == pytest.approx(1 / 1024)


def test_wrong_answers_count_as_wrong(loaded, blind, model):
    blind.start_abx("1", "4")
    for _ in range(6):
        blind.hear("X")
        blind.answer("B" if loaded.player.key == "1" else "A")
    assert (model.answers, model.right) == (6, 0)
    assert model.p_value == 1.0


def test_the_next_x_is_heard_when_x_was_heard(loaded, blind, model):
    blind.start_abx("1", "4")
    blind.hear("X")
    heard = set()
    for _ in range(20):
        blind.answer("A")
        assert model.heard_letter == "X"
        heard.add(loaded.player.key)
    assert heard == {"1", "4"}


def test_an_answer_that_is_none_is_not_counted(blind, model):
    blind.start_abx("1", "4")
    blind.answer("X")
    blind.answer("C")
    assert model.answers == 0
    blind.stop()
    blind.answer("A")
    assert model.answers == 0


def test_a_test_ends_with_its_track(loaded, blind, model, song):
    blind.start_ranking()
    loaded.models.track.start(song)
    assert model.kind is None


def test_a_test_needs_two_things_to_compare(desk, song, qtbot):
    desk.put_track(song)
    told = []
    desk.actions.view.told.connect(told.append)
    desk.actions.blind.start_ranking()
    assert desk.models.blind.kind is None
    desk.actions.blind.start_abx(ORIGINAL, "3")
    desk.actions.blind.start_abx(ORIGINAL, ORIGINAL)
    assert desk.models.blind.kind is None
    assert len(told) == 3


@pytest.fixture
def told(loaded):
    messages = []
    loaded.actions.view.told.connect(messages.append)
    return messages


CHANGES = {
    "a slot": lambda actions, path: actions.slots.set_profile(0, "n"),
    "all slots": lambda actions, path: actions.commands["suggest_five"].trigger(),
    "the window": lambda actions, path: actions.window.move(80.0),
    "a jump": lambda actions, path: actions.commands["window_loudest"].trigger(),
    "a loop elsewhere": lambda actions, path: actions.window.set_loop(100.0, 110.0),
    "the reference's place": lambda actions, path: actions.window.move_reference(12.0),
    "another reference": lambda actions, path: actions.files.open_reference(path),
    "no reference": lambda actions, path: actions.files.close_reference(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_letters_play_cannot_be_changed_and_that_is_told(loaded, blind, told, song, reference_song, change):
    loaded.put_reference(reference_song)
    loaded.actions.listening.hear("2")
    loaded.actions.slots.set_profile(1, "c")
    loaded.answer_all()
    blind.start_ranking()
    before = loaded.state
    loaded.deck.take()
    CHANGES[change](loaded.actions, song)
    assert (loaded.state, loaded.deck.take()) == (before, [])
    assert told == [FROZEN]
    blind.stop()
    CHANGES[change](loaded.actions, song)
    assert loaded.state != before


def test_nothing_is_undone_while_names_are_hidden(loaded, blind):
    undo, redo = (loaded.actions.commands[name] for name in ("undo", "redo"))
    loaded.actions.slots.set_profile(0, "c")
    loaded.actions.slots.set_profile(0, "n")
    undo.trigger()
    loaded.answer_all()
    assert undo.isEnabled() and redo.isEnabled()
    blind.start_ranking()
    assert not undo.isEnabled() and not redo.isEnabled()
    undo.trigger()
    assert loaded.state.slots[0].profile == "c"
    blind.reveal()
    assert undo.isEnabled() and redo.isEnabled()


def test_a_card_that_loses_its_sound_ends_the_test(loaded, blind, model, told):
    blind.start_ranking()
    loaded.models.slots[2].fail("the process ended")
    assert model.kind is None
    assert told == [CHANGED]


def test_a_card_outside_of_the_test_may_fail(loaded, blind, model, told):
    blind.start_abx("1", "4")
    loaded.models.slots[2].fail("the process ended")
    assert model.kind is BlindKind.ABX
    assert told == []


def test_a_test_waits_for_the_exact_sound(loaded, blind, model, told):
    loaded.answer(1, exact=False)
    blind.start_ranking()
    blind.start_abx("1", "2")
    assert model.kind is None
    assert told == [NOT_YET, NOT_YET]
    blind.start_abx("1", "3")
    assert model.kind is BlindKind.ABX


def test_escape_ends_a_test_and_asks_only_if_there_is_something_to_lose(loaded, blind, model):
    asked, escape = [], loaded.actions.commands["end_blind_test"]
    loaded.actions.view.asked.connect(asked.append)
    assert escape.shortcut().toString() == "Esc"
    assert not escape.isEnabled(), "Escape is free for others then"
    blind.start_ranking()
    escape.trigger()
    assert model.kind is None and asked == []
    for answer in (lambda: blind.rank(model.letters[::-1]), lambda: blind.answer("A")):
        blind.start_ranking() if not asked else blind.start_abx("1", "2")
        answer()
        escape.trigger()
        assert model.is_hiding and asked.pop() == "end_blind_test"
        asked.append("")
    blind.reveal()
    escape.trigger()
    assert model.kind is None


def test_keys_step_through_the_letters_as_they_stand(loaded, blind, model):
    blind.start_ranking()
    order = ("F", "A", "C", "B", "E", "D")
    blind.rank(order)
    blind.hear("A")
    heard = []
    for name in ("hear_next", "hear_next", "hear_previous", "hear_previous", "hear_previous"):
        loaded.actions.commands[name].trigger()
        heard.append(model.heard_letter)
        assert loaded.player.key == next(key for key, letter in model.labels.items() if letter == model.heard_letter)
    assert heard == ["C", "B", "C", "A", "F"]
    assert loaded.state.heard == ORIGINAL
    blind.start_abx("1", "4")
    loaded.actions.commands["hear_previous"].trigger()
    assert model.heard_letter == "X"
