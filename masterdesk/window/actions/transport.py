"""Start, stop and where."""

from __future__ import annotations

from PySide6.QtCore import QObject

from masterdesk.window.actions.commands import Commands
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.limits import within
from masterdesk.window.workers.sound import Sound

STEP_S, LONG_STEP_S = 1.0, 5.0
GROUP = "Playback"


class TransportActions(QObject):
    """Plays the desk."""

    def __init__(self, models: Models, sound: Sound, commands: Commands) -> None:
        super().__init__()
        self._models, self._sound = models, sound
        self._add(commands)
        self._play = commands["play"]
        models.track.changed.connect(self._follow_track)
        self._follow_track()
        models.desk.loop_changed.connect(lambda: commands["loop"].setChecked(models.desk.state.looping))

    def _add(self, commands: Commands) -> None:
        add = commands.add
        add("play", GROUP, "Play or pause", "Space", "Play or pause at the playhead", self.toggle_play)
        looping = self._models.desk.state.looping
        add("loop", GROUP, "Loop", "L", "Repeat the window, or the loop that is set", self.set_looping, looping)
        add("seek_back", GROUP, "Back 1 s", "Left", "Move the playhead back", lambda: self.seek_by(-STEP_S))
        add("seek_forward", GROUP, "Forward 1 s", "Right", "Move the playhead on", lambda: self.seek_by(STEP_S))
        line = "Move the playhead further back"
        add("seek_far_back", GROUP, "Back 5 s", "Shift+Left", line, lambda: self.seek_by(-LONG_STEP_S))
        line = "Move the playhead further on"
        add("seek_far_forward", GROUP, "Forward 5 s", "Shift+Right", line, lambda: self.seek_by(LONG_STEP_S))
        help_line = "Put the playhead where the previews begin"
        add("seek_window_start", GROUP, "Start of the window", "Home", help_line, self.seek_window_start)

    def toggle_play(self) -> None:
        """Play, or pause."""
        if self._models.playback.is_playing:
            self._sound.pause()
        else:
            self._sound.play()

    def seek(self, position_s: float) -> None:
        """Put the playhead somewhere; when a slot is heard there, its window follows.

        While a blind test hides the names it stays in the window, outside of which slots would be silent.
        """
        duration_s = self._models.track.duration_s or 0.0
        position_s = within(position_s, (0.0, duration_s))
        state = self._models.desk.state
        if self._models.blind.is_hiding:
            position_s = self._within_window(position_s)
        window = state.window
        if state.heard_slot is not None and not window.start_s <= position_s < window.stop_s:
            start_s = min(position_s, max(duration_s - state.window_s, 0.0))
            self._models.desk.change("Move the window", window_start_s=start_s)
        self._sound.seek(position_s)

    def seek_by(self, seconds: float) -> None:
        """Move the playhead on, or back; within the window when a slot is heard."""
        position_s = self._models.playback.position_s + seconds
        state = self._models.desk.state
        if state.heard_slot is not None:
            position_s = self._within_window(position_s)
        self.seek(position_s)

    def seek_window_start(self) -> None:
        """Put the playhead where the previews begin."""
        self.seek(self._models.desk.state.window_start_s)

    def set_looping(self, on: bool) -> None:
        """Repeat the window or the loop that is set, or play on."""
        self._models.desk.note(looping=on)

    def _follow_track(self) -> None:
        """Without a track there is nothing to play."""
        self._play.setEnabled(self._models.track.track is not None)

    def _within_window(self, position_s: float) -> float:
        window = self._models.desk.state.window
        return within(position_s, (window.start_s, window.stop_s - 0.1))
