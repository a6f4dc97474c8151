"""What can be set in a slot."""

import pytest

from masterdesk.engine.resources import platform
from masterdesk.engine.types.reference import Reference
from masterdesk.engine.types.settings import Settings
from masterdesk.window.models.desk_state import FIRST_PROFILES, DeskState


def asked_slots(desk, qtbot):
    """Which slots the deck is asked for next."""
    qtbot.waitUntil(lambda: bool(desk.deck.asked))
    return [asked.slot for asked in desk.deck.take()]


@pytest.fixture
def slots(loaded):
    loaded.deck.take()
    return loaded.actions.slots


CHANGES = [
    ("set_profile", ("n",), "profile", "n"),
    ("set_profile", (None,), "profile", None),
    ("set_intensity", (40.0,), "intensity", 40.0),
    ("set_intensity", (140.0,), "intensity", 100.0),
    ("set_intensity", (-1.0,), "intensity", 0.0),
    ("set_loudness", (-9.0,), "loudness_lufs", -9.0),
    ("set_loudness", (3.0,), "loudness_lufs", -5.0),
    ("set_loudness", (None,), "loudness_lufs", None),
    ("set_ceiling", (-2.0,), "ceiling_dbtp", -2.0),
    ("set_ceiling", (-20.0,), "ceiling_dbtp", -9.0),
    ("set_stereo_image", (True,), "stereo_image", True),
]


@pytest.mark.parametrize(("name", "arguments", "field", "value"), CHANGES)
def test_a_control_sets_its_field_renders_its_slot_and_can_be_undone(
    loaded, slots, qtbot, name, arguments, field, value
):
    before = loaded.state.slots
    getattr(slots, name)(3, *arguments)
    assert getattr(loaded.state.slots[3], field) == value
    assert [new for at, new in enumerate(loaded.state.slots) if at != 3] == [*before[:3], before[4]]
    if loaded.state.slots != before:
        assert asked_slots(loaded, qtbot) == [3]
        loaded.actions.commands["undo"].trigger()
        assert loaded.state.slots == before
        assert asked_slots(loaded, qtbot) == [3]


def test_what_changes_nothing_renders_nothing(loaded, slots, qtbot):
    slots.set_intensity(0, 100.0)
    slots.set_profile(0, loaded.state.slots[0].profile)
    qtbot.wait(80)
    assert loaded.deck.asked == []
    assert not loaded.actions.commands["undo"].isEnabled()


def test_a_dragged_slider_is_one_step_and_two_sliders_are_two(loaded, slots):
    for percent in (90.0, 70.0, 50.0):
        slots.set_intensity(0, percent)
    for lufs in (-13.0, -12.0):
        slots.set_loudness(0, lufs)
    for percent in (60.0, 61.0):
        slots.set_intensity(1, percent)
    undo = loaded.actions.commands["undo"]
    undo.trigger()
    assert loaded.state.slots[1].intensity == 100.0
    undo.trigger()
    assert (loaded.state.slots[0].loudness_lufs, loaded.state.slots[0].intensity) == (-14.0, 50.0)
    undo.trigger()
    assert loaded.state.slots[0].intensity == 100.0


def test_letting_go_ends_the_step(loaded, slots):
    slots.set_intensity(0, 50.0)
    slots.end_drag()
    slots.set_intensity(0, 20.0)
    loaded.actions.commands["undo"].trigger()
    assert loaded.state.slots[0].intensity == 50.0


def test_a_platform_sets_loudness_and_ceiling_until_one_is_changed(loaded, slots):
    slots.set_platform(2, "ebu-r128")
    target, settings = platform("ebu-r128"), loaded.state.slots[2]
    assert (settings.loudness_lufs, settings.ceiling_dbtp) == (target.integrated_lufs, target.true_peak_dbtp)
    assert settings.platform == "ebu-r128"
    slots.set_ceiling(2, -3.0)
    assert loaded.state.slots[2].platform is None
    assert loaded.state.slots[2].loudness_lufs == target.integrated_lufs
    slots.set_platform(2, "ebu-r128")
    slots.set_platform(2, None)
    assert loaded.state.slots[2].platform is None


