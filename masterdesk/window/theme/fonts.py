"""The fonts of the window, by what they are for."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

FAMILY = "Inter"


class _Role(NamedTuple):
    size_px: int
    weight: QFont.Weight = QFont.Weight.Normal
    tabular: bool = False


_ROLES = {
    "body": _Role(13),
    "strong": _Role(13, QFont.Weight.DemiBold),
    "small": _Role(12),
    "tiny": _Role(11),
    "heading": _Role(14, QFont.Weight.DemiBold),
    "title": _Role(16, QFont.Weight.Bold),
    "hero": _Role(26, QFont.Weight.Bold),
    "number": _Role(13, tabular=True),
    "small_number": _Role(12, tabular=True),
    "tiny_number": _Role(11, tabular=True),
    "time": _Role(18, tabular=True),
    "big_number": _Role(26, QFont.Weight.DemiBold, tabular=True),
}
FONT_ROLES = tuple(_ROLES)


@cache
def font(role: str = "body") -> QFont:
    """The font of one of `FONT_ROLES`; figures of the number roles are all equally wide. Needs a QGuiApplication.

    Inter if it is installed, else the system's sans. Do not change what you get: it is shared (copy it first).
    """
    size_px, weight, tabular = _ROLES[role]
    result = QFont(family())
    result.setPixelSize(size_px)
    result.setWeight(weight)
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        result.setFeature(QFont.Tag("tnum"), 1)
    return result


@cache
def family() -> str:
    """Name of the family that all fonts are of."""
    return FAMILY if FAMILY in QFontDatabase.families() else QGuiApplication.font().family()
