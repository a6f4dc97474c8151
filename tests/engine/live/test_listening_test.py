"""The odds of guessing, and tests that give nothing away."""

import math

import pytest
from scipy.stats import binomtest

from masterdesk.engine.live.listening_test import AbxTest, RankingTest, p_value, trials_needed


@pytest.mark.parametrize(("correct", "trials"), [(0, 0), (5, 5), (9, 10), (12, 16), (3, 16), (60, 100)])
def test_p_value_is_the_exact_binomial_tail(correct, trials):
    expected = binomtest(correct, trials, alternative="greater").pvalue if trials else 1.0
    assert p_value(correct, trials) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("correct", "trials"), [(-1, 3), (4, 3)])
def test_p_value_refuses_what_cannot_be(correct, trials):
    with pytest.raises(ValueError, match="right answers"):
        p_value(correct, trials)


def test_abx_counts_right_answers():
    test = AbxTest("1", "original", seed=7)
    for trial in range(10):
        wrong = "1" if test.x == "original" else "original"
        test.answer(wrong if trial == 3 else test.x)
    assert (test.correct, len(test.trials)) == (9, 10)
    assert test.p_value == pytest.approx(11 / 1024)
    assert test.is_significant
    assert [trial.is_correct for trial in test.trials].index(False) == 3


def test_abx_draws_both_sources_equally_often_and_the_same_by_seed():
    drawn = []
    for seed in (1, 1, 2):
        test = AbxTest("a", "b", seed)
        drawn.append([test.answer("a").x for _ in range(400)])
    assert drawn[0] == drawn[1] != drawn[2]
    assert abs(drawn[0].count("a") - 200) < 4 * math.sqrt(100)


def test_abx_refuses_an_answer_that_is_neither_and_a_test_of_one():
    with pytest.raises(ValueError, match="neither"):
        AbxTest("1", "2", 0).answer("3")
    with pytest.raises(ValueError, match="two sources"):
        AbxTest("1", "1", 0)


def test_five_right_answers_are_the_fewest_that_show_anything():
    assert trials_needed() == 5
    assert trials_needed(most_wrong=1) == 8


def test_ranking_gives_the_names_back():
    test = RankingTest(("original", "1", "2", "3"), seed=3)
    assert test.labels == ("A", "B", "C", "D")
    assert sorted(test.key(label) for label in test.labels) == ["1", "2", "3", "original"]
    test.rank(["C", "A"])
    assert not test.is_complete
    test.rank(["C", "A", "D", "B"])
    assert test.is_complete
    best = test.results()[0]
    assert (best.label, best.rank, best.key) == ("C", 1, test.key("C"))


def test_cards_are_shuffled_by_the_seed():
    deals = {tuple(RankingTest(tuple("12345"), seed).key(label) for label in "ABCDE") for seed in range(50)}
    assert len(deals) > 30
    again = [RankingTest(tuple("12345"), 5).key("A") for _ in range(2)]
    assert again[0] == again[1]


def test_ranking_refuses_what_is_no_order():
    test = RankingTest(("1", "2"), seed=0)
    for labels in (["A", "A"], ["Z"]):
        with pytest.raises(ValueError, match="no ranking"):
            test.rank(labels)
    with pytest.raises(ValueError, match="once"):
        RankingTest(("1", "1"), seed=0)
