"""A waveform as a picture: peaks as a quiet body, RMS brighter inside, edges antialiased."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage, QPixmap

Float32Array = npt.NDArray[np.float32]
Indices = npt.NDArray[np.uint8]
#: Half the height stands for full scale; below 1 quiet music is drawn larger than in proportion.
SHAPE = 0.8
#: A line of this height, in pixels, stands for silence.
LEAST_PX = 1.0
#: Of coverage.
STEPS = 16


class WaveImage:
    """Coverage of every pixel by peaks and by RMS, ready to be tinted in any colors.

    `low`, `high`, `rms` are (columns,), full scale 1, one column a pixel. Each pixel is an index into a table
    of colors, made of 16 steps of coverage by peaks and 16 by RMS: so a new tint is no more than a new table.
    """

    def __init__(self, low: Float32Array, high: Float32Array, rms: Float32Array, height: int) -> None:
        low, high = _joined(low, high)
        peaks = coverage(_y(high, height), _y(low, height), height)
        inside = coverage(_y(np.minimum(rms, high), height), _y(np.maximum(-rms, low), height), height)
        self._indices = peaks * STEPS + inside

    def tinted(self, body: QColor, inside: QColor) -> QPixmap:
        """The picture in two colors, on nothing."""
        return indexed_pixmap(self._indices, _color_table(body.rgb(), inside.rgb()))


def indexed_pixmap(indices: Indices, colors: list[int]) -> QPixmap:
    """A picture of pixels (height, columns) that are indices into `colors` (ARGB, not premultiplied)."""
    height, width = indices.shape
    picture = QImage(indices.data, width, height, width, QImage.Format.Format_Indexed8)
    picture.setColorTable(colors)
    return QPixmap.fromImage(picture.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied))


@cache
def _color_table(body: int, inside: int) -> list[int]:
    """`inside` over `body` at every pair of coverages, not premultiplied."""
    steps = np.linspace(0.0, 1.0, STEPS)
    under, over = (share.ravel() for share in np.meshgrid(steps, steps, indexing="ij"))
    alpha = over + under * (1.0 - over)
    share = over / np.maximum(alpha, 1e-9)
    table = np.round(alpha * 255.0).astype(np.int64) << 24
    for shift in (16, 8, 0):
        first, second = (color >> shift & 0xFF for color in (body, inside))
        table |= np.round(first + (second - first) * share).astype(np.int64) << shift
    return [int(color) for color in table]


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


def coverage(top: Float32Array, bottom: Float32Array, height: int) -> Indices:
    """How much of every pixel lies between `top` and `bottom` of its column, in `STEPS`, (height, columns)."""
    missing = np.maximum(LEAST_PX - (bottom - top), 0.0) / 2
    top, bottom = top - missing, bottom + missing
    rows = np.arange(height, dtype=np.float32)[:, None]
    covered = np.minimum(rows + 1.0, bottom)
    covered -= np.maximum(rows, top)
    np.maximum(covered, 0.0, out=covered)
    covered *= STEPS - 1
    covered += 0.5
    indices: Indices = covered.astype(np.uint8)
    return indices
