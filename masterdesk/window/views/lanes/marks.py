"""Findings' places over a lane: small marks that can be pointed at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPolygonF

from masterdesk.engine.types.findings import Finding
from masterdesk.window import theme
from masterdesk.window.views.texts import clock

WIDTH_PX, HEIGHT_PX = 8.0, 6.0
#: How near a pointer must come.
REACH_PX, REACH_DOWN_PX = 6.0, 11.0


@dataclass(frozen=True)
class Mark:
    """One place of a finding."""

    time_s: float
    finding: Finding

    @property
    def is_warning(self) -> bool:
        """Whether it is more than a remark."""
        return self.finding.severity == "warning"


def marks_of(findings: Iterable[Finding]) -> list[Mark]:
    """Every place of every finding, warnings last so that they are painted on top."""
    marks = [Mark(time_s, finding) for finding in findings for time_s in finding.at]
    return sorted(marks, key=lambda mark: (mark.is_warning, mark.time_s))


def marks_near(marks: Iterable[tuple[float, Mark]], place: QPointF) -> list[Mark]:
    """Marks (with where they lie, in pixels) that `place` points at."""
    if place.y() > REACH_DOWN_PX:
        return []
    return [mark for x, mark in marks if abs(x - place.x()) <= REACH_PX]


def tooltip(marks: Iterable[Mark]) -> str:
    """What marks have to say, one paragraph for each finding."""
    texts = {mark.finding.code: f"{clock(mark.time_s, 1)}  {mark.finding.message}" for mark in marks}
    return "\n\n".join(texts.values())


def paint_marks(painter: QPainter, marks: Iterable[tuple[float, Mark]]) -> None:
    """Triangles that hang from the lane's upper edge."""
    colors = theme.current()
    painter.setPen(colors.panel)
    for x, mark in marks:
        painter.setBrush(colors.warning if mark.is_warning else colors.text_faint)
        left, right = QPointF(x - WIDTH_PX / 2, 0.0), QPointF(x + WIDTH_PX / 2, 0.0)
        painter.drawPolygon(QPolygonF([left, right, QPointF(x, HEIGHT_PX)]))
