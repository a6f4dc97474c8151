"""The cursor of the spectrum: frequency, note and the level of each curve under it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from masterdesk.window import theme
from masterdesk.window.models.live import LiveFrame
from masterdesk.window.views.spectrum.curves import GAIN, Curve
from masterdesk.window.views.spectrum.geometry import Geometry
from masterdesk.window.views.spectrum.match_overlay import MatchOverlay
from masterdesk.window.views.texts import figure

ROW, MARGIN, COLUMN_GAP, DISTANCE, DOT = 17.0, 8.0, 16.0, 12.0, 3.0
#: Levels below this are nothing.
SILENCE_DB = -190.0


@dataclass(frozen=True)
class Reading:
    """One row of the cursor's box: a curve, its value in dB (`None`: silence) and that as text."""

    label: str
    color: QColor
    value_db: float | None
    text: str
    is_gain: bool = False


def heading(frequency_hz: float) -> str:
    """`1.02 kHz · C6 −43 ct`."""
    from masterdesk.engine.live import note_name

    number = f"{frequency_hz / 1000:.2f} kHz" if frequency_hz >= 1000 else f"{frequency_hz:.1f} Hz"
    return f"{number} · {note_name(frequency_hz)}"


def readings_at(
    frequency_hz: float, frame: LiveFrame | None, curves: list[Curve], match: MatchOverlay
) -> list[Reading]:
    """The level of every curve at a frequency, and every gain."""
    found = (
        _match_reading(frequency_hz, match, curve) if curve.is_match else _reading(frequency_hz, frame, curve)
        for curve in curves
    )
    return [reading for reading in found if reading is not None]


def spoken(frequency_hz: float, readings: list[Reading]) -> str:
    """The cursor's box as one line, for a screen reader."""
    return ", ".join([heading(frequency_hz), *(f"{reading.label} {reading.text}" for reading in readings)])


def _match_reading(frequency_hz: float, match: MatchOverlay, curve: Curve) -> Reading | None:
    value_db = match.value_db(curve.role, frequency_hz)
    if value_db is None:
        return None
    text = f"{figure(value_db, 1, signed=curve.is_gain)} dB"
    return Reading(curve.label.capitalize(), curve.color, value_db, text, curve.is_gain)


def _reading(frequency_hz: float, frame: LiveFrame | None, curve: Curve) -> Reading | None:
    if frame is None or curve.is_faint:
        return None
    is_gain = curve.key == GAIN
    frequencies = frame.eq_frequencies_hz if is_gain else frame.frequencies_hz
    levels = frame.eq_gain_db if is_gain else frame.spectra_db.get(curve.key)
    if frequencies is None or levels is None:
        return None
    level = float(np.interp(np.log(frequency_hz), np.log(frequencies), levels))
    value = level if level > SILENCE_DB else None
    label = "Gain" if is_gain else curve.label
    return Reading(label, curve.color, value, f"{figure(value, 1, signed=is_gain)} dB", is_gain)


def paint_cursor(painter: QPainter, geometry: Geometry, frequency_hz: float, readings: list[Reading]) -> None:
    """Paint the line, a dot on each curve, and the box."""
    area, x = geometry.area, geometry.x(frequency_hz)
    painter.setPen(QPen(theme.current().text_faint, 1.0))
    painter.drawLine(QLineF(round(x) + 0.5, area.top(), round(x) + 0.5, area.bottom()))
    painter.setPen(Qt.PenStyle.NoPen)
    for reading in readings:
        if reading.value_db is not None and not reading.is_gain and area.contains(x, geometry.y(reading.value_db)):
            painter.setBrush(reading.color)
            painter.drawEllipse(QPointF(x, geometry.y(reading.value_db)), DOT, DOT)
    _paint_box(painter, area, x, heading(frequency_hz), readings)


def _paint_box(painter: QPainter, area: QRectF, x: float, title: str, readings: list[Reading]) -> None:
    metrics = QFontMetricsF(theme.font("small_number"))
    widths = [metrics.horizontalAdvance(r.label) + metrics.horizontalAdvance(r.text) + COLUMN_GAP for r in readings]
    width = max([metrics.horizontalAdvance(title), *widths]) + 2.0 * MARGIN
    left = x + DISTANCE if x + DISTANCE + width <= area.right() else x - DISTANCE - width
    box = QRectF(left, area.top() + 4.0, width, ROW * (len(readings) + 1) + MARGIN)
    _paint_frame(painter, box)
    row = QRectF(box.left() + MARGIN, box.top() + MARGIN / 2.0, width - 2.0 * MARGIN, ROW)
    _paint_row(painter, row, title, "", theme.current().text)
    for number, reading in enumerate(readings, 1):
        _paint_row(painter, row.translated(0.0, number * ROW), reading.label, reading.text, reading.color)


def _paint_frame(painter: QPainter, box: QRectF) -> None:
    colors = theme.current()
    painter.setPen(QPen(colors.panel_border, 1.0))
    painter.setBrush(theme.with_alpha(colors.raised, 0.94))
    painter.drawRoundedRect(box, theme.metrics.BADGE_RADIUS, theme.metrics.BADGE_RADIUS)


def _paint_row(painter: QPainter, row: QRectF, label: str, text: str, color: QColor) -> None:
    painter.setFont(theme.font("small_number"))
    painter.setPen(color)
    painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, label)
    painter.setPen(theme.current().text)
    painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
