"""The passes over whole takes that are under way, and the previews that wait for them."""

from __future__ import annotations

from collections.abc import Sequence

from masterdesk.engine.pipelines.desk.slots import Slots
from masterdesk.engine.pipelines.desk.take_key import TakeKey
from masterdesk.engine.pipelines.desk.take_study import TakeStudy
from masterdesk.engine.pipelines.desk.wanted_preview import WantedPreview
from masterdesk.engine.pipelines.takes.job import KeptFiles
from masterdesk.engine.pipelines.takes.parts import Window


class SharedStudy(TakeStudy):
    """A study begun for `leader`, whose exact audio comes out of it as well.

    `waiting` are those who want to hear of it, the leader too as long as it does; the lock of `Slots` guards them.
    """

    def __init__(
        self, leader: WantedPreview, files: KeptFiles, studied: Window | None, parts: Sequence[Window]
    ) -> None:
        super().__init__(files, studied, parts, self._tell_all)
        self.leader, self.waiting = leader, [leader]

    def _tell_all(self, fraction: float) -> None:
        with self.leader.lock:
            for preview in tuple(self.waiting):
                preview.advance(fraction)


class RunningStudies:
    """One study at most of each take, by its key; one that nobody wants any more is ended.

    Guarded by the lock of `slots`; who holds it around several calls sees them as one.
    """

    def __init__(self, slots: Slots) -> None:
        self._slots, self._lock = slots, slots.lock
        self._running: dict[TakeKey, SharedStudy] = {}

    def open(
        self, leader: WantedPreview, files: KeptFiles, studied: Window | None, parts: Sequence[Window]
    ) -> SharedStudy:
        """A new study that others may join from now on; whoever opens it begins it."""
        with self._lock:
            study = self._running[leader.key] = SharedStudy(leader, files, studied, parts)
            return study

    def join(self, preview: WantedPreview) -> bool:
        """Let a preview wait for the study of its take; false if there is none under way."""
        with self._lock:
            study = self._running.get(preview.key)
            if study is not None:
                study.waiting.append(preview)
            return study is not None

    def leave(self, preview: WantedPreview) -> None:
        """A preview is over, and waits for nothing."""
        with self._lock:
            for study in self._running.values():
                if preview in study.waiting:
                    study.waiting.remove(preview)
            self.end_unwanted()

    def end_unwanted(self) -> None:
        """End the studies of takes that nobody wants any more."""
        with self._lock:
            # Whoever wants a take may not have come so far as to join its study, or to know its match, but will.
            wanted = self._slots.wanted_keys()
            for key in [key for key in self._running if not key.is_among(wanted)]:
                self._running.pop(key).cancel()

    def close(self, study: SharedStudy) -> list[WantedPreview]:
        """A study has ended, well or not; returns who waited for it besides its leader."""
        with self._lock:
            if self._running.get(study.leader.key) is study:
                del self._running[study.leader.key]
            return [preview for preview in study.waiting if preview is not study.leader]

    def keys_in_use(self) -> set[TakeKey]:
        """The keys of what is studied or wanted."""
        with self._lock:
            return {*self._running, *self._slots.wanted_keys()}

    def cancel(self) -> None:
        """End them all."""
        with self._lock:
            for study in self._running.values():
                study.cancel()
