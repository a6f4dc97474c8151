"""A listening test without names, as the window shows it."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, Signal


class BlindKind(Enum):
    """`RANKING`: the cards lose their names and are put in order. `ABX`: X is either A or B, again and again."""

    RANKING = "ranking"
    ABX = "abx"


class BlindTestModel(QObject):
    """`labels` gives each source key in the test its letter; while a test runs nothing else may tell which is which.

    In an ABX test the keys are "a", "b" and "x" for the listener; `right` of `answers` were right, and
    `p_value` is the chance of doing as well by guessing (`None` before the first answer).
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clear()

    def clear(self) -> None:
        """No test runs; the names are back."""
        self.kind: BlindKind | None = None
        self.labels: dict[str, str] = {}
        self.ranking: tuple[str, ...] = ()
        self.heard_letter = ""
        self.answers = 0
        self.right = 0
        self.trials = 0
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
