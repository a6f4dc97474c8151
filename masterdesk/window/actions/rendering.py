"""From a slot to files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.engine.types.request import MasterRequest
from masterdesk.engine.types.settings import Settings
from masterdesk.window.actions.commands import Commands
from masterdesk.window.actions.view import ViewActions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.render_queue import JobStatus, RenderJob
from masterdesk.window.models.slot_names import file_parts
from masterdesk.window.workers.renderer import Renderer

GROUP = "Render"


class RenderActions(QObject):
    """Puts masters into the queue and cares for them.

    `finished(job)` comes for each that was written or failed, `written(jobs)` when nothing is left to do, with all
    that were written since the last time.
    """

    finished = Signal(object)
    written = Signal(list)

    def __init__(self, models: Models, renderer: Renderer, view: ViewActions, commands: Commands) -> None:
        super().__init__()
        self._models, self._renderer, self._view = models, renderer, view
        self._written: list[RenderJob] = []
        line = "Write the master of a card to files"
        self._ask = commands.add("render_master", GROUP, "Render master…", "Ctrl+R", line, self.ask)
        line = "What waits, is written and was measured"
        commands.add("render_queue", GROUP, "Render queue", "Ctrl+Shift+R", line, lambda: view.ask("render_queue"))
        models.queue.job_changed.connect(self._follow_job)
        models.track.changed.connect(self._follow_track)
        self._follow_track()

    def ask(self) -> None:
        """Ask where and in what formats the slot that is heard should be written."""
        self._view.ask("render")

    def render(self, slots: Sequence[int], folder: Path, name: str, deliveries: Sequence[DeliveryRequest]) -> None:
        """Queue the masters of `slots` (from 0) in every delivery, as `folder`/`name` and a suffix."""
        state = self._models.desk.state
        if state.track is None:
            return
        for slot, delivery, file in file_names(name, slots, state.slots, deliveries):
            request = MasterRequest(state.track, folder / file, state.slots[slot], delivery)
            self._models.queue.add(file, slot + 1, request)

    def cancel(self, job: RenderJob) -> None:
        """Stop a job that waits or runs."""
        self._renderer.cancel(job)

    def cancel_all(self) -> None:
        """Stop everything that waits or runs."""
        for job in reversed(self._models.queue.unfinished):
            self._renderer.cancel(job)

    def retry(self, job: RenderJob) -> None:
        """Try a job again that failed or was cancelled."""
        if job.status in (JobStatus.FAILED, JobStatus.CANCELLED):
            self._renderer.retry(job)

    def remove(self, job: RenderJob) -> None:
        """Take a job off the list that is over."""
        if job.status not in (JobStatus.WAITING, JobStatus.RUNNING):
            self._models.queue.remove(job)

    def open_folder(self, job: RenderJob) -> None:
        """Show the folder of a written file."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(job.output.parent)))

    def _follow_job(self, job: RenderJob) -> None:
        if job.status is JobStatus.DONE:
            self._written.append(job)
        if job.status in (JobStatus.DONE, JobStatus.FAILED):
            self.finished.emit(job)
        if self._written and not self._models.queue.unfinished:
            written, self._written = self._written, []
            self.written.emit(written)

    def _follow_track(self) -> None:
        self._ask.setEnabled(self._models.track.track is not None)


def file_names(
    name: str, chosen: Sequence[int], slots: Sequence[Settings], deliveries: Sequence[DeliveryRequest]
) -> list[tuple[int, DeliveryRequest, str]]:
    """Slot (from 0), delivery and name of every file, one slot after the other.

    Several cards are told apart by their names, several files of one container by what they differ in.
    """
    cards = file_parts(slots, chosen) if len(chosen) > 1 else dict.fromkeys(chosen, "")
    containers = [_container(delivery) for delivery in deliveries]
    files = []
    for slot in chosen:
        for delivery, container in zip(deliveries, containers, strict=True):
            kind = _kind(delivery) if containers.count(container) > 1 else ""
            parts = (name, cards[slot], kind)
            files.append((slot, delivery, " - ".join(part for part in parts if part) + f".{container}"))
    return files


def _container(delivery: DeliveryRequest) -> str:
    return delivery.container or "wav"


def _kind(delivery: DeliveryRequest) -> str:
    texts = [
        f"{delivery.bit_depth} bit".replace("32f bit", "32 bit float") if delivery.bit_depth else "",
        f"{delivery.sample_rate / 1000:g} kHz" if delivery.sample_rate else "",
        f"{delivery.bit_rate_kbps} kbps" if delivery.bit_rate_kbps else "",
    ]
    return " ".join(text for text in texts if text)
