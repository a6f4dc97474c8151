"""Which 30 seconds are previewed, what is looped, and which part of the reference lies beside them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from masterdesk.window.actions.commands import Commands
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import Region
from masterdesk.window.models.lane import LaneModel
from masterdesk.window.models.limits import within
from masterdesk.window.workers.sound import Sound

GROUP = "Window"
#: A loop shorter than this, in seconds, was meant as a click.
MIN_LOOP_S = 0.2
JUMPS = {
    "loudest": ("Loudest 30 s", "Preview where the track is loudest"),
    "quietest": ("Quietest 30 s", "Preview where the track is quietest, but not silent"),
    "dynamic": ("Most dynamic 30 s", "Preview where loud and quiet are furthest apart"),
    "default": ("From 0:45", "Preview from 45 seconds on"),
}


class WindowActions(QObject):
    """Moves the window, the loop and the reference's part."""

    def __init__(self, models: Models, sound: Sound, commands: Commands) -> None:
        super().__init__()
        self._models, self._sound = models, sound
        keys = {"loudest": "Ctrl+1", "quietest": "Ctrl+2", "dynamic": "Ctrl+3", "default": "Ctrl+0"}
        for kind, (text, help_line) in JUMPS.items():
            commands.add(f"window_{kind}", GROUP, text, keys[kind], help_line, lambda kind=kind: self.jump(kind))
        line = "Preview an earlier part"
        commands.add("window_back", GROUP, "Window back 5 s", "Ctrl+Left", line, lambda: self.move_by(-5.0))
        line = "Preview a later part"
        commands.add("window_forward", GROUP, "Window forward 5 s", "Ctrl+Right", line, lambda: self.move_by(5.0))
        models.track.changed.connect(self._fit_track)
        models.reference.changed.connect(self._fit_reference)
        commands.add("clear_loop", GROUP, "Loop the window", "Shift+L", "Forget the loop that is set", self.clear_loop)

    def move(self, start_s: float) -> None:
        """Preview from `start_s` on."""
        start_s = self._start_within(self._models.track, start_s)
        self._models.desk.change("Move the window", "window", window_start_s=start_s, loop=None)

    def move_by(self, seconds: float) -> None:
        """Move the window on, or back."""
        self.move(self._models.desk.state.window_start_s + seconds)

    def end_drag(self) -> None:
        """The window was let go: the next change is a step of its own."""
        self._models.desk.end_merge()

    def jump(self, kind: str) -> None:
        """Go to the "loudest", the "quietest", the most "dynamic" or the "default" part."""
        start_s = best_start_s(self._models.track, kind, self._models.desk.state.window_s)
        if start_s is not None:
            self.go_to(start_s)

    def go_to(self, start_s: float) -> None:
        """Preview from `start_s` on, as a step of its own, and put the playhead there."""
        self.move(start_s)
        self.end_drag()
        if not self._models.desk.is_frozen:
            self._sound.seek(start_s)

    def move_reference(self, start_s: float) -> None:
        """Hear the reference from `start_s` on while the window plays."""
        start_s = self._start_within(self._models.reference, start_s)
        self._models.desk.change("Move the reference's window", "reference window", reference_start_s=start_s)

    def set_loop(self, start_s: float, stop_s: float) -> None:
        """Repeat a region of the track; where a slot is heard that has no sound there, its window comes along."""
        start_s, stop_s = max(min(start_s, stop_s), 0.0), max(start_s, stop_s)
        if stop_s - start_s < MIN_LOOP_S:
            return
        state = self._models.desk.state
        fields: dict[str, Any] = {"loop": Region(start_s, stop_s), "looping": True}
        has_sound = state.window.start_s <= start_s and stop_s <= state.window.stop_s
        if state.heard_slot is not None and not has_sound:
            fields["window_start_s"] = self._start_within(self._models.track, start_s)
        self._models.desk.change("Loop", "loop", **fields)

    def clear_loop(self) -> None:
        """Repeat the window again."""
        self._models.desk.change("Loop the window", loop=None)

    def _fit_track(self) -> None:
        """A window that lies beyond the end of the track moves into it, and a loop there is none: files get shorter."""
        lane, state = self._models.track, self._models.desk.state
        if lane.track is None or lane.duration_s is None:
            return
        if state.window.stop_s > lane.duration_s:
            self._models.desk.note(window_start_s=self._start_within(lane, state.window_start_s))
        if state.loop is not None and state.loop.start_s > lane.duration_s - MIN_LOOP_S:
            self._models.desk.note(loop=None)

    def _fit_reference(self) -> None:
        """A new reference is heard from its loudest part on, since that is what one compares with.

        So is one that has become shorter than what was compared.
        """
        state, duration_s = self._models.desk.state, self._models.reference.duration_s or 0.0
        start_s = best_start_s(self._models.reference, "loudest", state.window_s)
        if start_s is not None and (state.reference_start_s is None or state.reference_start_s >= duration_s):
            self._models.desk.note(reference_start_s=start_s)

    def _start_within(self, lane: LaneModel, start_s: float) -> float:
        """Where a window that is wanted from `start_s` on can begin in a file."""
        latest_s = max((lane.duration_s or 0.0) - self._models.desk.state.window_s, 0.0)
        return within(start_s, (0.0, latest_s))


def best_start_s(lane: LaneModel, kind: str, duration_s: float) -> float | None:
    """Where a smart window of `duration_s` begins, `None` while the file is not measured."""
    if lane.analysis is None:
        return None
    from masterdesk.engine.analyze.smart_window import smart_window_s

    return smart_window_s(lane.analysis, kind, duration_s)
