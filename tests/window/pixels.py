"""What can be seen of a widget."""

import numpy as np
from PySide6.QtGui import QImage


def pixels(widget, color, tolerance, within=None):
    """How many pixels of a widget, or of a rectangle of it, have this color but for `tolerance` in each channel."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4)[:, :, :3]
    if within is not None:
        data = data[int(within.top()) : int(within.bottom()), int(within.left()) : int(within.right())]
    wanted = np.array([color.blue(), color.green(), color.red()])
    return int((np.abs(data.astype(int) - wanted).max(axis=2) < tolerance).sum())
