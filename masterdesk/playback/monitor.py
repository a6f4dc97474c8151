"""How the sound is listened to; none of it touches what is rendered."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class ListenMode(enum.StrEnum):
    """Which part of the stereo image is heard."""

    STEREO = "stereo"
    MONO = "mono"
    SIDE = "side"
    SWAP = "swap"


@dataclass(frozen=True)
class Monitor:
    """A setting of the monitor section; a mode may also be given by its name."""

    mode: ListenMode = ListenMode.STEREO
    crossfeed: bool = False
    small_speaker: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "mode", ListenMode(self.mode))


#: Everything as it is.
PLAIN = Monitor()
