"""A player that fades out holds up nobody but the next player."""

import threading

from window import scenes
from window.stand_ins import LentTrack


def test_the_window_goes_on_while_the_old_player_fades_out(loaded, reference_song):
    may_end, order = threading.Event(), []

    def close():
        may_end.wait(5.0)
        order.append("ended")

    loaded.player.close = close
    loaded.models.playback.set_problem("Headphones are gone.")
    loaded.models.track.start(reference_song)
    assert order == []
    assert loaded.models.playback.problem == "", "it was the old player's"
    threading.Timer(0.05, may_end.set).start()
    loaded.models.track.ready(LentTrack(scenes.desk_track(reference_song)))
    assert order == ["ended"], "a sound card may serve one program only"
    assert len(loaded.players) == 2


def test_at_the_end_it_is_waited_for(loaded):
    order = []
    loaded.player.close = lambda: order.append("ended")
    loaded.workers.sound.close()
    assert order == ["ended"]