def test_a_slot_is_matched_to_the_reference_and_back(loaded, slots, reference_song):
    slots.use_reference(1, True)
    assert not loaded.state.slots[1].has_reference, "there is no reference yet"
    loaded.put_reference(reference_song)
    before = loaded.state.slots[1].profile
    slots.use_reference(1, True)
    settings = loaded.state.slots[1]
    assert settings.references == (Reference(str(reference_song)),)
    assert settings.profile is None
    slots.set_match(1, "tone", 30.0)
    slots.set_match(1, "width", 200.0)
    assert (loaded.state.slots[1].match.tone, loaded.state.slots[1].match.width) == (30.0, 100.0)
    slots.use_reference(1, False)
    assert loaded.state.slots[1].references == ()
    assert loaded.state.slots[1].profile == before


def test_a_profile_that_is_balanced_with_the_reference_stays_without_it(loaded, slots, reference_song):
    loaded.put_reference(reference_song)
    before = loaded.state.slots[3].profile
    for slot in (1, 2, 3):
        slots.use_reference(slot, True)
    slots.set_profile(1, "n")
    slots.set_profile(2, "n")
    slots.use_reference(1, False)
    loaded.actions.files.close_reference()
    assert [loaded.state.slots[slot].profile for slot in (1, 2, 3)] == ["n", "n", before]
    assert not any(settings.has_reference for settings in loaded.state.slots)


def test_each_part_of_a_match_is_a_step_of_its_own(loaded, slots):
    for part in ("tone", "dynamics", "width", "loudness"):
        slots.set_match(0, part, 40.0)
    loaded.actions.commands["undo"].trigger()
    assert (loaded.state.slots[0].match.width, loaded.state.slots[0].match.loudness) == (40.0, 0.0)


def test_the_first_track_gets_what_fits_it(loaded):
    profiles = [settings.profile for settings in loaded.state.slots]
    assert len(set(profiles)) == 5
    assert not loaded.actions.commands["undo"].isEnabled(), "nobody did anything yet"


def test_what_was_chosen_before_the_track_came_stays(desk, song):
    desk.actions.slots.set_profile(0, "n")
    chosen = desk.state.slots
    desk.models.desk.note(track=None)
    desk.models.desk.restore(DeskState(slots=chosen))
    desk.models.track.start(song)
    desk.models.desk._state = DeskState(track=song, slots=chosen)
    from window import scenes
    from window.stand_ins import LentTrack

    desk.models.track.ready(LentTrack(scenes.desk_track(song)))
    assert desk.state.slots == chosen


def test_five_are_suggested_as_one_step_and_a_match_is_kept(loaded, slots, reference_song):
    suggested = [settings.profile for settings in loaded.state.slots]
    loaded.put_reference(reference_song)
    slots.use_reference(4, True)
    for slot in range(4):
        slots.set_profile(slot, "d")
    slots.set_intensity(2, 55.0)
    before = loaded.state.slots
    loaded.actions.commands["suggest_five"].trigger()
    assert [settings.profile for settings in loaded.state.slots[:4]] == suggested[:4]
    assert loaded.state.slots[4] == before[4]
    assert loaded.state.slots[2].intensity == 55.0
    loaded.actions.commands["undo"].trigger()
    assert loaded.state.slots == before


def test_suggesting_without_a_track_changes_nothing(desk):
    before = desk.state
    desk.actions.slots.suggest_five()
    assert desk.state == before


def test_a_slot_is_copied_and_reset(loaded, slots):
    slots.set_loudness(0, -10.0)
    slots.copy(0, 3)
    assert loaded.state.slots[3] == loaded.state.slots[0]
    slots.reset(3)
    assert loaded.state.slots[3] == Settings(profile=FIRST_PROFILES[3])


def test_a_slot_that_failed_is_tried_again(loaded, slots, qtbot):
    loaded.models.slots[2].fail("no room")
    slots.retry(2)
    assert asked_slots(loaded, qtbot) == [2]
