"""What a card aims at, with a match and without one."""

from dataclasses import replace

import pytest
from window import match_scenes

from masterdesk.window.models.slot import aimed_lufs
from masterdesk.window.views.meters.targets import Targets, targets_of


@pytest.mark.parametrize(("loudness", "wanted"), [(0.0, -14.0), (60.0, -9.3)])
def test_a_loudness_that_the_reference_decides_is_what_came_of_it(qapp, loudness, wanted):
    models = match_scenes.matched()
    settings = models.desk.state.slots[2]
    settings = replace(settings, match=replace(settings.match, loudness=loudness))
    models.desk.change_slot(2, settings, "Loudness")
    audio = match_scenes.audio(2, settings)
    models.slots[2].arrive(replace(audio, loudness=replace(audio.loudness, integrated_lufs=-9.31)))
    assert aimed_lufs(models.slots[2], settings) == wanted
    assert targets_of(models) == Targets(wanted, -1.0)


def test_before_there_is_sound_nobody_knows(qapp):
    models = match_scenes.matched()
    settings = replace(models.desk.state.slots[2], match=replace(models.desk.state.slots[2].match, loudness=100.0))
    models.slots[2].clear()
    assert aimed_lufs(models.slots[2], settings) is None
