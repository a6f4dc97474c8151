"""Keeps the five slots' audio in step with their settings and the window."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from masterdesk.engine.errors import MasterDeskError
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.lane import LaneStatus

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.desk.deck import Deck, SlotAudio, Window
    from masterdesk.engine.pipelines.processes.workers import EngineWorkers
    from masterdesk.engine.pipelines.takes.references import ReferenceShelf
    from masterdesk.engine.types.analysis import Analysis

#: While a hand moves a control, what it asked for is rendered first and then the newest; so long, in milliseconds,
#: the newest waits for an answer to what was asked for before it ...
PATIENCE_MS = 150
#: ... and so long at least.
LEAST_MS = 25
#: Rendered before the window as well, in seconds: what a loop fades from when it begins again.
LEAD_S = 0.03


class Previewer(QObject):
    """Asks the deck for audio when something changes that is heard, the heard slot first."""

    # Of a slot, with the serial number of its job.
    _arrived = Signal(int, int, object)
    _progressed = Signal(int, int, float)
    _failed = Signal(int, int, object)

    def __init__(self, models: Models, workers: EngineWorkers) -> None:
        super().__init__()
        self._models, self._workers = models, workers
        self._deck: Deck | None = None
        self._shelf: ReferenceShelf | None = None
        self._offered: Analysis | None = None
        self._stale: set[int] = set()
        self._region = models.desk.state.window
        self._serial = [0] * len(models.slots)
        self._asked_s, self._unanswered = -math.inf, set[int]()
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._ask)
        self._arrived.connect(self._on_audio)
        self._progressed.connect(self._on_progress)
        self._failed.connect(self._on_failed)
        models.track.changed.connect(self._follow_track)
        models.reference.changed.connect(self._follow_reference)
        models.references.changed.connect(self._go_on)
        models.desk.slot_changed.connect(self.render)
        models.desk.window_changed.connect(self._follow_window)

    def render(self, slot: int) -> None:
        """Make slot number `slot` (from 0) anew, soon."""
        self._stale.add(slot)
        self._schedule()

    def shelf(self) -> ReferenceShelf:
        """What has been measured of references, that of the lane among them."""
        from masterdesk.engine.pipelines.takes.references import ReferenceShelf
        from masterdesk.engine.pipelines.takes.track import analyze_file

        self._shelf = self._shelf or ReferenceShelf(analyze_file)
        analysis = self._models.reference.analysis
        if analysis is not None and analysis is not self._offered:
            self._shelf.offer(analysis)  # once: later its file may be another
        self._offered = analysis
        return self._shelf

    def close(self) -> None:
        """Let the deck go; an answer of it that is still on its way is nobody's."""
        self._timer.stop()
        self._serial = [serial + 1 for serial in self._serial]
        self._unanswered.clear()
        if self._deck is not None:
            self._deck.close()
            self._deck = None

    def _render_all(self) -> None:
        self._stale.update(range(len(self._models.slots)))
        self._schedule()

    def _follow_track(self) -> None:
        track, old = self._models.track.track, None if self._deck is None else self._deck.track
        if track is old:
            return
        self.close()
        for slot in self._models.slots:
            slot.clear()
        if track is not None:
            from masterdesk.engine.pipelines.desk.deck import Deck

            self._deck = Deck(track, self._workers, self.shelf())
            self._render_all()

    def _follow_window(self) -> None:
        """The compared part of the reference belongs to it, too, but changes no preview."""
        region, self._region = self._region, self._models.desk.state.window
        if region != self._region:
            self._render_all()

    def _follow_reference(self) -> None:
        """What was measured for its lane need not be measured for the deck; slots that waited for it go on."""
        if self._shelf is not None:
            self.shelf()
        self._go_on()

    def _go_on(self) -> None:
        """What slots waited for may be there."""
        if any(not self._waits_for_reference(slot) for slot in self._stale):
            self._schedule()

    def _schedule(self) -> None:
        """Ask at once, or when what was asked for before is heard: else a hand that keeps moving would hear nothing."""
        passed_ms = 1000.0 * (time.monotonic() - self._asked_s)
        wait_ms = max((PATIENCE_MS if self._unanswered & self._stale else LEAST_MS) - passed_ms, 0.0)
        if not self._timer.isActive() or wait_ms < self._timer.remainingTime():
            self._timer.start(math.ceil(wait_ms))

    def _waits_for_reference(self, slot: int) -> bool:
        """Whether a slot matches a reference that is being read: the deck would read it a second time."""
        lane, references = self._models.reference, self._models.references
        read_by_lane = str(lane.path) if lane.status is LaneStatus.READING else None
        matched = (one.path for one in self._models.desk.state.slots[slot].references)
        return any(path == read_by_lane or references.is_reading(path) for path in matched)

    def _ask(self) -> None:
        deck, window = self._deck, self._window()
        if deck is None or window is None:
            return
        heard = self._models.desk.state.heard_slot
        waiting = {slot for slot in self._stale if self._waits_for_reference(slot)}
        for slot in waiting:
            self._serial[slot] += 1
            self._models.slots[slot].start()
        for slot in sorted(self._stale - waiting, key=lambda slot: slot != heard):
            self._models.slots[slot].start()
            self._unanswered.add(slot)
            heard_frame = self._heard_frame() if slot == heard else None
            deck.render(slot, self._models.desk.state.slots[slot], window, self._listener(slot), heard_frame)
        self._stale, self._asked_s = waiting, time.monotonic()

    def _window(self) -> Window | None:
        from masterdesk.engine.pipelines.desk.deck import Window

        track, state = self._models.track.track, self._models.desk.state
        if track is None:
            return None
        length = min(round(state.window_s * track.sample_rate), track.frames)
        start = max(min(round(state.window_start_s * track.sample_rate), track.frames - length), 0)
        lead = min(round(LEAD_S * track.sample_rate), start)
        return Window(start - lead, length + lead)

    def _heard_frame(self) -> int | None:
        track = self._models.track.track
        return None if track is None else round(self._models.playback.position_s * track.sample_rate)

    def _listener(self, slot: int) -> _Listener:
        self._serial[slot] += 1
        return _Listener(self, slot, self._serial[slot])

    def _is_latest(self, slot: int, serial: int) -> bool:
        return self._deck is not None and serial == self._serial[slot]

    def _on_audio(self, slot: int, serial: int, audio: SlotAudio) -> None:
        if self._is_latest(slot, serial):
            self._models.slots[slot].arrive(audio)
            self._note_answer(slot)

    def _on_progress(self, slot: int, serial: int, fraction: float) -> None:
        if self._is_latest(slot, serial):
            self._models.slots[slot].progress(fraction)

    def _on_failed(self, slot: int, serial: int, error: MasterDeskError) -> None:
        if self._is_latest(slot, serial):
            self._models.slots[slot].fail(str(error))
            self._note_answer(slot)

    def _note_answer(self, slot: int) -> None:
        self._unanswered.discard(slot)
        self._go_on()


class _Listener:
    """Carries one job's answers from the deck's thread to the window's."""

    def __init__(self, previewer: Previewer, slot: int, serial: int) -> None:
        self._previewer, self._slot, self._serial = previewer, slot, serial

    def on_audio(self, audio: SlotAudio) -> None:
        """The deck has an answer."""
        self._previewer._arrived.emit(self._slot, self._serial, audio)

    def on_progress(self, fraction: float) -> None:
        """The deck is on its way to the exact answer."""
        self._previewer._progressed.emit(self._slot, self._serial, fraction)

    def on_failed(self, error: MasterDeskError) -> None:
        """The deck has no answer."""
        self._previewer._failed.emit(self._slot, self._serial, error)
