"""Keeps the player in step with the desk, and the desk with what the player does."""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE, SLOT_KEYS, Region
from masterdesk.window.models.limits import VOLUME_RANGE_DB
from masterdesk.window.models.slot import SlotModel
from masterdesk.window.workers.loudness_match import LoudnessMatch

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.desk_track import DeskTrack
    from masterdesk.playback.player import Player
    from masterdesk.playback.values import Clip

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
        self.player.set_clip(ORIGINAL, self._original())
        self._follow_reference()
        for slot in self._models.slots:
            self._set_slot(slot)
        self._follow_loop()
        self._follow_gains()
        self.seek(self._models.desk.state.window_start_s)
        self._timer.start()
        self.player_changed.emit()

    def _original(self) -> Clip:
        from masterdesk.playback.values import Clip

        track = self._models.track.track
        assert track is not None, "a player is there only with a track"
        return Clip(track.samples(), 0)

    def _follow_reference(self) -> None:
        if self.player is not None:
            self.player.set_clip(REFERENCE, self._reference())
            self._follow_heard()

    def _reference(self) -> Clip | None:
        """The reference, laid so that its window lies under the track's."""
        from masterdesk.playback.values import Clip

        track, state = self._fitting_reference(), self._models.desk.state
        if track is None:
            return None
        shift = round((state.window_start_s - (state.reference_start_s or 0.0)) * track.sample_rate)
        return Clip(track.samples()[max(-shift, 0) :], max(shift, 0))

    def _follow_slot(self) -> None:
        slot = self.sender()
        if isinstance(slot, SlotModel):
            self._set_slot(slot)
            self._follow_heard()

    def _set_slot(self, slot: SlotModel) -> None:
        from masterdesk.playback.values import Clip

        if self.player is not None:
            audio = slot.audio
            clip = None if audio is None else Clip(audio.samples, audio.window.start_frame)
            self.player.set_clip(slot.key, clip)

    def _follow_heard(self) -> None:
        if self.player is not None:
            self.player.select(self._audible_key())

    def _audible_key(self) -> str:
        """What is asked for, or the original as long as that is not there yet: silence would be taken for a fault."""
        key = self._models.blind.heard_key or self._models.desk.state.heard
        if key in SLOT_KEYS:
            return key if self._is_rendered(self._models.slot(key)) else ORIGINAL
        return key if key == ORIGINAL or self._fitting_reference() is not None else ORIGINAL

    def _is_rendered(self, slot: SlotModel) -> bool:
        """Whether a slot has all of the window, or at least the playhead's place until it has."""
        if slot.audio is None:
            return False
        rate, part, window = slot.audio.sample_rate, slot.audio.window, self._models.desk.state.window
        has_start = part.start_frame <= window.start_s * rate + 1
        has_window = has_start and self._stop_s(window) * rate - 1 <= part.stop_frame
        return has_window or part.start_frame <= self._models.playback.position_s * rate < part.stop_frame

    def _fitting_reference(self) -> DeskTrack | None:
        """The reference, once it is there at the player's rate."""
        track = self._models.reference.track
        is_fitting = track is not None and self.player is not None and track.sample_rate == self.player.sample_rate
        return track if is_fitting else None

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
        region_frames = (round(region.start_s * rate), round(self._stop_s(region) * rate))
        self.player.set_loop(region_frames if state.looping or is_hiding else None)

    def _stop_s(self, region: Region) -> float:
        """Where a region of the track ends, or the track before it."""
        return min(region.stop_s, self._models.track.duration_s or region.stop_s)

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
        window = self._models.desk.state.window
        if self._audible_key() in SLOT_KEYS and self._models.playback.position_s > self._stop_s(window):
            if not self._models.desk.state.looping:
                self.pause()
            self.seek(window.start_s)


def _audible(volume_db: float) -> float:
    """The bottom of the volume slider is silence."""
    return volume_db if volume_db > VOLUME_RANGE_DB[0] else -math.inf
