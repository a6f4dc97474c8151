"""Listening without knowing what is heard: ABX trials with their p-value, and ranking shuffled cards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

#: Below this chance of guessing as well, a difference counts as heard.
SIGNIFICANT_P = 0.05


def p_value(correct: int, trials: int) -> float:
    """Chance of at least `correct` right answers of `trials` by guessing: the exact binomial tail at one half."""
    if not 0 <= correct <= trials:
        raise ValueError(f"{correct} right answers of {trials}")
    return sum(math.comb(trials, right) for right in range(correct, trials + 1)) / (1 << trials)


@dataclass(frozen=True)
class AbxTrial:
    """One question: `x` is the source (`a` or `b`) that stood behind X, `answer` the one it was taken for."""

    x: str
    answer: str

    @property
    def is_correct(self) -> bool:
        """Whether X was recognized."""
        return self.x == self.answer


class AbxTest:
    """ABX: is X, which is A or B by chance, A or B? Each trial draws anew.

    `a` and `b` are keys of sources; `x` is the one that X plays in the current
    trial. The same `seed` draws the same trials.
    """

    def __init__(self, a: str, b: str, seed: int) -> None:
        if a == b:
            raise ValueError("a test needs two sources")
        self.a, self.b = a, b
        self.trials: list[AbxTrial] = []
        self._chance = np.random.default_rng(seed)
        self.x = self._drawn()

    def answer(self, source: str) -> AbxTrial:
        """Take X for `source` (the key of A or B), and draw the next trial."""
        if source not in (self.a, self.b):
            raise ValueError(f"{source} is neither A nor B")
        trial = AbxTrial(self.x, source)
        self.trials.append(trial)
        self.x = self._drawn()
        return trial

    @property
    def correct(self) -> int:
        """How many answers were right."""
        return sum(trial.is_correct for trial in self.trials)

    @property
    def p_value(self) -> float:
        """Chance of so many right answers by guessing; 1 before the first."""
        return p_value(self.correct, len(self.trials))

    @property
    def is_significant(self) -> bool:
        """Whether a difference was heard, by the usual 5 %."""
        return self.p_value < SIGNIFICANT_P

    def _drawn(self) -> str:
        return self.a if self._chance.integers(2) else self.b


def trials_needed(most_wrong: int = 0) -> int:
    """Fewest trials in which a difference can be shown with `most_wrong` wrong answers."""
    trials = most_wrong + 1
    while p_value(trials - most_wrong, trials) >= SIGNIFICANT_P:
        trials += 1
    return trials


@dataclass(frozen=True)
class RankedCard:
    """A source as it came out of a ranking: `rank` 1 is the best, `label` is what it was called meanwhile."""

    key: str
    label: str
    rank: int


@dataclass
class RankingTest:
    """Cards that lost their names and places. `labels` are shown in this order; the same `seed` deals the same way."""

    keys: Sequence[str]
    seed: int
    ranked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if len(set(self.keys)) != len(self.keys):
            raise ValueError("each source may be dealt once")
        order = np.random.default_rng(self.seed).permutation(len(self.keys))
        self._key_of: dict[str, str] = {chr(ord("A") + at): self.keys[index] for at, index in enumerate(order)}

    @property
    def labels(self) -> tuple[str, ...]:
        """`A`, `B`, ... as shown."""
        return tuple(self._key_of)

    def key(self, label: str) -> str:
        """The source behind a label, to be played and not shown."""
        return self._key_of[label]

    def rank(self, labels: Sequence[str]) -> None:
        """Set the order of preference, best first; labels may be left out until the test is complete."""
        if len(set(labels)) != len(labels) or not set(labels) <= set(self.labels):
            raise ValueError(f"no ranking of {', '.join(self.labels)}: {', '.join(labels)}")
        self.ranked = list(labels)

    @property
    def is_complete(self) -> bool:
        """Whether every card has its rank."""
        return len(self.ranked) == len(self._key_of)

    def results(self) -> tuple[RankedCard, ...]:
        """The names come back: ranked cards, best first."""
        return tuple(RankedCard(self._key_of[label], label, place) for place, label in enumerate(self.ranked, start=1))
