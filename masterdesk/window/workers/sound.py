"""Keeps the player in step with the desk, and the desk with what the player does."""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import REFERENCE, SLOT_KEYS, SOURCE_KEYS
from masterdesk.window.models.limits import VOLUME_RANGE_DB
from masterdesk.window.models.slot import SlotModel
from masterdesk.window.workers.loudness_match import LoudnessMatch
from masterdesk.window.workers.player_sources import audible_key, source_clip, stop_s

if TYPE_CHECKING:
    from masterdesk.playback.player import Player

#: How often the playhead moves, in milliseconds.
TICK_MS = 16
#: How often it is looked at while nothing plays.
IDLE_TICK_MS = 250


class Sound(QObject):
    """Owns the `Player` of the track on the desk."""

    player_changed = Signal()

    def __init__(self, models: Models) -> None:
        super().__init__()
        self._models = models
        self.player: Player | None = None
        self._ending: threading.Thread | None = None
        self._window = models.desk.state.window
        self._match = LoudnessMatch(models)
        self._timer = QTimer(self, interval=IDLE_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._connect()

    def _connect(self) -> None:
        models = self._models
        models.track.changed.connect(self._follow_track)
        models.reference.changed.connect(self._follow_reference)
        for slot in models.slots:
            slot.changed.connect(self._follow_slot)
        models.desk.heard_changed.connect(self._follow_heard)
        models.desk.window_changed.connect(self._follow_window)
        models.desk.loop_changed.connect(self._follow_loop)
        models.desk.listening_changed.connect(self._follow_monitor)
        models.blind.changed.connect(self._follow_blind)
        self._match.changed.connect(self._follow_gains)

    def play(self) -> None:
        """Start from the playhead."""
        if self.player is not None:
            self.player.play()
            self._tick()

    def pause(self) -> None:
        """Stop at the playhead."""
        if self.player is not None:
            self.player.pause()
            self._tick()

    def seek(self, position_s: float) -> None:
        """Put the playhead somewhere else."""
        if self.player is not None:
            self.player.seek(round(position_s * self.player.sample_rate))
            self._models.playback.set_position(position_s)

    def set_volume(self, volume_db: float) -> None:
        """Listening volume in dB."""
        self._models.playback.set_volume(volume_db)
        if self.player is not None:
            self.player.set_volume(_audible(volume_db))

    def set_device(self, device: str | None) -> None:
        """Play through another output, `None` for the system's."""
        playback = self._models.playback
        playback.set_devices(playback.devices, device, playback.actual_device)
        if self.player is not None:
            self.player.set_device(device)

    def refresh_devices(self) -> None:
        """Look for outputs that came or went."""
        if self.player is not None:
            self.player.refresh_devices()

    def close(self) -> None:
        """Let the sound card go."""
        self._match.close()
        self._end_player()
        self._wait_for_end()

    def _follow_track(self) -> None:
        track = self._models.track.track
        if track is None:
            if self.player is not None:
                self._end_player()
        elif self.player is None:
            self._open(track.sample_rate)

    def _end_player(self) -> None:
        self._timer.stop()
        player, self.player = self.player, None
        self.player_changed.emit()
        if player is not None:
            # It fades out and waits for the sound card, some half a second; the window does not.
            self._ending = threading.Thread(target=player.close, name="player-end", daemon=True)
            self._ending.start()
            self._models.playback.set_playing(False)
            self._models.playback.set_problem("")

    def _wait_for_end(self) -> None:
        """Before another player comes: cards that serve one program at a time are free then."""
        if self._ending is not None:
            self._ending.join()
            self._ending = None

    def _open(self, sample_rate: int) -> None:
        from masterdesk.playback.player import Player

        playback = self._models.playback
        self._wait_for_end()
        self.player = Player(sample_rate, playback.device)
        self.player.set_volume(_audible(playback.volume_db))
        self._follow_monitor()
        self._put(*SOURCE_KEYS)
        self._follow_loop()
        self._follow_gains()
        self.seek(self._models.desk.state.window_start_s)
        self._timer.start()
        self.player_changed.emit()

    def _put(self, *keys: str) -> None:
        """Give the player what there is of some sources, and let it play what can be heard now."""
        if self.player is not None:
            for key in keys:
                self.player.set_clip(key, source_clip(self._models, key, self.player.sample_rate))
            self._follow_heard()

    def _follow_reference(self) -> None:
        self._put(REFERENCE)

    def _follow_slot(self) -> None:
        slot = self.sender()
        if isinstance(slot, SlotModel):
            self._put(slot.key)

    def _follow_heard(self) -> None:
        if self.player is not None:
            self.player.select(audible_key(self._models, self.player.sample_rate))

    def _follow_blind(self) -> None:
        self._follow_loop()
        self._follow_heard()

    def _follow_window(self) -> None:
        self._follow_loop()
        self._follow_reference()
        window, position_s = self._models.desk.state.window, self._models.playback.position_s
        if window != self._window and not window.start_s <= position_s < window.stop_s:
            self.seek(window.start_s)
        self._window = window
        self._follow_heard()

    def _follow_loop(self) -> None:
        if self.player is None:
            return
        state, rate = self._models.desk.state, self.player.sample_rate
        is_hiding = self._models.blind.is_hiding
        # Outside the window only the original goes on: a blind test would be none.
        region = state.window if is_hiding or state.loop is None else state.loop
        region_frames = (round(region.start_s * rate), round(stop_s(self._models, region) * rate))
        self.player.set_loop(region_frames if state.looping or is_hiding else None)

    def _follow_monitor(self) -> None:
        if self.player is not None:
            from masterdesk.playback.monitor import ListenMode, Monitor

            asked = self._models.desk.state.monitor
            self.player.set_monitor(Monitor(ListenMode(asked.mode), asked.crossfeed, asked.small_speaker))
            self._follow_gains()

    def _follow_gains(self) -> None:
        if self.player is not None:
            for key, gain_db in self._match.gains_db().items():
                self.player.set_gain(key, gain_db)

    def _tick(self) -> None:
        if self.player is None:
            return
        playback, status = self._models.playback, self.player.status()
        playback.set_position(status.frame / self.player.sample_rate)
        playback.set_playing(status.playing)
        playback.set_underruns(status.underruns)
        playback.set_problem(status.problem or "")
        names = tuple(dict.fromkeys(device.name for device in self.player.output_devices()))
        playback.set_devices(names, playback.device, status.device_name or "")
        if status.playing:
            self._keep_inside()
        interval = TICK_MS if status.playing else IDLE_TICK_MS
        if interval != self._timer.interval():
            self._timer.setInterval(interval)

    def _keep_inside(self) -> None:
        """A slot has no sound beyond its window: there it begins again, or ends."""
        models, window = self._models, self._models.desk.state.window
        if self.player is None or audible_key(models, self.player.sample_rate) not in SLOT_KEYS:
            return
        if models.playback.position_s > stop_s(models, window):
            if not models.desk.state.looping:
                self.pause()
            self.seek(window.start_s)


def _audible(volume_db: float) -> float:
    """The bottom of the volume slider is silence."""
    return volume_db if volume_db > VOLUME_RANGE_DB[0] else -math.inf
