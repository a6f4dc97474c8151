"""A field for a level in LUFS or dB, typed or stepped by the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from masterdesk.window.views.controls.keys import STEP_KEYS, claims
from masterdesk.window.views.texts import MINUS

STEP_DB = 0.5


class LevelSpin(QDoubleSpinBox):
    """One decimal, a true minus sign; a comma and a hyphen are understood, too. Up and down step by half a decibel."""

    def __init__(self, name: str, limits: tuple[float, float], unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(*limits)
        self.setDecimals(1)
        self.setSingleStep(STEP_DB)
        self.setSuffix(f" {unit}")
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(4, 0, 4, 0)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def show_value(self, value: float) -> None:
        """Show what the model has."""
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    def event(self, event: QEvent) -> bool:  # noqa: D102  Qt's name
        return claims(event, STEP_KEYS) or super().event(event)

    def textFromValue(self, value: float) -> str:  # noqa: D102  Qt's name
        return f"{value:.1f}".replace("-", MINUS)

    def valueFromText(self, text: str) -> float:  # noqa: D102  Qt's name
        return super().valueFromText(_plain(text))

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:  # noqa: D102  Qt's name
        state, _, place = super().validate(_plain(text), position)
        return state, text, place


def _plain(text: str) -> str:
    return text.replace(MINUS, "-").replace(",", ".")
