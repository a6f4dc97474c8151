"""What is asked of the sound process, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from masterdesk.playback.clips import SharedClip
from masterdesk.playback.monitor import PLAIN, Monitor
from masterdesk.playback.values import LATENCY_S, OutputDevice


@dataclass(frozen=True)
class Wish:
    """All that is wanted, each time anew: the newest wish holds, none depends on an older one."""

    device: str | None = None
    #: The least that the sound card is asked to hold, in seconds.
    latency_s: float = LATENCY_S
    scan_serial: int = 0
    clips: dict[str, SharedClip] = field(default_factory=dict)
    #: The folder of copies among the clips; to be removed by whoever is left last.
    copies: str | None = None
    gains_db: dict[str, float] = field(default_factory=dict)
    key: str | None = None
    playing: bool = False
    play_serial: int = 0
    seek_serial: int = 0
    seek_frame: int = 0
    loop: tuple[int, int] | None = None
    end_frame: int = 0
    volume_db: float = 0.0
    monitor: Monitor = PLAIN


@dataclass(frozen=True)
class Report:
    """The sound process about its sound card."""

    device_name: str | None = None
    problem: str | None = None
    devices: tuple[OutputDevice, ...] = ()
