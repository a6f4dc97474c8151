"""The window, the loop, and the part of the reference beside them."""

from dataclasses import replace

import pytest

from masterdesk.window.models.desk_state import Region


def test_the_window_stays_on_the_track(loaded):
    loaded.actions.window.move(-4.0)
    assert loaded.state.window_start_s == 0.0
    loaded.actions.window.move(1e6)
    assert loaded.state.window_start_s == pytest.approx(120.0)


def test_a_drag_is_one_step_and_the_next_another(loaded):
    for start_s in (46.0, 47.0, 48.0):
        loaded.actions.window.move(start_s)
    loaded.actions.window.end_drag()
    loaded.actions.window.move(60.0)
    loaded.actions.commands["undo"].trigger()
    assert loaded.state.window_start_s == 48.0
    loaded.actions.commands["undo"].trigger()
    assert loaded.state.window_start_s == 45.0


def test_the_window_takes_the_loop_away_and_undo_brings_it_back(loaded):
    loaded.actions.window.set_loop(50.0, 55.0)
    loaded.actions.window.move(90.0)
    assert loaded.state.loop is None
    loaded.actions.commands["undo"].trigger()
    assert (loaded.state.loop, loaded.state.window_start_s) == (Region(50.0, 55.0), 45.0)


def test_undo_brings_everything_back_when_a_seek_and_a_drag_are_one_step(loaded):
    """Both move the window, but only the drag takes the loop away."""
    loaded.answer_all()
    loaded.actions.listening.hear("1")
    loaded.actions.window.set_loop(50.0, 55.0)
    before = loaded.state
    loaded.actions.transport.seek(90.0)
    loaded.actions.window.move(95.0)
    after = loaded.state
    while loaded.state.window_start_s != 45.0:
        loaded.actions.commands["undo"].trigger()
    assert loaded.state == before
    while loaded.actions.commands["redo"].isEnabled():
        loaded.actions.commands["redo"].trigger()
    assert loaded.state == after


def test_each_seek_that_moves_the_window_is_a_step_of_its_own(loaded):
    loaded.answer_all()
    loaded.actions.listening.hear("1")
    loaded.actions.transport.seek(90.0)
    loaded.actions.transport.seek(10.0)
    loaded.actions.commands["undo"].trigger()
    assert loaded.state.window_start_s == 90.0


def test_what_lies_beyond_a_file_that_got_shorter_comes_back_into_it(loaded, reference_song):
    """A session may be older than the files that it names."""
    loaded.models.desk.note(window_start_s=500.0, loop=Region(510.0, 520.0), reference_start_s=500.0)
    loaded.models.track.ready(loaded.models.track.track)
    assert (loaded.state.window_start_s, loaded.state.loop) == (120.0, None)
    loaded.models.desk._state = replace(loaded.state, reference_start_s=500.0)
    loaded.put_reference(reference_song)
    assert loaded.state.reference_start_s <= 120.0 - loaded.state.window_s


@pytest.mark.parametrize("kind", ["loudest", "quietest", "dynamic", "default"])
def test_a_jump_moves_window_and_playhead(loaded, kind):
    loaded.actions.window.move(3.0)
    loaded.actions.commands[f"window_{kind}"].trigger()
    start_s = loaded.state.window_start_s
    assert start_s != 3.0
    assert loaded.models.playback.position_s == pytest.approx(start_s)


def test_the_loudest_part_is_loud_and_the_quietest_is_not(loaded):
    """The song's loudest parts are from 55 to 93 s and from 105 to 141 s."""
    loaded.actions.window.jump("loudest")
    assert 50.0 < loaded.state.window_start_s < 70.0 or 100.0 < loaded.state.window_start_s < 115.0
    loaded.actions.window.jump("quietest")
    assert loaded.state.window_start_s < 40.0
    loaded.actions.window.jump("default")
    assert loaded.state.window_start_s == 45.0


def test_without_a_track_a_jump_goes_nowhere(desk):
    before = desk.state
    desk.actions.commands["window_loudest"].trigger()
    assert desk.state == before


def test_keys_move_the_window_by_five_seconds(loaded):
    loaded.actions.commands["window_forward"].trigger()
    assert loaded.state.window_start_s == 50.0
    loaded.actions.commands["window_back"].trigger()
    assert loaded.state.window_start_s == 45.0


def test_a_loop_is_set_either_way_round_and_looping_goes_on(loaded):
    loaded.actions.transport.set_looping(False)
    loaded.actions.window.set_loop(60.0, 50.0)
    assert (loaded.state.loop, loaded.state.looping) == (Region(50.0, 60.0), True)
    rate = loaded.player.sample_rate
    assert loaded.player.loop == (50 * rate, 60 * rate)
    loaded.actions.commands["clear_loop"].trigger()
    assert loaded.state.loop is None
    assert loaded.player.loop == (45 * rate, 75 * rate)


def test_a_loop_that_was_meant_as_a_click_is_none(loaded):
    loaded.actions.window.set_loop(50.0, 50.1)
    assert loaded.state.loop is None


def test_a_loop_ends_with_the_track(loaded):
    loaded.actions.window.set_loop(140.0, 170.0)
    rate = loaded.player.sample_rate
    assert loaded.player.loop == (140 * rate, 150 * rate)


def test_the_window_of_a_new_reference_is_its_loudest_part(loaded, reference_song):
    loaded.put_reference(reference_song)
    start_s = loaded.state.reference_start_s
    assert start_s is not None and 0.0 < start_s <= 90.0


def test_the_references_part_is_chosen_within_it(loaded, reference_song):
    loaded.put_reference(reference_song)
    loaded.actions.window.move_reference(1e6)
    assert loaded.state.reference_start_s == pytest.approx(90.0)
    loaded.actions.window.move_reference(-1.0)
    assert loaded.state.reference_start_s == 0.0


def test_a_desk_from_a_longer_track_finds_its_window_on_a_shorter_one(desk, song):
    desk.models.desk.note(window_start_s=500.0)
    desk.models.track.start(song)
    desk.put_track(song)
    desk.models.desk.note(window_start_s=500.0)
    desk.models.track.changed.emit()
    assert desk.state.window_start_s == pytest.approx(120.0)


def test_a_loop_where_the_heard_slot_has_no_sound_takes_the_window_along(loaded):
    loaded.answer_all()
    loaded.actions.listening.hear("2")
    loaded.actions.window.set_loop(90.0, 95.0)
    assert loaded.state.loop == Region(90.0, 95.0)
    assert loaded.state.window.start_s == 90.0
    loaded.models.desk.undo_stack.undo()
    assert loaded.state.window.start_s != 90.0
