"""All renders of this run of the program, the newest at the top."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.render_queue import JobStatus, RenderJob
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button, with_key
from masterdesk.window.views.controls.labels import label, wrapped
from masterdesk.window.views.controls.popup import Popup
from masterdesk.window.views.controls.scrolling import scrolled
from masterdesk.window.views.queue.job_row import JobRow

POPUP_WIDTH_PX, LOWEST_PX, HIGHEST_PX = 520, 130, 460
TICK_MS = 500


class QueuePanel(QWidget):
    """A row for each job; remaining time counts on between the renderer's messages."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue, self._actions = models.queue, actions
        self.rows: dict[RenderJob, JobRow] = {}
        self._cancel_all, self._clear = Button("Cancel all", "small"), Button("Clear finished", "small")
        self._cancel_all.clicked.connect(actions.rendering.cancel_all)
        self._clear.clicked.connect(self._remove_finished)
        words = "Nothing has been rendered yet. Render master… writes the card that you choose to files"
        self._empty = wrapped(f"{with_key(words, actions.commands['render_master'])}.", tone="dim")
        self._lay_out()
        for job in self._queue.jobs:
            self._add(job)
        self._queue.job_added.connect(self._add)
        self._queue.job_changed.connect(self._refresh)
        self._queue.job_removed.connect(self._remove)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._show_buttons()

    def content_height(self) -> int:
        """How high the panel is when nothing needs to be scrolled."""
        return self._list.sizeHint().height() + 44

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label("Renders", "heading"))
        head.addStretch(1)
        for button in (self._clear, self._cancel_all):
            head.addWidget(button)
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(metrics.TIGHT + 2)
        self._rows.addWidget(self._empty)
        self._rows.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.GAP)
        column.addLayout(head)
        column.addWidget(scrolled(self._list), 1)

    def _add(self, job: RenderJob) -> None:
        row = self.rows[job] = JobRow(job, self._actions)
        self._rows.insertWidget(0, row)
        self._show_buttons()

    def _refresh(self, job: RenderJob) -> None:
        if job in self.rows:
            self.rows[job].refresh()
        self._show_buttons()

    def _remove(self, job: RenderJob) -> None:
        row = self.rows.pop(job)
        self._rows.removeWidget(row)
        row.deleteLater()
        self._show_buttons()

    def _remove_finished(self) -> None:
        for job in list(self._queue.jobs):
            if job not in self._queue.unfinished:
                self._actions.rendering.remove(job)

    def _show_buttons(self) -> None:
        unfinished = len(self._queue.unfinished)
        self._cancel_all.setVisible(unfinished > 1)
        self._clear.setVisible(len(self._queue.jobs) > unfinished)
        self._empty.setVisible(not self._queue.jobs)

    def _tick(self) -> None:
        job = self._queue.running
        if job is not None and job.status is JobStatus.RUNNING and self.isVisible():
            self._refresh(job)


class QueuePopup(Popup):
    """The queue over the transport bar."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget) -> None:
        super().__init__("Renders", parent)
        self.setFixedWidth(POPUP_WIDTH_PX)
        self.panel = QueuePanel(models, actions)
        self.body.addWidget(self.panel)
        room = self.panel.content_height() + 2 * metrics.PADDING
        self.setFixedHeight(min(max(room, LOWEST_PX), HIGHEST_PX))
