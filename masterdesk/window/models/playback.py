"""What the sound card does, as the window shows it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class PlaybackModel(QObject):
    """Transport, device and its troubles. `position_s` is what the ear hears now, in seconds of the track."""

    moved = Signal(float)
    playing_changed = Signal(bool)
    devices_changed = Signal()
    volume_changed = Signal(float)
    problem_changed = Signal(str)
    underruns_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.position_s = 0.0
        self.is_playing = False
        self.devices: tuple[str, ...] = ()
        self.device: str | None = None
        self.actual_device = ""
        self.volume_db = 0.0
        self.problem = ""
        self.underruns = 0

    def set_position(self, position_s: float) -> None:
        """The playhead moved."""
        if position_s != self.position_s:
            self.position_s = position_s
            self.moved.emit(position_s)

    def set_playing(self, is_playing: bool) -> None:
        """Playback started or stopped."""
        if is_playing != self.is_playing:
            self.is_playing = is_playing
            self.playing_changed.emit(is_playing)

    def set_devices(self, devices: tuple[str, ...], wanted: str | None, actual: str) -> None:
        """The outputs there are, the one that is asked for (`None`: the system's) and the one that plays."""
        if (devices, wanted, actual) != (self.devices, self.device, self.actual_device):
            self.devices, self.device, self.actual_device = devices, wanted, actual
            self.devices_changed.emit()

    def set_volume(self, volume_db: float) -> None:
        """Listening volume, 0 dB and below."""
        if volume_db != self.volume_db:
            self.volume_db = volume_db
            self.volume_changed.emit(volume_db)

    def set_problem(self, problem: str) -> None:
        """A sentence for the listener, empty when all is well."""
        if problem != self.problem:
            self.problem = problem
            self.problem_changed.emit(problem)

    def set_underruns(self, underruns: int) -> None:
        """How often the sound card ran dry since the start."""
        if underruns != self.underruns:
            self.underruns = underruns
            self.underruns_changed.emit(underruns)
