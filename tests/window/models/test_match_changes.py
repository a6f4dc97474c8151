"""A match is switched, gets other references, or a reference another region or file."""

from dataclasses import replace
from pathlib import Path

import pytest

from masterdesk.engine.types.reference import Reference
from masterdesk.engine.types.selection import Selection
from masterdesk.window.models import match_changes
from masterdesk.window.models.desk_state import FIRST_PROFILES, DeskState, Region
from masterdesk.window.models.slot_match import SlotMatch

TIDE, GLOW, DAWN = "/music/tide.flac", "/music/glow.flac", "/music/dawn.flac"
DESK = DeskState(track=Path("/music/mix.wav"), reference=Path(TIDE))


def after(state, changes):
    return replace(state, **changes)


@pytest.fixture
def on():
    return after(DESK, match_changes.switched_on(DESK, 1))


def test_switched_on_a_slot_matches_the_lane_alone_and_off_it_has_its_profile_again(on):
    assert on.slots[1].references == (Reference(TIDE),)
    assert on.slots[1].profile is None
    assert after(on, match_changes.switched_off(on, 1)).slots[1].profile == DESK.slots[1].profile


def test_what_was_matched_is_known_when_the_switch_is_on_again(on):
    more = after(on, match_changes.matching(on, 1, (Reference(TIDE), Reference(GLOW, 0.5))))
    off = after(more, match_changes.switched_off(more, 1))
    assert not off.slots[1].has_reference
    assert after(off, match_changes.switched_on(off, 1)).slots[1] == more.slots[1]


def test_a_saved_match_needs_no_reference_and_is_switched_off_and_on():
    alone = replace(DESK, reference=None)
    assert match_changes.switched_on(alone, 0) == {} and not match_changes.can_match(alone, 0)
    saved = after(alone, match_changes.matching(alone, 0, (), "/music/album.mdmatch"))
    off = after(saved, match_changes.switched_off(saved, 0))
    assert match_changes.can_match(off, 0)
    assert after(off, match_changes.switched_on(off, 0)).slots[0].use_match == "/music/album.mdmatch"


def test_a_profile_chosen_with_the_match_stays_without_it(on):
    slots = (on.slots[0], replace(on.slots[1], profile="n"), *on.slots[2:])
    balanced = replace(on, slots=slots)
    off = after(balanced, match_changes.switched_off(balanced, 1))
    assert off.slots[1].profile == "n"
    assert after(off, match_changes.switched_on(off, 1)).slots[1] == balanced.slots[1]


def test_the_last_reference_gone_the_profile_decides(on):
    off = after(on, match_changes.matching(on, 1, ()))
    assert off.slots[1].profile == DESK.slots[1].profile
    assert off.matches[1] == SlotMatch()
    nothing_before = replace(on, matches=(SlotMatch(),) * 5)
    assert after(on, match_changes.matching(nothing_before, 1, ())).slots[1].profile == FIRST_PROFILES[1]


def test_a_region_counts_wherever_its_reference_is_matched(on):
    two = after(on, match_changes.matching(on, 3, (Reference(TIDE), Reference(GLOW))))
    off = after(two, match_changes.switched_off(two, 3))
    region = after(off, match_changes.with_region(off, Region(10.04, 40.0)))
    assert region.slots[1].references == (Reference(TIDE, region=Selection(10.0, 40.0)),)
    again = after(region, match_changes.switched_on(region, 3))
    assert [one.region for one in again.slots[3].references] == [Selection(10.0, 40.0), None]
    new = after(region, match_changes.switched_on(region, 4))
    assert new.slots[4].references[0].region == Selection(10.0, 40.0)
    whole = after(again, match_changes.with_region(again, None))
    assert {one.region for slot in whole.slots for one in slot.references} == {None}


def test_a_region_takes_the_place_of_the_loudest_part(on):
    loudest = after(on, match_changes.matching(on, 1, (Reference(TIDE, is_loudest=True),)))
    region = after(loudest, match_changes.with_region(loudest, Region(1.0, 9.0)))
    assert region.slots[1].references == (Reference(TIDE, region=Selection(1.0, 9.0)),)


def test_another_file_on_the_lane_is_followed_and_its_region_forgotten(on):
    region = after(on, match_changes.with_region(on, Region(10.0, 40.0)))
    other = after(region, match_changes.with_file(region, Path(DAWN)))
    assert other.slots[1].references == (Reference(DAWN),)
    assert (other.reference, other.reference_region, other.reference_start_s) == (Path(DAWN), None, None)


def test_a_further_reference_on_the_lane_is_not_counted_twice(on):
    two = after(on, match_changes.matching(on, 1, (Reference(TIDE), Reference(GLOW, 0.5, Selection(1.0, 9.0)))))
    assert after(two, match_changes.with_file(two, Path(GLOW))).slots[1].references == (Reference(GLOW),)


def test_without_the_lane_further_references_go_on(on):
    two = after(on, match_changes.matching(on, 2, (Reference(TIDE), Reference(GLOW))))
    closed = after(two, match_changes.with_file(two, None))
    assert closed.slots[2].references == (Reference(GLOW),)
    assert not closed.slots[1].has_reference and closed.slots[1].profile == DESK.slots[1].profile


def test_the_same_file_changes_nothing(on):
    assert match_changes.with_file(on, Path(TIDE)) == {}


def test_locks_are_nobodys_business_here(on):
    locked = replace(on, matches=tuple(replace(match, locks=frozenset({"tone"})) for match in on.matches))
    for changes in (
        match_changes.switched_off(locked, 1),
        match_changes.matching(locked, 1, ()),
        match_changes.with_file(locked, None),
    ):
        assert all(match.locks == {"tone"} for match in after(locked, changes).matches)
