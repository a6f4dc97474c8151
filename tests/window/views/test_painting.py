"""A picture that cannot be painted does not take the program with it."""

import re
import sys
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

import masterdesk.window.views
from masterdesk.window.views.painting import safely


class Broken(QWidget):
    """Fails as many paint events as it is told; with an event handler in Python, as many views have one."""

    def __init__(self, failures):
        super().__init__()
        self.failures, self.paints = failures, 0
        self.image = QImage(8, 8, QImage.Format.Format_RGB32)

    def event(self, event: QEvent) -> bool:
        return super().event(event)

    @safely
    def paintEvent(self, event):
        painter, other = QPainter(self), QPainter(self.image)
        self.paints += 1
        if self.paints <= self.failures:
            raise ValueError("there is nothing to paint")
        painter.fillRect(self.rect(), "red")
        other.end()


def test_a_failure_is_told_and_the_next_picture_is_painted(qtbot, monkeypatch):
    told = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: told.append(str(error)))
    widget = Broken(2)
    qtbot.addWidget(widget)
    widget.resize(20, 20)
    with qtbot.waitExposed(widget):
        widget.show()
    for _ in range(3):
        widget.repaint()
        assert not widget.image.paintingActive(), "its painter has ended"
    assert told == ["there is nothing to paint"] * 2
    assert widget.grab().toImage().pixelColor(5, 5).name() == "#ff0000"


def test_every_view_paints_so():
    bare = [
        f"{path.name}:{text[: found.start()].count(chr(10)) + 1}"
        for path in Path(masterdesk.window.views.__file__).parent.rglob("*.py")
        for text in [path.read_text(encoding="utf-8")]
        for found in re.finditer(r"(?<!@safely\n)^    def paintEvent\(", text, re.MULTILINE)
    ]
    assert bare == []
