"""The render that runs, and the button that asks for one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.render_queue import JobStatus, RenderJob
from masterdesk.window.views.controls.bar_progress import BarProgress
from masterdesk.window.views.controls.buttons import draw_row_background, key_text
from masterdesk.window.views.controls.keys import PRESS_KEYS, claims
from masterdesk.window.views.controls.labels import ElidedLabel, label
from masterdesk.window.views.queue.words import seconds_left_text

TICK_MS = 500


class RenderStatus(QWidget):
    """What runs or was done last, with its progress; a click opens the queue."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue, self._open = models.queue, actions.commands["render_queue"].trigger
        self.text, self.tail = ElidedLabel("", "body"), label("", "number", "dim")
        self.bar = BarProgress()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(300)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 3, 6, 5)
        column.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(5)
        line.addWidget(self.text, 1)
        line.addWidget(self.tail)
        column.addLayout(line)
        column.addWidget(self.bar)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._show)
        for signal in (self._queue.job_added, self._queue.job_changed, self._queue.job_removed):
            signal.connect(self._show)
        self._show()

    def event(self, event: QEvent) -> bool:  # noqa: D102  Qt's name
        return claims(event, PRESS_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102  Qt's name
        if event.key() in PRESS_KEYS:
            self._open()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102  Qt's name
        if event.button() is Qt.MouseButton.LeftButton:
            self._open()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        draw_row_background(QPainter(self), self)

    def _show(self, _: object = None) -> None:
        job = self._queue.running
        self._timer.start() if job is not None else self._timer.stop()
        text, tail = (self._summary(), "") if job is None else (f"Rendering {job.title}", self._tail(job))
        self.text.setText(text)
        self.tail.setText(tail)
        self.bar.show_fraction(0.0 if job is None else job.fraction, job is not None)
        self.setVisible(bool(text))
        self.setAccessibleName(f"Renders: {text} {tail}")
        self.setToolTip(f"{text} {tail}\nClick to open the queue")

    def _tail(self, job: RenderJob) -> str:
        parts = [f"{job.fraction * 100:.0f} %", seconds_left_text(job)]
        return "· " + " · ".join(part for part in parts if part)

    def _summary(self) -> str:
        """What is in the list while nothing runs."""
        counts = {status: sum(job.status is status for job in self._queue.jobs) for status in JobStatus}
        words = {JobStatus.WAITING: "waiting", JobStatus.DONE: "done", JobStatus.FAILED: "failed"}
        parts = [f"{counts[status]} {word}" for status, word in words.items() if counts[status]]
        return f"Renders: {', '.join(parts)}" if parts else ""


class RenderButton(QPushButton):
    """Render master…"""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._command = actions.commands["render_master"]
        self.setProperty("role", "primary")
        self.setFont(theme.font("strong"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._command.trigger)
        self._command.changed.connect(self._show)
        self._show()

    def event(self, event: QEvent) -> bool:  # noqa: D102  Qt's name
        return claims(event, PRESS_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102  Qt's name
        if event.key() in PRESS_KEYS:
            self.click()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        key = key_text(self._command)
        self.setText(self._command.text())
        self.setEnabled(self._command.isEnabled())
        help_line = self._command.statusTip() or self._command.text()
        self.setToolTip(f"{help_line} ({key})" if key else help_line)
