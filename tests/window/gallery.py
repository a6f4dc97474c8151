"""Saves pictures of views in their states: `python tests/window/gallery.py OUT_DIR [NAME...]`.

Every picture is made dark and light, at 1440x900, 1280x720 and at 200 %. `PICTURES` maps a name to what
makes the widget for a window of that width; add your own there. With MASTERDESK_MUSIC there is real music, too.
"""

import os
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from PySide6.QtCore import QCoreApplication, QEvent, Qt  # noqa: E402
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget  # noqa: E402
from window import gallery_pictures, graph_pictures  # noqa: E402

from masterdesk.window import theme  # noqa: E402
from masterdesk.window.theme import metrics  # noqa: E402

#: Name, width, height, scale.
SIZES = (("1440", 1440, 900, "1"), ("1280", 1280, 720, "1"), ("200", 1280, 720, "2"))


def in_window(widget, width, height, fill):
    """A window of that size with `widget` at its top, or all over it if `fill`."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(metrics.PADDING, metrics.PADDING, metrics.PADDING, metrics.GAP)
    column.addWidget(widget)
    if not fill:
        column.addStretch(1)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(width, height if fill else widget.sizeHint().height() + 2 * metrics.PADDING)
    window.show()
    return window


def save(make, path, width, height):
    """Make one picture."""
    widget, finish, fill = make(height)
    window = in_window(widget, width, height, fill)
    QApplication.processEvents()
    finish(widget)
    QApplication.processEvents()
    if not window.grab().save(str(path)):
        raise SystemExit(f"{path} cannot be written")
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def main(out, names):
    """All pictures of this process's scale; the other scales in processes of their own."""
    app = QApplication.instance() or QApplication([])
    out.mkdir(parents=True, exist_ok=True)
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    pictures = {**gallery_pictures.PICTURES, **graph_pictures.PICTURES}
    for name in names or pictures:
        for colors in ("dark", "light"):
            theme.apply(app, colors)
            for size, width, height, wanted in SIZES:
                if wanted == scale:
                    save(pictures[name], out / f"{name}-{colors}-{size}.png", width, height)
    if scale == "1":
        others = {wanted for *_, wanted in SIZES} - {"1"}
        for wanted in others:
            environment = {**os.environ, "QT_SCALE_FACTOR": wanted}
            subprocess.run([sys.executable, __file__, str(out), *names], check=True, env=environment)
        print(f"{len(list(out.glob('*.png')))} pictures in {out}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])
