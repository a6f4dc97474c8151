"""A clip as the mixer reads it: two channels, at any place of the time line, silence outside."""

from __future__ import annotations

import numpy as np

from masterdesk.playback.mix.fades import EDGE_S, fade_frames, raised_cosine
from masterdesk.playback.values import Frames

#: Gains to left and right of six channels in the usual order (FL FR FC LFE SL SR), after ITU-R BS.775.
_SURROUND = np.array(
    [[1.0, 0.0], [0.0, 1.0], [0.7071, 0.7071], [0.0, 0.0], [0.7071, 0.0], [0.0, 0.7071]], dtype=np.float32
)


class Source:
    """Reads `samples` (frames, channels) that begin at `start_frame`.

    Mono goes to both sides, six channels are folded down, of any other number
    above two the first pair is heard. A clip that is cut out of a track is faded
    at its edges, so that entering and leaving it does not click; the start of
    the track is left as it is.
    """

    def __init__(self, serial: int, samples: Frames, start_frame: int, sample_rate: int) -> None:
        self.serial = serial
        self.samples = samples
        self.start_frame = start_frame
        self.stop_frame = start_frame + len(samples)
        self._fold = _fold_down(samples.shape[1])
        edge = min(fade_frames(EDGE_S, sample_rate), len(samples) // 2)
        self._rise = raised_cosine(edge)[:, np.newaxis]
        self._fall = self._rise[::-1].copy()
        self._fades_in = start_frame > 0

    def read(self, frame: int, out: Frames) -> None:
        """Fill `out` (frames, 2) with what lies at `frame` of the time line."""
        first, last = max(self.start_frame, frame), min(self.stop_frame, frame + len(out))
        if first >= last:
            out.fill(0.0)
            return
        out[: first - frame] = 0.0
        out[last - frame :] = 0.0
        inside = out[first - frame : last - frame]
        self._copy(self.samples[first - self.start_frame : last - self.start_frame], inside)
        if self._fades_in:
            _scale(inside, self._rise, first - self.start_frame)
        _scale(inside, self._fall, first - (self.stop_frame - len(self._fall)))

    def _copy(self, part: Frames, out: Frames) -> None:
        if self._fold is None:
            np.copyto(out, part[:, :2])
        else:
            np.matmul(part, self._fold, out=out)


def _fold_down(channels: int) -> Frames | None:
    if channels == 1:
        return np.ones((1, 2), dtype=np.float32)
    return _SURROUND if channels == len(_SURROUND) else None


def _scale(block: Frames, curve: Frames, offset: int) -> None:
    """Multiply by the part of `curve` that lies over `block`, whose first frame is at `offset` of the curve."""
    first, last = max(0, -offset), min(len(block), len(curve) - offset)
    if first < last:
        part = block[first:last]
        np.multiply(part, curve[first + offset : last + offset], out=part)


def silence(sample_rate: int) -> Source:
    """A source in which there is nothing anywhere."""
    return Source(0, np.zeros((0, 2), dtype=np.float32), 0, sample_rate)
