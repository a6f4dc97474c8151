"""What lies within the window of each source, to be measured."""

from __future__ import annotations

import weakref
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE, SLOT_KEYS


@dataclass(frozen=True, eq=False)
class WindowClip:
    """`samples` (frames, channels) at `sample_rate`; `token` equals that of another clip of the same content."""

    token: object
    samples: npt.NDArray[np.float32]
    sample_rate: int


def file_clips(models: Models) -> dict[str, WindowClip]:
    """The window of track and reference, as far as they are read."""
    state, clips = models.desk.state, {}
    for key, start_s in ((ORIGINAL, state.window_start_s), (REFERENCE, state.reference_start_s or 0.0)):
        if (track := models.lane(key).track) is not None:
            start = round(start_s * track.sample_rate)
            stop = start + round(state.window_s * track.sample_rate)
            token = (track.spool_path, start, stop)
            clips[key] = WindowClip(token, track.samples()[start:stop], track.sample_rate)
    return clips


def slot_clips(models: Models) -> dict[str, WindowClip]:
    """The audio of every slot that has some."""
    return {
        key: WindowClip(weakref.ref(slot.audio), slot.audio.samples, slot.audio.sample_rate)
        for key, slot in zip(SLOT_KEYS, models.slots, strict=True)
        if slot.audio is not None
    }
