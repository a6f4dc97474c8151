"""The values that travel between the desk and the player."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

#: Interleaved audio: shape (frames, channels), float32.
Frames = npt.NDArray[np.float32]

#: The key of the clip that is the track itself: where it ends, playback ends.
TRACK_KEY = "original"

#: How much a sound card is asked to hold, in seconds: what is pressed is heard so much later. The longer one is for
#: computers that drop out with the shorter.
LATENCY_S, LONG_LATENCY_S = 0.1, 0.2


@dataclass(frozen=True, eq=False)
class Clip:
    """Audio on the track's time line: `samples` (frames, channels) float32, at the player's sample rate.

    `start_frame` is where its first frame lies (a reference may begin before the
    track); outside the clip there is silence. `gain_db` adds to the gain of its
    key. The samples must not change while the player has them. A loop over a
    clip that is cut out of the track wraps without a dip if the clip begins some
    20 ms before the loop.
    """

    samples: Frames
    start_frame: int = 0
    gain_db: float = 0.0

    @property
    def stop_frame(self) -> int:
        """The frame after its last."""
        return self.start_frame + len(self.samples)


@dataclass(frozen=True)
class OutputDevice:
    """A sound card's output as the system names it."""

    name: str
    host_api: str
    is_default: bool


@dataclass(frozen=True)
class PlayerStatus:
    """What the player does now.

    `frame` is the frame of the track that is in the listener's ears, not the one
    that was last computed. `device_name` is the device in use, `None` while none
    is open; `problem` is one plain sentence, or `None`. `ended` says that
    playback came to the end of the track by itself.
    """

    playing: bool
    frame: int
    key: str | None
    underruns: int
    device_name: str | None
    problem: str | None
    ended: bool


@dataclass(frozen=True, eq=False)
class TapBlock:
    """Audio that became audible, (channels, frames) float32, before match gain, monitor and volume."""

    key: str
    start_frame: int
    samples: Frames
