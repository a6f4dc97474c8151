"""The figures beside the bars."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.models.live import LiveFrame
from masterdesk.window.views.meters.targets import Targets
from masterdesk.window.views.painting import safely
from masterdesk.window.views.texts import DASH, figure

ROW_HEIGHT, DENSE_ROW_HEIGHT = 21, 17
BIG_HEIGHT, DENSE_BIG_HEIGHT = 40, 34
UNIT_GAP = 4.0
#: The unit stands left-aligned in a column of its own, so that figures stay in line.
UNIT_ROOM = 34.0


@dataclass(frozen=True)
class Figure:
    """What a row says: a value with its unit in a color of the theme, and a remark below the caption."""

    value: str = DASH
    unit: str = ""
    tone: str = "text"
    remark: str = ""


@dataclass(frozen=True)
class Row:
    """A row of the table: its caption, and its full name for a screen reader."""

    key: str
    caption: str
    name: str


ROWS = (
    Row("integrated", "Integrated LUFS", "Integrated loudness since play"),
    Row("short_term", "Short-term", "Short-term loudness"),
    Row("momentary", "Momentary", "Momentary loudness"),
    Row("range", "Range (LRA)", "Loudness range since play"),
    Row("peak", "True peak max", "Highest true peak since play"),
    Row("ratios", "PLR / PSR", "Peak to loudness ratios, since play and of the last 3 seconds"),
    Row("reduction", "Gain reduction", "Gain reduction of the limiter"),
)


def figures_of(frame: LiveFrame | None, targets: Targets) -> dict[str, Figure]:
    """All rows for a measurement; dashes without one."""
    target = targets.loudness_lufs
    remark = "" if target is None else f"target {figure(target)}"
    if frame is None:
        return {row.key: Figure(remark=remark if row.key == "integrated" else "") for row in ROWS}
    now = frame.readings
    peak = now.max_true_peak_dbtp
    return {
        "integrated": _figure(now.integrated_lufs, "LUFS", remark=remark),
        "short_term": _figure(now.short_term_lufs, "LUFS"),
        "momentary": _figure(now.momentary_lufs, "LUFS"),
        "range": _figure(now.range_lu, "LU"),
        "peak": Figure(figure(peak, 1, (peak or 0.0) > 0.0), "dBTP", targets.peak_tone(peak)),
        "ratios": Figure(f"{figure(now.plr_db)} / {figure(now.psr_db)}", "dB"),
        "reduction": _figure(frame.gain_reduction_db, "dB"),
    }


def _figure(value: float | None, unit: str, remark: str = "") -> Figure:
    return Figure(figure(value), unit, remark=remark)


class FigureRow(QWidget):
    """A caption at the left, a value at the right."""

    def __init__(self, row: Row, parent: QWidget) -> None:
        super().__init__(parent)
        self._row, self._figure = row, Figure()
        self._is_big, self._is_dense = row.key == "integrated", False
        self.setAccessibleName(row.name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_dense(False)

    @property
    def text(self) -> str:
        """Value and unit as shown."""
        shown = self._figure
        return f"{shown.value} {shown.unit}".strip()

    @property
    def tone(self) -> str:
        """Name of the value's color."""
        return self._figure.tone

    def set_dense(self, dense: bool) -> None:
        """Lower, for low windows."""
        self._is_dense = dense
        heights = (DENSE_BIG_HEIGHT, BIG_HEIGHT) if self._is_big else (DENSE_ROW_HEIGHT, ROW_HEIGHT)
        self.setFixedHeight(heights[not dense])

    def show_figure(self, shown: Figure) -> None:
        """Show another value."""
        if shown != self._figure:
            self._figure = shown
            self.setAccessibleDescription(", ".join(filter(None, (self.text, shown.remark, _spoken(shown.tone)))))
            self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for the longest value."""
        return QSize(206, self.height())

    def minimumSizeHint(self) -> QSize:
        """Narrow windows leave the unit less room."""
        return QSize(170, self.height())

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint caption, remark, value and unit."""
        painter, colors, room = QPainter(self), theme.current(), QRectF(self.rect())
        self._paint_captions(painter, room)
        small = theme.font("small_number")
        unit_room = 0.0 if self._is_big else UNIT_ROOM
        value = room.adjusted(0.0, 0.0, -unit_room, 0.0)
        painter.setFont(self._value_font())
        painter.setPen(getattr(colors, self._figure.tone))
        painter.drawText(value, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._figure.value)
        if not self._is_big:
            painter.setFont(small)
            painter.setPen(colors.text_dim)
            unit = QRectF(value.right() + UNIT_GAP, 0.0, UNIT_ROOM - UNIT_GAP, room.height())
            painter.drawText(unit, Qt.AlignmentFlag.AlignVCenter, self._figure.unit)

    def _paint_captions(self, painter: QPainter, room: QRectF) -> None:
        colors, top = theme.current(), room
        if self._is_big:
            half = room.height() / 2.0
            top, below = room.adjusted(0.0, 0.0, 0.0, -half), room.adjusted(0.0, half, 0.0, 0.0)
            painter.setFont(theme.font("tiny_number"))
            painter.setPen(colors.text_faint)
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, self._figure.remark)
        painter.setFont(theme.font("small" if self._is_dense else "body"))
        painter.setPen(colors.text_dim)
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, self._row.caption)

    def _value_font(self) -> QFont:
        if self._is_big:
            return theme.font("big_number")
        return theme.font("small_number" if self._is_dense else "number")


def _spoken(tone: str) -> str:
    return {"ok": "within the ceiling", "warning": "above the ceiling", "danger": "above full scale"}.get(tone, "")


class FigureTable(QWidget):
    """All rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = {row.key: FigureRow(row, self) for row in ROWS}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self.rows.values():
            column.addWidget(row)

    def set_dense(self, dense: bool) -> None:
        """Lower, for low windows."""
        for row in self.rows.values():
            row.set_dense(dense)

    def show_figures(self, figures: dict[str, Figure]) -> None:
        """Show another measurement."""
        for key, shown in figures.items():
            self.rows[key].show_figure(shown)
