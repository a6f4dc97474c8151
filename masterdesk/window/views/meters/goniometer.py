"""The goniometer: left against right as a cloud of points that fades."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from masterdesk.window import theme
from masterdesk.window.views.painting import safely

#: What is left of the cloud after one measurement (1/30 s), and below which it is gone.
KEPT, GONE = 0.72, 0.02
#: Light of one point; 1 is as bright as it gets.
POINT_LIGHT = 0.55
#: Quiet sound is enlarged until it fills this share of the circle, at most by `MOST_GAIN`; slowly, as an eye follows.
FILLS, MOST_GAIN, FOLLOWS = 0.82, 16.0, 0.04
LEAST_LEVEL = 1e-4
MARGIN, LABEL_ROOM = 2.0, 13.0
SHADES = 256
_CENTER = Qt.AlignmentFlag.AlignCenter


class Cloud:
    """Light per pixel of a square picture, which fades as new points come."""

    def __init__(self) -> None:
        self._light: npt.NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._gain = 1.0

    def resize(self, pixels: int) -> None:
        """Begin anew with a picture of so many pixels a side."""
        if self._light.shape[0] != pixels:
            self._light = np.zeros((pixels, pixels), dtype=np.float32)

    def add(self, points: npt.NDArray[np.float32]) -> None:
        """Fade, and take points (2, n): x to the right and y upwards within |x| + |y| <= 1."""
        self._light *= KEPT
        if not points.shape[1] or not len(self._light):
            return
        radius = float(np.sqrt(np.square(points).sum(axis=0).max()))
        if radius > LEAST_LEVEL:
            self._follow(radius)
            self._scatter(points * self._gain)

    def shades(self) -> npt.NDArray[np.uint8]:
        """The picture in `SHADES` steps, top row first."""
        return np.asarray(np.minimum(self._light, 1.0) * (SHADES - 1), dtype=np.uint8)

    @property
    def is_dark(self) -> bool:
        """Whether nothing is to be seen any more."""
        return not self._light.size or float(self._light.max()) < GONE

    def _follow(self, radius: float) -> None:
        wanted = min(FILLS / radius, MOST_GAIN)
        self._gain = wanted if wanted < self._gain else self._gain + FOLLOWS * (wanted - self._gain)

    def _scatter(self, points: npt.NDArray[np.float32]) -> None:
        half = len(self._light) / 2.0
        columns = np.clip((points[0] + 1.0) * half, 0, len(self._light) - 1).astype(np.intp)
        rows = np.clip((1.0 - points[1]) * half, 0, len(self._light) - 1).astype(np.intp)
        lit = np.bincount(rows * len(self._light) + columns, minlength=self._light.size)
        self._light += POINT_LIGHT * lit.reshape(self._light.shape).astype(np.float32)


class Goniometer(QWidget):
    """Mono stands upright, left and right lean to their sides, out of phase lies flat."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cloud = Cloud()
        self._color = QColor()
        self._palette: npt.NDArray[np.uint32] = np.zeros(SHADES, dtype=np.uint32)
        self._still, self._made_for = QPixmap(), (QSize(), 0.0, "")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Goniometer: stereo image of what is heard")
        self.setToolTip(
            "Stereo image: mono (M) stands upright, left (L) and right (R) lean, what cancels in mono (S) lies"
        )

    def sizeHint(self) -> QSize:
        """As high as there is room."""
        return QSize(170, 170)

    def minimumSizeHint(self) -> QSize:
        """Less than this tells nothing."""
        return QSize(80, 60)

    def show_points(self, points: npt.NDArray[np.float32], color: QColor) -> None:
        """Add what was heard last, in the source's color."""
        if color != self._color:
            self._color = QColor(color)
            self._palette = _shades_of(color)
        self.cloud.resize(round(2.0 * self.radius * self.devicePixelRatioF()))
        was_dark = self.cloud.is_dark
        self.cloud.add(points)
        if not (was_dark and self.cloud.is_dark):
            self.update()

    @property
    def radius(self) -> float:
        """Of the circle, in device-independent pixels."""
        return max(min(self.width(), self.height()) / 2.0 - MARGIN, 1.0)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint circle and axes from their picture, then the cloud."""
        painter = QPainter(self)
        painter.drawPixmap(QPointF(), self._axes())
        shades = self.cloud.shades()
        if not self.cloud.is_dark:
            pixels = np.ascontiguousarray(self._palette[shades])
            side = len(pixels)
            image = QImage(pixels.data, side, side, 4 * side, QImage.Format.Format_ARGB32_Premultiplied)
            middle, radius = QRectF(self.rect()).center(), self.radius
            painter.drawImage(QRectF(middle.x() - radius, middle.y() - radius, 2.0 * radius, 2.0 * radius), image)

    def _axes(self) -> QPixmap:
        wanted = (self.size(), self.devicePixelRatioF(), theme.current().name)
        if wanted != self._made_for:
            self._made_for = wanted
            self._still = QPixmap(self.size() * self.devicePixelRatioF())
            self._still.setDevicePixelRatio(self.devicePixelRatioF())
            self._still.fill(theme.current().panel)
            painter = QPainter(self._still)
            self._paint_axes(painter)
            painter.end()
        return self._still

    def _paint_axes(self, painter: QPainter) -> None:
        middle, radius, colors = QRectF(self.rect()).center(), self.radius, theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colors.grid_strong, 1.0))
        painter.drawEllipse(middle, radius - 0.5, radius - 0.5)
        painter.setPen(QPen(colors.grid, 1.0))
        for angle, label in ((90.0, "M"), (135.0, "L"), (45.0, "R"), (0.0, "S")):
            way = QPointF(math.cos(math.radians(angle)), -math.sin(math.radians(angle)))
            painter.setPen(QPen(colors.grid_strong if label in "MS" else colors.grid, 1.0))
            painter.drawLine(QLineF(middle - way * (radius - 1.0), middle + way * (radius - 1.0)))
            self._paint_label(painter, middle + way * (radius - LABEL_ROOM * 0.75), label)

    def _paint_label(self, painter: QPainter, at: QPointF, label: str) -> None:
        box = QRectF(at.x() - LABEL_ROOM / 2.0, at.y() - LABEL_ROOM / 2.0, LABEL_ROOM, LABEL_ROOM)
        painter.fillRect(box, theme.current().panel)
        painter.setFont(theme.font("tiny"))
        painter.setPen(theme.current().text_faint)
        painter.drawText(box, _CENTER, label)


def _shades_of(color: QColor) -> npt.NDArray[np.uint32]:
    """Premultiplied ARGB for every shade of light."""
    alpha = np.linspace(0.0, 1.0, SHADES)
    alpha[0] = 0.0
    parts = [255.0, float(color.red()), float(color.green()), float(color.blue())]
    levels = [np.round(part * alpha).astype(np.uint32) for part in parts]
    return np.asarray(levels[0] << 24 | levels[1] << 16 | levels[2] << 8 | levels[3], dtype=np.uint32)
