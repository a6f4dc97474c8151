"""The render that runs, and the button that asks for one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from masterdesk.window import theme
from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.render_queue import JobStatus, RenderJob
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.bar_progress import draw_progress
from masterdesk.window.views.controls.buttons import draw_row_background, with_key
from masterdesk.window.views.controls.pressing import PressKeys
from masterdesk.window.views.painting import safely
from masterdesk.window.views.queue.words import seconds_left_text
from masterdesk.window.views.texts import percent

TICK_MS = 500
WIDEST_PX, HEIGHT_PX = 300, 36
#: A name with less room than this says nothing.
LEAST_NAME_PX = 80


class RenderStatus(PressKeys, QAbstractButton):
    """What runs or was done last, with its progress; a click opens the queue."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = models.queue
        self._leads: tuple[str, ...] = ("",)
        self._text, self._tail_text, self._fraction = "", "", 0.0
        self.clicked.connect(actions.commands["render_queue"].trigger)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(WIDEST_PX)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._show)
        for signal in (self._queue.job_added, self._queue.job_changed, self._queue.job_removed):
            signal.connect(self._show)
        self._show()

    @property
    def spoken(self) -> str:
        """All that it says."""
        return f"{self._leads[0]}{self._text} {self._tail_text}".strip()

    @property
    def fraction(self) -> float:
        """How far the bar is, 0 to 1."""
        return self._fraction

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(WIDEST_PX, HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(120, HEIGHT_PX)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it is painted: labels would have the window laid out anew at each step."""
        painter, colors = QPainter(self), theme.current()
        draw_row_background(painter, self)
        room = self.rect().adjusted(6, 3, -6, -10 if self._tail_text else -3)
        painter.setFont(theme.font("number"))
        painter.setPen(colors.text_dim)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._tail_text)
        rest = room.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(self._tail_text) - metrics.TIGHT, 0)
        painter.setFont(theme.font("body"))
        painter.setPen(colors.text)
        shown = self._fitting_text(painter.fontMetrics(), rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        if self._tail_text:
            draw_progress(painter, QRectF(6, self.height() - 9, self.width() - 12, metrics.BAR_HEIGHT), self._fraction)

    def _fitting_text(self, measure: QFontMetrics, width: int) -> str:
        """The longest beginning that leaves room for some of a name, or without such room which of several it is.

        A name is cut in its middle: names of one track differ at their ends.
        """
        fitting = (lead for lead in self._leads if measure.horizontalAdvance(lead) + LEAST_NAME_PX <= width)
        lead = next(fitting, self._leads[-1])
        room = width - measure.horizontalAdvance(lead)
        if lead and room < min(LEAST_NAME_PX, measure.horizontalAdvance(self._text)):
            return lead.rstrip(": ")
        return lead + measure.elidedText(self._text, Qt.TextElideMode.ElideMiddle, room)

    def _show(self, _: object = None) -> None:
        job = self._queue.running
        self._timer.start() if job is not None else self._timer.stop()
        self._leads, self._text = (("",), self._summary()) if job is None else (self._beginnings(), job.title)
        self._tail_text = "" if job is None else self._tail(job)
        self._fraction = 0.0 if job is None else job.fraction
        self.setVisible(bool(self._text))
        self.setAccessibleName(f"Renders: {self.spoken}")
        self.setToolTip(f"{self.spoken}\nClick to open the queue")
        self.update()

    def _beginnings(self) -> tuple[str, ...]:
        """What stands before the name of the file, the longest first: which of several it is counts most."""
        number, count = self._queue.place
        return (f"Rendering {number} of {count}: ", f"{number} of {count}: ") if count > 1 else ("Rendering ", "")

    def _tail(self, job: RenderJob) -> str:
        parts = [percent(job.fraction), seconds_left_text(job)]
        return "· " + " · ".join(part for part in parts if part)

    def _summary(self) -> str:
        """What is in the list while nothing runs."""
        counts = {status: sum(job.status is status for job in self._queue.jobs) for status in JobStatus}
        words = {JobStatus.WAITING: "waiting", JobStatus.DONE: "done", JobStatus.FAILED: "failed"}
        parts = [f"{counts[status]} {word}" for status, word in words.items() if counts[status]]
        return f"Renders: {', '.join(parts)}" if parts else ""


class RenderButton(PressKeys, QPushButton):
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

    def _show(self) -> None:
        self.setText(self._command.text())
        self.setAccessibleName(self._command.text())
        self.setEnabled(self._command.isEnabled())
        self.setToolTip(with_key(self._command.statusTip() or self._command.text(), self._command))
