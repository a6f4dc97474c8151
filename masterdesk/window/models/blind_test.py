"""A listening test without names, as the window shows it."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, Signal


class BlindKind(Enum):
    """`RANKING`: the cards lose their names and are put in order. `ABX`: X is either A or B, again and again."""

    RANKING = "ranking"
    ABX = "abx"


class BlindTestModel(QObject):
    """While a test hides, nothing but `letters` may be shown; `labels` (letter by source key) are for the reveal.

    `letters` are what can be heard: shuffled cards, or A, B and X. `ranking` holds letters, best first. Of
    `answers` given to "is X A or B?", `right` were right; `p_value` is the chance of doing as well
    by guessing (`None` before the first answer). `heard_key` is the source that plays, for the player alone.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.clear()

    def clear(self) -> None:
        """No test runs; the names are back."""
        self.kind: BlindKind | None = None
        self.letters: tuple[str, ...] = ()
        self.labels: dict[str, str] = {}
        self.ranking: tuple[str, ...] = ()
        self.heard_letter = ""
        self.heard_key = ""
        self.answers = 0
        self.right = 0
        self.p_value: float | None = None
        self.revealed = False
        self.changed.emit()

    @property
    def is_hiding(self) -> bool:
        """Whether names must not be seen."""
        return self.kind is not None and not self.revealed

    def update(self, **fields: object) -> None:
        """Set fields and tell the views."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.changed.emit()
