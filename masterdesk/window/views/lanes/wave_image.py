"""A waveform as a picture: peaks as a quiet body, RMS brighter inside, edges antialiased."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

Float32Array = npt.NDArray[np.float32]
#: Half the height stands for full scale; below 1 quiet music is drawn larger than in proportion.
SHAPE = 0.8
#: A line of this height, in pixels, stands for silence.
LEAST_PX = 1.0


class WaveImage:
    """Coverage of every pixel by peaks and by RMS, ready to be tinted in any colors.

    `low`, `high`, `rms` are (columns,), full scale 1, one column a pixel.
    """

    def __init__(self, low: Float32Array, high: Float32Array, rms: Float32Array, height: int) -> None:
        low, high = _joined(low, high)
        self._size = len(low), height
        self._peaks = _coverage(_y(high, height), _y(low, height), height)
        self._rms = _coverage(_y(np.minimum(rms, high), height), _y(np.maximum(-rms, low), height), height)

    def tinted(self, body: QColor, inside: QColor) -> QPixmap:
        """The picture in two colors, on nothing."""
        picture = self._filled(self._peaks, body)
        painter = QPainter(picture)
        painter.drawImage(0, 0, self._filled(self._rms, inside))
        painter.end()
        return QPixmap.fromImage(picture)

    def _filled(self, coverage: npt.NDArray[np.uint8], color: QColor) -> QImage:
        width, height = self._size
        mask = QImage(coverage.data, width, height, coverage.strides[0], QImage.Format.Format_Alpha8)
        picture = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(color)
        painter = QPainter(picture)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        painter.drawImage(0, 0, mask)
        painter.end()
        return picture


def _joined(low: Float32Array, high: Float32Array) -> tuple[Float32Array, Float32Array]:
    """Columns that touch their neighbors, as a line from sample to sample would."""
    joined_low, joined_high = low.copy(), high.copy()
    np.minimum(low[1:], high[:-1], out=joined_low[1:])
    np.maximum(high[1:], low[:-1], out=joined_high[1:])
    return joined_low, joined_high


def _y(level: Float32Array, height: int) -> Float32Array:
    """Where levels of -1 to 1 lie in a picture, in pixels from the top."""
    shaped = np.sign(level) * np.minimum(np.abs(level), 1.0) ** np.float32(SHAPE)
    return (1.0 - shaped) * np.float32(height / 2)


def _coverage(top: Float32Array, bottom: Float32Array, height: int) -> npt.NDArray[np.uint8]:
    """How much of every pixel lies between `top` and `bottom` of its column, 0 to 255, (height, columns)."""
    missing = np.maximum(LEAST_PX - (bottom - top), 0.0) / 2
    top, bottom = top - missing, bottom + missing
    rows = np.arange(height, dtype=np.float32)[:, None]
    covered = np.minimum(rows + 1.0, bottom) - np.maximum(rows, top)
    alpha: npt.NDArray[np.uint8] = (covered.clip(0.0, 1.0) * np.float32(255.0)).astype(np.uint8)
    return alpha
