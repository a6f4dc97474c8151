"""What the mixer is to do, as one immutable value."""

from __future__ import annotations

from dataclasses import dataclass

from masterdesk.playback.mix.loop import Loop
from masterdesk.playback.mix.source import Source
from masterdesk.playback.monitor import PLAIN, Monitor


@dataclass(frozen=True, eq=False)
class Program:
    """The state that is wanted; the control side replaces it whole, the mixer compares it with what it does.

    `play_serial` and `seek_serial` count the requests, so that each is obeyed
    once. `gain` and `volume` are linear. Playback ends at `end_frame`.
    """

    source: Source
    playing: bool = False
    play_serial: int = 0
    seek_serial: int = 0
    seek_frame: int = 0
    loop: Loop | None = None
    gain: float = 1.0
    volume: float = 1.0
    monitor: Monitor = PLAIN
    end_frame: int = 0
