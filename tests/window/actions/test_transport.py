"""Start, stop and where."""

import pytest


def test_space_plays_and_pauses(loaded):
    loaded.actions.commands["play"].trigger()
    assert loaded.player.playing and loaded.models.playback.is_playing
    loaded.actions.commands["play"].trigger()
    assert not loaded.player.playing and not loaded.models.playback.is_playing


def test_without_a_track_nothing_plays_or_moves(desk):
    for name in ("play", "seek_forward", "seek_back", "seek_window_start"):
        desk.actions.commands[name].trigger()
    assert desk.players == []
    assert (desk.models.playback.is_playing, desk.models.playback.position_s) == (False, 0.0)


@pytest.mark.parametrize(
    ("name", "moved_s"), [("seek_back", -1), ("seek_forward", 1), ("seek_far_back", -5), ("seek_far_forward", 5)]
)
def test_arrows_move_the_playhead(loaded, name, moved_s):
    loaded.actions.transport.seek(60.0)
    loaded.actions.commands[name].trigger()
    assert loaded.models.playback.position_s == 60.0 + moved_s
    assert loaded.player.frame == round((60.0 + moved_s) * loaded.player.sample_rate)


def test_the_playhead_stays_on_the_track(loaded):
    loaded.actions.transport.seek(1e6)
    assert loaded.models.playback.position_s == pytest.approx(150.0)
    loaded.actions.transport.seek(-3.0)
    assert loaded.models.playback.position_s == 0.0


def test_home_is_where_the_window_begins(loaded):
    loaded.actions.commands["seek_window_start"].trigger()
    assert loaded.models.playback.position_s == 45.0


def test_arrows_stay_in_the_window_while_a_slot_is_heard(loaded):
    loaded.answer_all()
    loaded.actions.listening.hear("2")
    loaded.actions.transport.seek(46.0)
    loaded.actions.transport.seek_by(-5.0)
    assert loaded.models.playback.position_s == 45.0
    loaded.actions.transport.seek_by(100.0)
    assert 74.0 < loaded.models.playback.position_s < 75.0
    assert loaded.state.window_start_s == 45.0


def test_seeking_out_of_a_heard_slot_takes_the_window_along(loaded):
    loaded.answer_all()
    loaded.actions.listening.hear("2")
    loaded.actions.transport.seek(100.0)
    assert (loaded.state.window_start_s, loaded.models.playback.position_s) == (100.0, 100.0)
    loaded.actions.transport.seek(149.0)
    assert (loaded.state.window_start_s, loaded.models.playback.position_s) == (120.0, 149.0)
    loaded.actions.commands["undo"].trigger()
    assert loaded.state.window_start_s == 100.0


def test_with_the_original_heard_the_window_stays(loaded):
    loaded.actions.transport.seek(100.0)
    assert loaded.state.window_start_s == 45.0


def test_the_loop_is_switched_in_the_player(loaded):
    rate = loaded.player.sample_rate
    assert loaded.player.loop == (45 * rate, 75 * rate)
    loaded.actions.commands["loop"].trigger()
    assert loaded.player.loop is None
    loaded.actions.commands["loop"].trigger()
    assert loaded.player.loop == (45 * rate, 75 * rate)


def test_without_a_track_there_is_nothing_to_play(desk, song, qtbot):
    play = desk.actions.commands["play"]
    assert not play.isEnabled()
    desk.put_track(song)
    assert play.isEnabled()
    desk.models.track.clear()
    assert not play.isEnabled()
