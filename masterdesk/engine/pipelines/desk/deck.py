"""The desk's five slots: each heard first as an estimate, then exactly as its master will be."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from masterdesk.engine.errors import SettingsError
from masterdesk.engine.pipelines.desk.bursts import Bursts
from masterdesk.engine.pipelines.desk.desk_source import DeskSource, DeskTrackLike
from masterdesk.engine.pipelines.desk.kept_studies import KeptStudies
from masterdesk.engine.pipelines.desk.piece import piece_of
from masterdesk.engine.pipelines.desk.preview_runner import PreviewRunner
from masterdesk.engine.pipelines.desk.slot_audio import SlotAudio, SlotListener
from masterdesk.engine.pipelines.desk.slots import Slots
from masterdesk.engine.pipelines.desk.wanted_preview import WantedPreview
from masterdesk.engine.pipelines.processes.pickled import store
from masterdesk.engine.pipelines.processes.workers import EngineWorkers
from masterdesk.engine.pipelines.takes.parts import Window
from masterdesk.engine.pipelines.takes.references import ReferenceShelf
from masterdesk.engine.pipelines.takes.track import analyze_file
from masterdesk.engine.types.settings import Settings

__all__ = ["Deck", "DeskTrackLike", "SlotAudio", "SlotListener", "Window"]


class Deck:
    """Renders windows of one track under the settings of several slots, in worker processes.

    All methods return at once and may be called from any thread; answers come through the
    listeners, one at a time. What was learnt of a whole take is kept: a change of loudness or
    ceiling, or another window, is then exact at once, or nearly. `shelf` knows the analyses of references; what it
    does not know is measured when a slot first asks for it, before anything else is begun.

    Who wants what is guarded by `Slots.lock`, which see; what is kept has a lock of its own.
    """

    def __init__(self, track: DeskTrackLike, workers: EngineWorkers, shelf: ReferenceShelf | None = None) -> None:
        self.track = track
        self._shelf = shelf or ReferenceShelf(analyze_file)
        self._slots, self._bursts = Slots(), Bursts()
        self._kept = KeptStudies(track.frames, track.channels)
        self._source_path = self._kept.new_path(".desk")
        self._runner = PreviewRunner(track, self._source_path, workers, self._slots, self._kept)
        self._is_closed = False
        self._clerk = ThreadPoolExecutor(1, thread_name_prefix="deck")

    def render(
        self, slot: int, settings: Settings, window: Window, listener: SlotListener, heard_frame: int | None = None
    ) -> None:
        """Preview `window` of the track under `settings`; whatever `slot` was doing before is cancelled.

        Slots asked for together are served in the order of the calls, so ask for the heard one first; what is
        asked for later goes before. With `heard_frame`, where the listener is who hears this slot, the seconds from
        there on come first, unless the whole window is there as soon.
        """
        piece = piece_of(window, heard_frame, self.track.sample_rate)
        with self._slots.lock:
            if self._is_closed:
                return
            preview = WantedPreview(
                slot=slot,
                settings=settings,
                window=window,
                listener=listener,
                priority=self._bursts.priority(time.monotonic()),
                piece=piece,
                lock=self._slots.lock,
            )
            if (former := self._slots.put(preview)) is not None:
                self._runner.drop(former)
            self._clerk.submit(self._begin, preview)

    def cancel(self, slot: int) -> None:
        """Forget what `slot` is waiting for; its listener hears nothing more."""
        with self._slots.lock:
            if (preview := self._slots.end(slot)) is not None:
                self._runner.drop(preview)

    def close(self) -> None:
        """Cancel everything and delete what was kept."""
        with self._slots.lock:
            if self._is_closed:
                return
            self._is_closed = True
            self._slots.end_all()
            self._runner.stop()
            self._clerk.submit(self._kept.close)
        self._clerk.shutdown(wait=False)

    @property
    def folder(self) -> Path:
        """Where what was learnt is kept, until `close`."""
        return self._kept.folder

    def _begin(self, preview: WantedPreview) -> None:
        if preview.is_over:
            return
        try:
            self._check(preview)
            self._store_source()
            match = self._shelf.match(preview.settings, preview.to_estimate)
        except Exception as error:  # whatever it is, the listener must not wait for ever
            self._runner.fail(preview, error)
        else:
            self._runner.start(preview, match)

    def _store_source(self) -> None:
        """Write down where the workers find the track, unless it lies there: the disk may have been full before."""
        if not self._source_path.exists():
            store(DeskSource.of(self.track), self._source_path)

    def _check(self, preview: WantedPreview) -> None:
        window = preview.window
        if window.start_frame < 0 or window.frames < 1 or window.stop_frame > self.track.frames:
            raise SettingsError("the window lies outside the track", "choose a range inside it")
        if preview.settings.selection is not None:
            raise SettingsError("a preview on the desk is of the whole track", "clear the selection")
