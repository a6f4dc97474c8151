"""A take is known by what decides what goes into its limiter, whatever the files are called."""

from dataclasses import replace

from engine.pipelines.desk.by_hand import some_match

from masterdesk.engine.pipelines.desk.take_key import take_key, unread_key
from masterdesk.engine.types.reference import MatchAmounts
from masterdesk.engine.types.settings import Settings

MATCHED = Settings(None, use_match="x.mdmatch")


def test_loudness_and_ceiling_have_no_part_in_it():
    other = replace(MATCHED, loudness_lufs=-9.0, ceiling_dbtp=-2.0, platform="tidal", match=MatchAmounts(loudness=50.0))
    assert take_key(other, some_match(1)) == take_key(MATCHED, some_match(1))
    assert take_key(replace(MATCHED, intensity=50.0), some_match(1)) != take_key(MATCHED, some_match(1))


def test_a_match_counts_by_its_values():
    key = take_key(MATCHED, some_match(1))
    assert key == take_key(MATCHED, some_match(1)) and hash(key) == hash(take_key(MATCHED, some_match(1)))
    assert key != take_key(MATCHED, some_match(2))


def test_before_its_match_is_read_a_take_may_turn_out_to_be_any_of_its_settings():
    key = take_key(MATCHED, some_match(1))
    assert key.is_among({key}) and key.is_among({unread_key(MATCHED)})
    assert not key.is_among({take_key(MATCHED, some_match(2)), unread_key(replace(MATCHED, intensity=50.0))})


def test_without_references_it_is_known_at_once():
    assert unread_key(Settings("a")) == take_key(Settings("a"), None)
