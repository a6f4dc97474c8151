"""A preview that begins a little before its window is heard as the window's."""

import pytest
from window.stand_ins import slot_audio

from masterdesk.engine.pipelines.desk.deck import Window


@pytest.mark.parametrize("lead_s", [0.0, 0.03])
def test_a_slot_is_heard_from_its_window_on_wherever_the_playhead_was(loaded, lead_s):
    rate, state = loaded.models.track.track.sample_rate, loaded.state
    lead = round(lead_s * rate)
    window = Window(round(state.window_start_s * rate) - lead, round(state.window_s * rate) + lead)
    loaded.models.slots[2].arrive(slot_audio(2, state.slots[2], window, rate))
    loaded.actions.transport.seek(140.0)
    loaded.actions.listening.hear("3")
    assert loaded.models.playback.position_s == state.window_start_s
    assert loaded.player.key == "3"
