"""Measures what is heard, some thirty times a second, away from the window's thread."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.live import LiveFrame
from masterdesk.window.models.slot import SlotModel
from masterdesk.window.workers.source_spectra import SourceSpectra

if TYPE_CHECKING:
    from masterdesk.playback.player import Player
    from masterdesk.window.workers.heard_source import HeardSource
    from masterdesk.window.workers.sound import Sound

#: Seconds between two measurements while something plays.
EVERY_S = 1 / 30
#: Seconds between two looks while nothing plays and all bars have fallen.
IDLE_EVERY_S = 0.25
#: Bars have fallen this long after playback stopped, in seconds.
FALL_S = 4.0


class Metering(QObject):
    """Feeds the live model while there is a player."""

    def __init__(self, models: Models, sound: Sound) -> None:
        super().__init__()
        self._models, self._sound = models, sound
        self._loop: _Loop | None = None
        self.spectra = SourceSpectra(models)
        sound.player_changed.connect(self._follow_player)
        models.desk.heard_changed.connect(self._show_now)
        models.live.options_changed.connect(self._follow_options)
        models.playback.playing_changed.connect(self._follow_playing)
        for slot in models.slots:
            slot.changed.connect(self._follow_slot)
        models.blind.changed.connect(self._follow_blind)
        self.spectra.changed.connect(self._show_now)
        self.spectra.changed.connect(self._show_window)

    def reset(self) -> None:
        """Forget maxima and averages."""
        if self._loop is not None:
            self._loop.ask("reset")

    def close(self) -> None:
        """End the thread."""
        self.spectra.close()
        self._stop()

    def _stop(self) -> None:
        if self._loop is not None:
            self._loop.stop()
            self._loop.setParent(None)
            self._loop = None

    def _follow_player(self) -> None:
        self._stop()
        self._models.live.show(None)
        player, track = self._sound.player, self._models.track.track
        if player is not None and track is not None:
            self._loop = _Loop(player, track.sample_rate, self)
            self._loop.measured.connect(self._take)
            self._follow_options()
            self._loop.start(QThread.Priority.LowPriority)

    def _follow_blind(self) -> None:
        if not self._models.blind.is_hiding:
            self._show_now()
        elif self._models.live.frame is not None:
            self._models.live.show(None)

    def _follow_slot(self) -> None:
        slot = self.sender()
        if self._loop is not None and isinstance(slot, SlotModel):
            self._loop.ask("slot", slot.key, slot.audio)

    def _follow_options(self) -> None:
        if self._loop is not None:
            live = self._models.live
            self._loop.ask("options", live.smoothing_octaves, live.tilt_db_per_octave, live.averages, live.holds_peaks)
        self.spectra.show()

    def _follow_playing(self, is_playing: bool) -> None:
        if self._loop is not None:
            self._loop.ask("playing", is_playing)

    def _take(self, frame: LiveFrame) -> None:
        """Beside the curve that is measured now stand those of the other sources, over the window."""
        if self._models.blind.is_hiding:
            self._models.live.show(None)  # a reading would tell which card is heard
        elif self._loop is not None and self.sender() is self._loop:  # of one that is gone there is no sender
            frame.spectra_db.update({k: v for k, v in self.spectra.curves().items() if k not in frame.spectra_db})
            self._models.live.show(frame)

    def _show_window(self) -> None:
        if curves := self.spectra.curves():
            from masterdesk.engine.live.spectrum import GRID_HZ

            self._models.live.show_window(GRID_HZ, curves)

    def _show_now(self) -> None:
        """Something else is to be seen, though nothing may sound."""
        if self._loop is not None:
            self._loop.ask("show")


class _Loop(QThread):
    """The thread that measures. It is asked for things by messages, and owns the meters alone."""

    measured = Signal(object)

    def __init__(self, player: Player, sample_rate: int, parent: QObject) -> None:
        super().__init__()
        self._player, self._rate = player, sample_rate
        self._asked: deque[tuple[object, ...]] = deque()
        self._stopping = False
        self._is_playing = False
        self._source: HeardSource

    def ask(self, *message: object) -> None:
        """Leave a message, from the window's thread."""
        self._asked.append(message)

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._stopping = True
        self.wait()

    def run(self) -> None:
        """The thread's own work."""
        from masterdesk.window.workers.heard_source import HeardSource

        self._source = HeardSource(self._rate)
        quiet_since = 0.0
        while not self._stopping:
            began = time.monotonic()
            is_asked = self._obey()
            blocks = self._player.tap.read()
            if blocks or is_asked:
                quiet_since = began
            if began - quiet_since < FALL_S:
                self._source.take(blocks, EVERY_S)
                status = self._player.status()
                if status.key is not None:
                    self.measured.emit(self._source.frame(status.key, status.frame))
            self._pause(began, EVERY_S if self._is_playing or began - quiet_since < FALL_S else IDLE_EVERY_S)

    def _pause(self, began: float, every_s: float) -> None:
        """Wait for the next turn; a message or the end is answered sooner."""
        while not self._stopping and not self._asked and (left := began + every_s - time.monotonic()) > 0.0:
            time.sleep(min(left, EVERY_S))

    def _obey(self) -> bool:
        is_asked = bool(self._asked)
        while self._asked:
            kind, *content = self._asked.popleft()
            if kind == "playing":
                self._is_playing = bool(content[0])
            self._source.obey(str(kind), content)
        return is_asked
