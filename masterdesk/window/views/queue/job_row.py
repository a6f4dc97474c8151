"""One render in the list: how far it is, what can be done with it, and what the written file measures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.render_queue import JobStatus, RenderJob
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.bar_progress import BarProgress
from masterdesk.window.views.controls.buttons import GlyphButton
from masterdesk.window.views.controls.labels import ElidedLabel, label, set_tone, wrapped
from masterdesk.window.views.match.words import moved_text
from masterdesk.window.views.painting import safely
from masterdesk.window.views.queue.words import is_met, result_text, state_text, targets_text
from masterdesk.window.views.texts import with_minus

_OVER = (JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED)


class JobRow(QWidget):
    """Shows `job`; `refresh` after it changed."""

    def __init__(self, job: RenderJob, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job, self._actions = job, actions
        self.title, self.state = ElidedLabel(job.title, "strong"), wrapped("", "small", "dim")
        self.progress = BarProgress(str(job.slot))
        self.result, self.targets = label("", "small_number"), label("", "small")
        self.moved, self.reasons = wrapped("", "small", "dim"), wrapped("", "small", "warning")
        rendering = actions.rendering
        self.cancel = self._button("close", "Cancel this render", lambda: rendering.cancel(job))
        self.retry = self._button("retry", "Render again", lambda: rendering.retry(job))
        self.folder = self._button("folder", "Open the folder", lambda: rendering.open_folder(job))
        self.remove = self._button("close", "Remove from the list", lambda: rendering.remove(job))
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Show the job as it is now."""
        job, status = self.job, self.job.status
        self.state.setText(state_text(job))
        set_tone(self.state, "danger" if status is JobStatus.FAILED else "dim")
        self.progress.setVisible(status is JobStatus.RUNNING)
        self.progress.show_fraction(job.fraction)
        self.cancel.setVisible(status in (JobStatus.WAITING, JobStatus.RUNNING))
        self.retry.setVisible(status in (JobStatus.FAILED, JobStatus.CANCELLED))
        self.folder.setVisible(status is JobStatus.DONE)
        self.remove.setVisible(status in _OVER)
        self._show_report()
        self.setAccessibleName(f"{job.title}: {state_text(job)}")

    def _show_report(self) -> None:
        report = self.job.report if self.job.status is JobStatus.DONE else None
        for widget in (self.result, self.targets):
            widget.setVisible(report is not None)
        self.reasons.setVisible(report is not None and bool(report.warnings))
        self.moved.setVisible(report is not None and report.match is not None)
        if report is None:
            return
        self.moved.setText(f"Match: {moved_text(report.match)}")
        self.result.setText(result_text(report))
        self.targets.setText(targets_text(report))
        set_tone(self.targets, "ok" if is_met(report) else "warning")
        self.reasons.setText("\n".join(with_minus(warning.message) for warning in report.warnings))

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        colors, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.panel)
        painter.drawRoundedRect(QRectF(self.rect()), metrics.CONTROL_RADIUS, metrics.CONTROL_RADIUS)
        painter.setBrush(theme.source_color(str(self.job.slot)))
        painter.drawRoundedRect(QRectF(0, 8, metrics.EDGE, self.height() - 16), 1.5, 1.5)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.title, 1)
        for button in (self.retry, self.folder, self.cancel, self.remove):
            top.addWidget(button)
        result = QHBoxLayout()
        result.setSpacing(metrics.PADDING)
        result.addWidget(self.result)
        result.addWidget(self.targets)
        result.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.PADDING + 2, 6, 6, 9)
        column.setSpacing(3)
        column.addLayout(top)
        column.addWidget(self.state)
        column.addWidget(self.progress)
        column.addLayout(result)
        column.addWidget(self.moved)
        column.addWidget(self.reasons)

    @staticmethod
    def _button(glyph: str, name: str, run: Callable[[], None]) -> GlyphButton:
        button = GlyphButton(glyph, name, "quiet")
        button.clicked.connect(lambda: run())
        return button
