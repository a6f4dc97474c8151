"""The first thing a changed slot is heard by: the next seconds, set into what the slot had before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.loudness import HOPS_PER_SECOND, integrated_lufs
from masterdesk.engine.pipelines.desk.window_loudness import samples_lufs
from masterdesk.engine.pipelines.takes.parts import Window
from masterdesk.engine.plan import planned_power_per_hop
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.plan import Plan

Samples = npt.NDArray[np.float32]

#: What is rendered first: from so many seconds before the listener's place to so many behind it.
BEFORE_S, AHEAD_S = 0.1, 3.0
#: A window shorter than this many pieces is rendered at once.
LEAST_PIECES = 2
#: At its ends a piece fades into what is there, over so many seconds.
FADE_S = 0.01


@dataclass(frozen=True, eq=False)
class Ground:
    """What a piece is set into: samples (frames, channels) of the whole window, their loudness, that in the piece."""

    samples: Samples
    window_lufs: float | None
    piece_lufs: float | None


def piece_of(window: Window, heard_frame: int | None, sample_rate: int) -> Window | None:
    """The part of a window to be rendered first for a listener at `heard_frame`; `None` if there need be none."""
    before, ahead = round(BEFORE_S * sample_rate), round(AHEAD_S * sample_rate)
    if heard_frame is None or window.frames < LEAST_PIECES * (before + ahead):
        return None
    if not window.start_frame <= heard_frame < window.stop_frame:
        return None
    start = max(heard_frame - before, window.start_frame)
    return Window(start, min(heard_frame + ahead, window.stop_frame) - start)


def former_ground(samples: Samples, window_lufs: float | None, place: slice, audio_format: AudioFormat) -> Ground:
    """The slot as it was; `place` is where in it the piece belongs."""
    return Ground(samples, window_lufs, samples_lufs(samples[place], audio_format))


def original_ground(path: Path, analysis: Analysis, window: Window, piece: Window, new_lufs: float | None) -> Ground:
    """The track as it is, brought to the loudness `new_lufs` that the piece has; `path` is its interleaved samples."""
    rate, channels = analysis.format.sample_rate, analysis.format.channels
    powers = planned_power_per_hop(analysis.timeline, Plan())
    window_lufs, piece_lufs = (integrated_lufs(powers[_hops(part, rate)]) for part in (window, piece))
    shift_lu = 0.0 if new_lufs is None or piece_lufs is None else new_lufs - piece_lufs
    count, offset = window.frames * channels, window.start_frame * channels * 4
    samples = np.fromfile(path, np.float32, count, offset=offset).reshape(-1, channels)
    samples *= np.float32(10.0 ** (shift_lu / 20.0))
    return Ground(samples, None if window_lufs is None else window_lufs + shift_lu, new_lufs)


def spliced(
    ground: Ground, new: Samples, new_lufs: float | None, place: slice, sample_rate: int
) -> tuple[Samples, float | None]:
    """The window with the piece `new` (frames, channels) set in at `place`, and what its loudness may be."""
    samples, fade = ground.samples.copy(), round(FADE_S * sample_rate)
    rise = (np.arange(fade, dtype=np.float32) / np.float32(fade))[:, np.newaxis]
    weight = np.ones((len(new), 1), dtype=np.float32)
    if place.start > 0:
        weight[:fade] = rise
    if place.stop < len(samples):
        weight[-fade:] = rise[::-1]
    samples[place] += weight * (new - samples[place])
    samples.flags.writeable = False
    if ground.window_lufs is None or ground.piece_lufs is None or new_lufs is None:
        return samples, ground.window_lufs
    return samples, ground.window_lufs + new_lufs - ground.piece_lufs


def _hops(part: Window, sample_rate: int) -> slice:
    hop = sample_rate / HOPS_PER_SECOND
    return slice(round(part.start_frame / hop), round(part.stop_frame / hop))
