"""Riding brings the spread of loudness to the wanted one, around a loudness that stays."""

import numpy as np
import pytest

from masterdesk.engine.match.riding import LOUDNESS_RANKS, MAX_RIDE_DB, loudness_spread_lu, next_ride_db

#: Points of 0.5 s at which loud parts begin, each of 5 s, in four minutes that end in 10 s at rest.
LOUD_AT = np.arange(20, 440, 60)
POINTS, REST = 480, slice(460, 480)


def short_term(loud_db, rest_db=-60.0):
    """Short-term power of a track that breathes by 2 dB, with parts `loud_db` over it."""
    level_db = -20.0 + np.sin(np.arange(POINTS) / 7.0)
    for start in LOUD_AT:
        level_db[start : start + 10] += loud_db
    level_db[REST] = rest_db
    return 10.0 ** (level_db / 10.0)


def ridden(power, wanted_lu, rounds=7):
    """The ride after as many rounds as a plan takes, and the power under it."""
    ride_db, sounds = np.zeros(POINTS), np.ones(POINTS, dtype=bool)
    for _ in range(rounds):
        ride_db = next_ride_db(ride_db, power * 10.0 ** (ride_db / 10.0), sounds, wanted_lu)
    return ride_db, power * 10.0 ** (ride_db / 10.0)


@pytest.mark.parametrize(("own_db", "wanted_db"), [(14.0, 8.0), (4.0, 10.0)])
def test_the_spread_arrives_and_the_loudness_stays(own_db, wanted_db):
    power, sounds = short_term(own_db), np.ones(POINTS, dtype=bool)
    wanted_lu = loudness_spread_lu(short_term(wanted_db), sounds)
    ride_db, after = ridden(power, wanted_lu)
    loud = LOUDNESS_RANKS >= 0.9
    before_off = (loudness_spread_lu(power, sounds) - wanted_lu)[loud]
    assert np.abs((loudness_spread_lu(after, sounds) - wanted_lu)[loud]).max() < 0.35 * np.abs(before_off).max()
    assert abs(10.0 * np.log10(after.mean() / power.mean())) < 1.5
    assert np.abs(ride_db[REST][6:]).max() < 0.5, "rests stay what they are"


def test_no_section_moves_further_than_its_bound():
    power = short_term(30.0)
    ride_db, _ = ridden(power, np.zeros(LOUDNESS_RANKS.size))
    assert np.abs(ride_db).max() <= MAX_RIDE_DB
