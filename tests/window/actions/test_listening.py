"""What is heard, how loud and through what."""

import math

import pytest

from masterdesk.playback.monitor import ListenMode
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE, SLOT_KEYS


@pytest.mark.parametrize("key", SLOT_KEYS)
def test_number_keys_switch_to_slots(loaded, key):
    loaded.answer_all()
    loaded.actions.commands[f"hear_{key}"].trigger()
    assert (loaded.state.heard, loaded.player.key) == (key, key)
    loaded.actions.commands["hear_original"].trigger()
    assert (loaded.state.heard, loaded.player.key) == (ORIGINAL, ORIGINAL)


def test_switching_stays_at_the_place_in_the_music(loaded):
    loaded.answer_all()
    loaded.actions.transport.seek(52.3)
    seeks = len(loaded.player.seeks)
    for key in ("1", "2", ORIGINAL, "5"):
        loaded.actions.listening.hear(key)
    assert len(loaded.player.seeks) == seeks
    assert loaded.models.playback.position_s == 52.3


def test_a_slot_is_heard_from_its_window(loaded):
    loaded.answer_all()
    loaded.actions.transport.seek(10.0)
    loaded.actions.listening.hear("3")
    assert loaded.models.playback.position_s == 45.0


def test_without_a_reference_its_key_does_nothing(loaded):
    loaded.actions.commands["hear_reference"].trigger()
    assert loaded.state.heard == ORIGINAL


def test_the_reference_is_heard_by_its_key(loaded, reference_song):
    loaded.put_reference(reference_song)
    loaded.actions.commands["hear_reference"].trigger()
    assert (loaded.state.heard, loaded.player.key) == (REFERENCE, REFERENCE)


def test_cards_are_walked_through_in_a_ring(loaded, reference_song):
    def walk(name, steps):
        heard = []
        for _ in range(steps):
            loaded.actions.commands[name].trigger()
            heard.append(loaded.state.heard)
        return heard

    loaded.answer_all()
    assert walk("hear_next", 6) == [*SLOT_KEYS, ORIGINAL]
    loaded.put_reference(reference_song)
    assert walk("hear_previous", 2) == [REFERENCE, "5"]


def test_switching_is_nothing_to_undo(loaded):
    loaded.answer_all()
    loaded.actions.listening.hear("2")
    loaded.actions.listening.set_match_loudness(False)
    loaded.actions.listening.set_mode("mono")
    assert not loaded.actions.commands["undo"].isEnabled()


@pytest.mark.parametrize("mode", ["stereo", "mono", "side", "swap"])
def test_the_player_is_told_how_to_listen(loaded, mode):
    loaded.actions.commands[f"monitor_{mode}"].trigger()
    loaded.actions.commands["crossfeed"].trigger()
    monitor = loaded.player.monitor
    assert (monitor.mode, monitor.crossfeed, monitor.small_speaker) == (ListenMode(mode), True, False)
    loaded.actions.commands["small_speaker"].trigger()
    assert loaded.player.monitor.small_speaker


def test_the_volume_is_kept_within_its_range_and_remembered(loaded):
    listening = loaded.actions.listening
    listening.set_volume(-12.0)
    assert loaded.player.volume_db == loaded.models.playback.volume_db == loaded.models.preferences.volume_db == -12.0
    listening.set_volume(6.0)
    assert loaded.player.volume_db == 0.0
    listening.set_volume(-99.0)
    assert loaded.models.playback.volume_db == -60.0
    assert loaded.player.volume_db == -math.inf


def test_keys_change_the_volume(loaded):
    loaded.actions.listening.set_volume(-12.0)
    loaded.actions.commands["volume_up"].trigger()
    assert loaded.models.playback.volume_db == -10.5
    loaded.actions.commands["volume_down"].trigger()
    assert loaded.models.playback.volume_db == -12.0


def test_mute_comes_back_to_the_same_volume(loaded):
    loaded.actions.listening.set_volume(-17.0)
    loaded.actions.commands["mute"].trigger()
    assert loaded.player.volume_db == -math.inf
    loaded.actions.commands["mute"].trigger()
    assert loaded.player.volume_db == -17.0


def test_a_mute_of_the_last_run_can_be_ended(loaded):
    loaded.models.playback.set_volume(-60.0)
    loaded.actions.listening._unmuted_db = -60.0
    loaded.actions.commands["mute"].trigger()
    assert loaded.models.playback.volume_db > -60.0


def test_the_volume_is_no_sound_that_is_rendered(loaded):
    before = loaded.state
    loaded.actions.listening.set_volume(-20.0)
    loaded.actions.listening.set_device("Headphones")
    assert loaded.state == before


def test_the_output_is_changed_and_remembered(loaded):
    loaded.actions.listening.set_device("Headphones")
    assert loaded.player.device == loaded.models.preferences.device == "Headphones"
    loaded.actions.listening.set_device(None)
    assert loaded.player.device is None and loaded.models.preferences.device is None


def test_switching_before_there_is_a_track_is_harmless(desk):
    for name in ("hear_1", "hear_original", "hear_next", "monitor_mono", "crossfeed", "mute", "volume_up"):
        desk.actions.commands[name].trigger()
    assert desk.players == []
