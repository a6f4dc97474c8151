"""What lies within the window of each source, to be measured."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.desk.deck import SlotAudio


@dataclass(frozen=True, eq=False)
class WindowClip:
    """`samples` (frames, channels) at `sample_rate`, which begin at `start_s` of their file.

    `token` equals that of another clip of the same content.
    """

    token: object
    samples: npt.NDArray[np.float32]
    sample_rate: int
    start_s: float


def file_clips(models: Models) -> dict[str, WindowClip]:
    """The window of track and reference, as far as they are read."""
    state, clips = models.desk.state, {}
    for key, start_s in ((ORIGINAL, state.window_start_s), (REFERENCE, state.reference_start_s or 0.0)):
        if (track := models.lane(key).track) is not None:
            start = round(start_s * track.sample_rate)
            stop = start + round(state.window_s * track.sample_rate)
            token = (track.spool_path, start, stop)
            clips[key] = WindowClip(token, track.samples()[start:stop], track.sample_rate, start_s)
    return clips


def slot_clips(models: Models) -> dict[str, WindowClip]:
    """The audio of every slot that has some."""
    return {slot.key: _slot_clip(slot.audio) for slot in models.slots if slot.audio is not None}


def all_clips(models: Models) -> dict[str, WindowClip]:
    """Those of the files and those of the slots."""
    return {**file_clips(models), **slot_clips(models)}


def _slot_clip(audio: SlotAudio) -> WindowClip:
    start_s = audio.window.start_frame / audio.sample_rate
    return WindowClip(weakref.ref(audio), audio.samples, audio.sample_rate, start_s)
