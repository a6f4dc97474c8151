"""The parts of a lane that change only with zoom, size, colors or the file, kept as pictures."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from masterdesk.window.views.lanes.lane_reader import LaneReader
from masterdesk.window.views.lanes.loudness_line import loudness_columns, loudness_picture
from masterdesk.window.views.lanes.time_axis import TimeAxis
from masterdesk.window.views.lanes.wave_image import WaveImage

LINE_WIDTH = 1.2


class LaneLayers:
    """Waveform and loudness line of a lane for the range of `axis`. `fit` before painting, `forget` when peaks came.

    Pictures begin `offset_px` to the right of the lane's left edge.
    """

    def __init__(self, reader: LaneReader, axis: TimeAxis) -> None:
        self._reader, self._axis = reader, axis
        self._shown: object = None
        self._image: WaveImage | None = None
        self._waves: dict[tuple[int, int], QPixmap] = {}
        self._lines: dict[int, QPixmap | None] = {}
        self._size = 0, 0
        self._ratio = 1.0
        self.offset_px = 0.0

    def forget(self) -> None:
        """The file has more to show, or other things."""
        self._shown = None

    def fit(self, width: int, height: int, ratio: float) -> None:
        """Take the lane's size in pixels, and how many of the screen's are one of them."""
        shown = (self._axis.start_s, self._axis.stop_s, width, height, ratio)
        if shown != self._shown:
            self._shown, self._ratio = shown, ratio
            self._size = round(width * ratio), round(height * ratio)
            self._waves, self._lines = {}, {}
            self._image = self._render()

    def wave(self, body: QColor, inside: QColor) -> QPixmap | None:
        """The waveform in two colors; `None` where the file is out of sight."""
        if self._image is None:
            return None
        key = body.rgba(), inside.rgba()
        if key not in self._waves:
            self._waves[key] = self._image.tinted(body, inside)
            self._waves[key].setDevicePixelRatio(self._ratio)
        return self._waves[key]

    def loudness(self, color: QColor) -> QPixmap | None:
        """The line of short-term loudness, over the whole lane; `None` before it was measured."""
        key = color.rgba()
        if key not in self._lines:
            self._lines[key] = self._draw_loudness(color)
        return self._lines[key]

    def _render(self) -> WaveImage | None:
        """Columns lie on a grid counted from the file's first frame, so that a scrolled waveform does not flicker."""
        (columns, rows), axis = self._size, self._axis
        if axis.is_empty or columns <= 0 or rows <= 0 or self._reader.lane.peaks is None:
            return None
        column_s = axis.span_s / columns
        left = round(axis.start_s / column_s)
        first, last = max(left, 0), min(left + columns, math.ceil(self._reader.duration_s / column_s))
        if last <= first:
            return None
        self.offset_px = (first - left) / self._ratio
        return WaveImage(*self._reader.columns(first * column_s, last * column_s, last - first), rows)

    def _draw_loudness(self, color: QColor) -> QPixmap | None:
        curve = self._reader.loudness_curve()
        (width, height), axis = self._size, self._axis
        if curve is None or axis.is_empty or width <= 0 or height <= 0:
            return None
        columns = loudness_columns(*curve, axis.start_s, axis.stop_s, width)
        picture = loudness_picture(columns, height, LINE_WIDTH * self._ratio, color)
        picture.setDevicePixelRatio(self._ratio)
        return picture

    def paint_wave(self, painter: QPainter, part: QRectF, body: QColor, inside: QColor) -> None:
        """Paint what of the waveform lies in `part` of the lane."""
        if (wave := self.wave(body, inside)) is not None:
            self._paint_columns(painter, part, wave, self.offset_px)

    def paint_loudness(self, painter: QPainter, part: QRectF, color: QColor) -> None:
        """Paint what of the loudness line lies in `part` of the lane."""
        if (line := self.loudness(color)) is not None:
            self._paint_columns(painter, part, line, 0.0)

    def _paint_columns(self, painter: QPainter, part: QRectF, picture: QPixmap, offset_px: float) -> None:
        """Whole columns only, so that nothing is scaled; and no more than needed, since clipping alone saves little."""
        first = max(math.floor((part.left() - offset_px) * self._ratio), 0)
        last = min(math.ceil((part.right() - offset_px) * self._ratio), picture.width())
        if last > first:
            source = QRectF(first, 0, last - first, picture.height())
            place = QPointF(first / self._ratio + offset_px, 0.0)
            painter.drawPixmap(place, picture, source)
