"""The spectrum's gains and curves, as they are painted between backdrop and cursor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QPainter, QPolygonF

from masterdesk.window import theme
from masterdesk.window.models.live import LiveFrame
from masterdesk.window.views.spectrum.curves import Curve
from masterdesk.window.views.spectrum.gain_shape import GainShape
from masterdesk.window.views.spectrum.geometry import Geometry
from masterdesk.window.views.spectrum.match_overlay import MatchOverlay
from masterdesk.window.views.spectrum.readout import SILENCE_DB
from masterdesk.window.views.spectrum.trace import PixelGrid, draw_line, points

FloatArray = npt.NDArray[np.floating]

HEARD_WIDTH, OTHER_WIDTH, THIN_WIDTH = 2.0, 1.5, 1.0
NOW_ALPHA, HOLD_ALPHA = 0.36, 0.65


class Drawing:
    """Paints what is measured at one moment, `None` before anything is heard, and the curves of a match."""

    def __init__(self, match: MatchOverlay, gain_shape: GainShape) -> None:
        self._match, self._gain_shape = match, gain_shape
        self._grid: tuple[tuple[object, ...], PixelGrid] | None = None

    def paint(self, painter: QPainter, shown: Geometry, curves: Sequence[Curve], frame: LiveFrame | None) -> None:
        """Gains first, then lines: faint ones behind, the heard one in front."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(shown.area)
        has_gain = self._paint_gains(painter, shown, curves, frame)
        lines = (curve for curve in curves if not curve.is_gain)
        for curve in sorted(lines, key=lambda curve: (not curve.is_faint, curve.is_heard)):
            if curve.is_match:
                self._paint_match(painter, shown, curve)
            elif frame is not None:
                self._paint_curve(painter, shown, curve, frame)
        painter.restore()
        if has_gain:
            self._gain_shape.paint_scale(painter, shown)

    def _paint_gains(
        self, painter: QPainter, shown: Geometry, curves: Sequence[Curve], frame: LiveFrame | None
    ) -> bool:
        gains = [(curve, self._gain_of(curve, frame)) for curve in curves if curve.is_gain]
        known = [(curve, *gain) for curve, gain in gains if gain is not None]
        if frame is not None:
            self._gain_shape.follow(frame.heard)
        if known:
            self._gain_shape.fit((gain_db for _, _, gain_db in known), is_still=known[0][0].is_match)
        for curve, frequencies_hz, gain_db in known:
            self._gain_shape.paint(painter, shown, frequencies_hz, gain_db, curve.color, is_line=curve.is_dashed)
        return bool(known)

    def _gain_of(self, curve: Curve, frame: LiveFrame | None) -> tuple[FloatArray, FloatArray] | None:
        if curve.is_match:
            return self._match.curve(curve.role)
        if frame is None or frame.eq_frequencies_hz is None or frame.eq_gain_db is None:
            return None
        return frame.eq_frequencies_hz, frame.eq_gain_db

    def _paint_match(self, painter: QPainter, shown: Geometry, curve: Curve) -> None:
        found = self._match.curve(curve.role)
        if found is not None:
            xs = shown.area.left() + shown.frequencies.fractions(found[0]) * shown.area.width()
            _paint_main(painter, points(xs, shown.ys(found[1])), curve)

    def _paint_curve(self, painter: QPainter, shown: Geometry, curve: Curve, frame: LiveFrame) -> None:
        levels_db = frame.spectra_db.get(curve.key)
        if curve.is_faint:
            shifted_db = None if levels_db is None else levels_db + self._match.live_shift_db
            draw_line(painter, self._line(shown, frame, shifted_db), curve.color, THIN_WIDTH)
            return
        if curve.is_heard:
            for behind_db, alpha in ((frame.now_db, NOW_ALPHA), (frame.peak_hold_db, HOLD_ALPHA)):
                color = theme.with_alpha(curve.color, alpha)
                draw_line(painter, self._line(shown, frame, behind_db), color, THIN_WIDTH)
        _paint_main(painter, self._line(shown, frame, levels_db), curve)

    def _line(self, shown: Geometry, frame: LiveFrame, levels_db: FloatArray | None) -> QPolygonF:
        """The line of a spectrum; nothing of silence."""
        if levels_db is None or not len(levels_db) or levels_db.max() <= SILENCE_DB:
            return QPolygonF()
        grid = self._pixel_grid(shown, frame.frequencies_hz)
        return points(grid.xs, shown.ys(grid.levels(levels_db)))

    def _pixel_grid(self, shown: Geometry, frequencies_hz: FloatArray) -> PixelGrid:
        made_for = (shown.frequencies, shown.size, len(frequencies_hz), float(frequencies_hz[0]))
        if self._grid is None or self._grid[0] != made_for:
            self._grid = made_for, PixelGrid(frequencies_hz, shown.frequencies, shown.area)
        return self._grid[1]


def _paint_main(painter: QPainter, line: QPolygonF, curve: Curve) -> None:
    draw_line(painter, line, curve.color, HEARD_WIDTH if curve.is_heard else OTHER_WIDTH, curve.is_dashed)
