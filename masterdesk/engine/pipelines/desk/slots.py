"""What each slot of the desk wants now."""

from __future__ import annotations

import threading

from masterdesk.engine.pipelines.desk.take_key import TakeKey
from masterdesk.engine.pipelines.desk.wanted_preview import WantedPreview


class Slots:
    """The newest preview of each slot, under the one lock that says who wants what.

    `lock` guards which preview is a slot's newest, which are over, and who waits for which study (`RunningStudies`).
    Listeners are called by who holds it, and may use the deck in turn. Who holds it starts no task of the workers,
    which can end, and call back, while it is being started, and touches no file; what is to be done that way may be
    left to the deck's own thread.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._newest: dict[int, WantedPreview] = {}

    def put(self, preview: WantedPreview) -> WantedPreview | None:
        """Let a slot wait for `preview`, which inherits what it was heard by; returns what is over by this."""
        with self.lock:
            former = self.end(preview.slot)
            preview.heard = None if former is None else former.heard
            self._newest[preview.slot] = preview
            return former

    def end(self, slot: int) -> WantedPreview | None:
        """Let a slot wait for nothing; returns what is over by this, or was before."""
        with self.lock:
            preview = self._newest.get(slot)
            if preview is not None:
                preview.end()
            return preview

    def end_all(self) -> None:
        """Let nobody wait for anything."""
        with self.lock:
            for slot in self._newest:
                self.end(slot)

    def wanted_keys(self) -> set[TakeKey]:
        """The keys of all previews that are not over, as far as they are known."""
        with self.lock:
            return {preview.key for preview in self._newest.values() if not preview.is_over}
