"""What the player is given, and what the desk shows of it."""

import numpy as np
import pytest
from window import scenes
from window.stand_ins import LentTrack

from masterdesk.window.models.desk_state import DeskState, MonitorState

RATE = 16000


def test_the_player_has_the_rate_of_the_track_and_the_desks_choices(desk, song):
    desk.models.playback.set_devices((), "Headphones", "")
    desk.models.playback.set_volume(-9.0)
    desk.models.desk.note(monitor=MonitorState("mono", True, True))
    desk.put_track(song)
    player = desk.player
    assert (player.sample_rate, player.device, player.volume_db) == (RATE, "Headphones", -9.0)
    assert player.loop == (45 * RATE, 75 * RATE)
    assert player.key == "original"


def test_the_original_is_the_whole_track(loaded):
    clip = loaded.player.clips["original"]
    assert (clip.start_frame, len(clip.samples)) == (0, 150 * RATE)
    assert np.shares_memory(clip.samples, clip.samples) and isinstance(clip.samples, np.memmap)


def test_a_slot_lies_where_its_window_is(loaded):
    audio = loaded.answer(1)
    clip = loaded.player.clips["2"]
    assert clip.samples is audio.samples
    assert clip.start_frame == 45 * RATE


def test_estimate_and_exact_slice_follow_each_other(loaded):
    loaded.actions.listening.hear("2")
    estimate = loaded.answer(1, exact=False)
    assert loaded.player.clips["2"].samples is estimate.samples
    exact = loaded.answer(1)
    assert loaded.player.clips["2"].samples is exact.samples
    assert loaded.player.key == "2"


def test_while_a_slot_has_nothing_the_original_is_heard(loaded):
    loaded.actions.listening.hear("3")
    assert (loaded.state.heard, loaded.player.key) == ("3", "original")
    loaded.answer(2, exact=False)
    assert loaded.player.key == "3"
    loaded.models.slots[2].start()
    assert loaded.player.key == "3", "what is rendered anew is heard until then"
    loaded.models.slots[2].fail("no")
    assert loaded.player.key == "original"
    assert "3" not in loaded.player.clips


def test_where_a_slot_is_not_rendered_yet_the_original_is_heard(loaded):
    """Silence would be taken for a fault."""
    loaded.answer_all()
    loaded.actions.listening.hear("3")
    loaded.actions.window.move(110.0)
    assert loaded.models.playback.position_s == 110.0
    assert loaded.player.key == "original"
    loaded.answer(2, exact=False)
    assert loaded.player.key == "3"


def test_a_small_move_of_the_window_is_heard_through(loaded):
    loaded.answer_all()
    loaded.actions.listening.hear("3")
    loaded.actions.transport.seek(60.0)
    loaded.actions.window.move(50.0)
    assert loaded.player.key == "3"


def test_while_the_reference_is_read_the_original_is_heard(loaded, reference_song):
    loaded.models.reference.start(reference_song)
    loaded.actions.listening.hear("reference")
    assert (loaded.state.heard, loaded.player.key) == ("reference", "original")
    loaded.put_reference(reference_song)
    assert loaded.player.key == "reference"


@pytest.mark.parametrize(("window_s", "reference_s"), [(45.0, 10.0), (5.0, 60.0), (45.0, 45.0), (0.0, 0.0)])
def test_the_references_window_lies_under_the_tracks(loaded, reference_song, window_s, reference_s):
    loaded.put_reference(reference_song)
    loaded.actions.window.move(window_s)
    loaded.actions.window.move_reference(reference_s)
    clip, samples = loaded.player.clips["reference"], loaded.models.reference.track.samples()
    at = round(window_s * RATE) - clip.start_frame
    assert clip.start_frame >= 0
    assert np.array_equal(clip.samples[at : at + RATE], samples[round(reference_s * RATE) :][:RATE])


def test_a_reference_at_another_rate_is_not_played(loaded, reference_song):
    other = LentTrack(scenes.desk_track(reference_song, 22050))
    loaded.models.reference.start(reference_song)
    loaded.models.reference.ready(other)
    assert "reference" not in loaded.player.clips
    loaded.actions.listening.hear("reference")
    assert loaded.player.key == "original"


def test_a_reference_does_not_move_the_playhead(loaded, reference_song):
    """Whoever listens to the end of the original is not thrown into the window."""
    loaded.actions.transport.seek(130.0)
    loaded.put_reference(reference_song)
    loaded.actions.window.move_reference(20.0)
    assert loaded.models.playback.position_s == 130.0


def test_the_playhead_follows_the_window(loaded):
    loaded.actions.transport.seek(60.0)
    loaded.actions.window.move(50.0)
    assert loaded.models.playback.position_s == 60.0
    loaded.actions.window.move(100.0)
    assert loaded.models.playback.position_s == 100.0
    assert loaded.player.loop == (100 * RATE, 130 * RATE)


def test_the_loop_of_a_short_track_ends_with_it(desk):
    desk.put_track(scenes.wav("Short", 12.0))
    assert desk.player.loop == (0, 12 * RATE)


def test_a_desk_that_is_restored_begins_at_its_window(desk, song):
    desk.models.desk.restore(DeskState(heard="2", window_start_s=80.0))
    desk.models.desk._state = DeskState(track=song, heard="2", window_start_s=80.0)
    desk.models.track.start(song)
    desk.models.track.ready(LentTrack(scenes.desk_track(song)))
    assert desk.models.playback.position_s == 80.0
    assert desk.player.frame == 80 * RATE


def test_another_track_gets_another_player(loaded, reference_song, qtbot):
    first = loaded.player
    loaded.actions.transport.toggle_play()
    loaded.models.track.start(reference_song)
    assert not loaded.models.playback.is_playing
    qtbot.waitUntil(lambda: first.is_closed)
    loaded.models.track.ready(LentTrack(scenes.desk_track(reference_song)))
    assert loaded.player is not first
    assert len(loaded.player.clips["original"].samples) == 120 * RATE


def test_what_the_player_tells_is_shown(loaded, qtbot):
    player, playback = loaded.player, loaded.models.playback
    player.frame, player.playing, player.underruns, player.problem = 50 * RATE, True, 3, "The output is gone."
    qtbot.waitUntil(lambda: playback.is_playing, timeout=2000)
    assert (playback.position_s, playback.underruns, playback.problem) == (50.0, 3, "The output is gone.")
    assert playback.devices == ("Speakers", "Headphones")
    assert playback.actual_device == "Speakers"
    player.playing, player.problem = False, None
    qtbot.waitUntil(lambda: not playback.is_playing, timeout=2000)
    assert playback.problem == ""


def test_the_playhead_is_looked_at_often_only_while_it_moves(loaded, qtbot):
    moves = []
    loaded.models.playback.moved.connect(moves.append)
    loaded.actions.transport.toggle_play()
    for _ in range(20):
        loaded.player.frame += 160
        qtbot.wait(16)
    assert len(moves) > 10
    loaded.actions.transport.toggle_play()
    ticks = []
    loaded.workers.sound._timer.timeout.connect(lambda: ticks.append(1))
    qtbot.wait(500)
    assert len(ticks) <= 4


def test_nothing_is_asked_of_a_player_that_is_gone(loaded):
    loaded.workers.sound.close()
    loaded.actions.transport.toggle_play()
    loaded.actions.listening.hear("1")
    loaded.actions.listening.set_volume(-3.0)
    loaded.actions.window.move(10.0)
    assert loaded.player.is_closed
