"""Locks hold, and all amounts move together in their relation."""

import pytest

from masterdesk.engine.types.reference import MatchAmounts
from masterdesk.window.models.slot_match import PARTS, largest, scaled, with_locked

NONE, WIDTH = frozenset(), frozenset({"width"})


def test_locked_amounts_stay_and_others_are_new():
    old, new = MatchAmounts(10, 20, 30, 40), MatchAmounts(1, 2, 3, 4)
    assert with_locked(new, old, frozenset({"tone", "loudness"})) == MatchAmounts(10, 2, 3, 40)
    assert with_locked(new, old, NONE) == new


def test_the_largest_free_amount_leads():
    amounts = MatchAmounts(tone=40, dynamics=20, width=90, loudness=0)
    assert largest(amounts, NONE) == 90
    assert largest(amounts, WIDTH) == 40
    assert largest(amounts, frozenset(PARTS)) == 0


@pytest.mark.parametrize(
    ("percent", "locks", "wanted"),
    [
        (50, NONE, MatchAmounts(50, 25, 12.5, 0)),
        (50, WIDTH, MatchAmounts(50, 25, 25, 0)),
        (0, NONE, MatchAmounts(0, 0, 0, 0)),
        (130, NONE, MatchAmounts(100, 50, 25, 0)),
        (10, frozenset({"tone"}), MatchAmounts(100, 10, 5, 0)),
        (50, frozenset(PARTS), MatchAmounts(100, 50, 25, 0)),
    ],
)
def test_amounts_keep_their_relation(percent, locks, wanted):
    assert scaled(MatchAmounts(100, 50, 25, 0), locks, percent) == wanted


def test_from_nothing_all_but_loudness_rise_alike():
    assert scaled(MatchAmounts(0, 0, 0, 0), NONE, 30) == MatchAmounts(30, 30, 30, 0)
    assert scaled(MatchAmounts(0, 0, 80, 0), WIDTH, 30) == MatchAmounts(30, 30, 80, 0)
