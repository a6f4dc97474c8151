"""Messages that do not interrupt: a strip over the desk, one at a time, that can be put away."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.render_queue import JobStatus, RenderJob
from masterdesk.window.theme import metrics
from masterdesk.window.views.announce import announce
from masterdesk.window.views.controls.buttons import Button
from masterdesk.window.views.focus import handing_on_focus
from masterdesk.window.views.queue.words import is_met
from masterdesk.window.views.texts import figure

#: A message leaves by itself after this many milliseconds, unless it stays.
SHOWN_MS = 12_000
WIDEST_PX = 860


@dataclass(frozen=True)
class _Notice:
    text: str
    answer: str = ""
    run: Callable[[], None] | None = None
    stays: bool = False
    is_good: bool = False


class Notices(QFrame):
    """Shows what actions tell, and what is asked; hidden while there is nothing to say.

    A question that `stays` waits for its answer, and gives way to other messages meanwhile. It floats over its
    `parent`, just over the widget `below` it, so that nothing moves away under the hand when a message comes; in
    the middle of what `find_place` gives, as long as that is in sight, and of the parent otherwise.
    """

    def __init__(
        self,
        actions: Actions,
        parent: QWidget,
        below: QWidget,
        find_place: Callable[[], QWidget | None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._room, self._below, self._find_place = parent, below, find_place
        for widget in (parent, below):
            widget.installEventFilter(self)
        self._actions = actions
        self._waiting: deque[_Notice] = deque()
        self._shown: _Notice | None = None
        self.setProperty("role", "notice")
        self.setAccessibleName("Message")
        self._build()
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self._next)
        actions.view.told.connect(self.tell)
        actions.view.confirmed.connect(self.confirm)
        self.hide()

    def tell(self, text: str) -> None:
        """Show a message."""
        self._add(_Notice(text))

    def confirm(self, text: str) -> None:
        """Show a message that is no problem."""
        self._add(_Notice(text, is_good=True))

    def ask(self, text: str, answer: str, run: Callable[[], None], stays: bool = False) -> Callable[[], None]:
        """Show a message with a button `answer` that runs `run`; what is returned takes the message away again."""
        notice = _Notice(text, answer, run, stays)
        self._add(notice)
        return lambda: self._withdraw(notice)

    def show_failure(self, job: RenderJob) -> None:
        """Say why a render did not come to an end."""
        if job.status is JobStatus.FAILED:
            self.tell(f"{job.title} was not written: {job.problem}")

    def show_written(self, jobs: Sequence[RenderJob]) -> None:
        """Say what was written and measured, with the way to it."""
        self.ask(_written(jobs), "Open folder", lambda: self._actions.rendering.open_folder(jobs[-1]))

    def _build(self) -> None:
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._answer = Button()
        self._answer.clicked.connect(self._take_answer)
        close = self._close = Button("Close")
        close.setAccessibleName("Put the message away")
        close.clicked.connect(self._next)
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.PADDING, metrics.TIGHT, metrics.TIGHT, metrics.TIGHT)
        row.addWidget(self._text, 1)
        row.addWidget(self._answer)
        row.addWidget(close)

    def _add(self, notice: _Notice) -> None:
        if notice == self._shown or notice in self._waiting:
            return
        if self._shown is not None and self._shown.stays:
            self._waiting.extend([notice, self._shown])
            self._next()
        else:
            self._waiting.append(notice)
            if self._shown is None:
                self._next()

    def _withdraw(self, notice: _Notice) -> None:
        if notice in self._waiting:
            self._waiting.remove(notice)
        elif notice == self._shown:
            self._next()

    def _next(self) -> None:
        self._timer.stop()
        self._shown = self._waiting.popleft() if self._waiting else None
        with handing_on_focus(self):
            self.setVisible(self._shown is not None)
            self._show_answer("" if self._shown is None else self._shown.answer)
        if self._shown is not None:
            self._text.setText(self._shown.text)
            self._show_tone("notice" if self._shown.answer or self._shown.is_good else "strip")
            self._place()
            self.raise_()
            announce(self, f"{self._shown.text} {self._shown.answer}".strip())
            if not self._shown.stays:
                self._timer.start()

    def _show_answer(self, answer: str) -> None:
        self._answer.setText(answer)
        self._answer.setAccessibleName(answer)
        self._answer.setVisible(bool(answer))

    def _show_tone(self, role: str) -> None:
        """What is told is mostly a problem, what is asked never is."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().polish(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self._shown is not None:
            self._place()
        return False

    def _place(self) -> None:
        found = self._find_place()
        place = found if found is not None and found.isVisible() else self._room
        width = min(WIDEST_PX, place.width() - 2 * metrics.PADDING)
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        bottom = self._below.mapTo(self._room, QPoint(0, 0)).y() - metrics.PANEL_GAP
        left = place.mapTo(self._room, QPoint((place.width() - width) // 2, 0)).x()
        self.setGeometry(left, bottom - height, width, height)

    def _take_answer(self) -> None:
        run = None if self._shown is None else self._shown.run
        self._next()
        if run is not None:
            run()


def _written(jobs: Sequence[RenderJob]) -> str:
    if len(jobs) > 1:
        missed = sum(job.report is not None and not is_met(job.report) for job in jobs)
        state = "all targets are met" if not missed else f"{missed} missed a target, see the render queue"
        return f"{len(jobs)} files are written and measured: {state}."
    job = jobs[0]
    if job.report is None:
        return f"{job.title} is written."
    loudness = job.report.result.loudness
    measured = f"{figure(loudness.integrated_lufs)} LUFS, {figure(loudness.true_peak_dbtp)} dBTP"
    return f"{job.title} is written and measured: {measured}."
