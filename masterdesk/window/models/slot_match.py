"""What a slot keeps of its match besides its settings: locked amounts, and what its switch goes back to."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from masterdesk.engine.types.reference import MatchAmounts, Reference
from masterdesk.engine.types.settings import Settings
from masterdesk.window.models.limits import PERCENT_RANGE, within

#: What can be matched, in the order in which it is shown.
PARTS = ("tone", "dynamics", "width", "loudness")


@dataclass(frozen=True)
class MatchSource:
    """What decides how a slot sounds: a profile, references or a saved match, or both together."""

    profile: str | None = None
    references: tuple[Reference, ...] = ()
    use_match: str | None = None

    @classmethod
    def of(cls, settings: Settings) -> MatchSource:
        """What decides by these settings."""
        return cls(settings.profile, settings.references, settings.use_match)

    def put_into(self, settings: Settings) -> Settings:
        """The settings, with this to decide."""
        return replace(settings, profile=self.profile, references=self.references, use_match=self.use_match)

    @property
    def is_match(self) -> bool:
        """Whether there is something to match."""
        return bool(self.references) or self.use_match is not None


@dataclass(frozen=True)
class SlotMatch:
    """`locks` are the amounts that only their own lock gives free; `other` is what the slot had before its match was
    switched on or off.
    """

    locks: frozenset[str] = frozenset()
    other: MatchSource | None = None


def with_locked(new: MatchAmounts, old: MatchAmounts, locks: frozenset[str]) -> MatchAmounts:
    """The amounts `new`, but those that are locked as they were."""
    return replace(new, **{part: getattr(old, part) for part in locks})


def largest(amounts: MatchAmounts, locks: frozenset[str]) -> float:
    """The largest amount that is not locked, by which all of them are moved."""
    return max((amount for part, amount in asdict(amounts).items() if part not in locks), default=0.0)


def scaled(base: MatchAmounts, locks: frozenset[str], percent: float) -> MatchAmounts:
    """Amounts in the relation of `base`, the largest of those not locked at `percent`; if they are all 0, tone,
    dynamics and width alike.
    """
    percent = within(percent, PERCENT_RANGE)
    most = largest(base, locks)
    start = base if most > 0.0 else with_locked(MatchAmounts(), base, locks)
    factor = percent / (most or 100.0)
    free = {part: round(factor * getattr(start, part), 1) for part in PARTS if part not in locks}
    return replace(base, **free)
