"""The value that a session keeps: one slot of it changes alone, and its regions are kept to a tenth of a second."""

import pytest

from masterdesk.engine.types.reference import Reference
from masterdesk.engine.types.settings import Settings
from masterdesk.window.models.desk_state import DeskState, Region
from masterdesk.window.models.limits import within
from masterdesk.window.models.slot_match import MatchSource, SlotMatch

OLD = DeskState()
SETTINGS, MATCH = Settings(profile="n"), SlotMatch(locks=frozenset({"tone"}))


@pytest.mark.parametrize("slot", range(5))
def test_one_slot_changes_alone(slot):
    both = OLD.with_slot(slot, SETTINGS, MATCH)
    assert [number for number in range(5) if both.slots[number] != OLD.slots[number]] == [slot]
    assert (both.slots[slot], both.matches[slot]) == (SETTINGS, MATCH)
    assert [number for number in range(5) if both.matches[number] != OLD.matches[number]] == [slot]
    assert OLD.with_slot(slot, SETTINGS).matches == OLD.matches
    assert OLD.with_slot(slot, match=MATCH).slots == OLD.slots


def test_regions_are_kept_to_a_tenth_of_a_second():
    assert Region(12.3456, 45.0499).rounded == Region(12.3, 45.0)


@pytest.mark.parametrize(("value", "wanted"), [(-70.0, -60.0), (-12.5, -12.5), (3.0, 0.0)])
def test_what_is_beyond_a_limit_is_at_the_limit(value, wanted):
    assert within(value, (-60.0, 0.0)) == wanted


def test_what_decides_is_read_off_the_settings_and_put_back():
    matched = Settings(profile=None, references=(Reference("/music/tide.flac"),), intensity=30.0)
    source = MatchSource.of(matched)
    assert source.is_match and not MatchSource.of(SETTINGS).is_match
    assert source.put_into(Settings(profile="a", intensity=30.0)) == matched
