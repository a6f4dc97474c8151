"""What the limiter remembers of a track: enough to know its gain and loudness at any drive."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.grid import frames_at
from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, Rechunker
from masterdesk.engine.limit.chunks import Chunks, JoinedChunks, RecordedChunks
from masterdesk.engine.limit.envelope import Codes, EnvelopeMeter, decode_levels
from masterdesk.engine.limit.grid import cell_frames
from masterdesk.engine.limit.mixture import AudioReader, Mixture, Tried
from masterdesk.engine.limit.power import PowerMeter

Float32Array = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Study:
    """A finished study, about 65 MB per hour at 48 kHz, in memory or in files; arrays are of `GRID_FRAMES` each.

    `codes` are the true-peak envelope (see `envelope`), `powers` the K-weighted
    power and its bass per power cell, `mixture` tells how the gain curves are mixed.
    """

    sample_rate: int
    channels: int
    frames: int
    codes: Chunks[np.uint16]
    powers: Chunks[np.float32]
    mixture: Mixture

    @property
    def cell_frames(self) -> int:
        """Frames per peak cell."""
        return cell_frames(self.sample_rate)

    @property
    def cells(self) -> int:
        """Number of peak cells; the last may be incomplete."""
        return -(-self.frames // self.cell_frames)

    def codes_between(self, first: int, last: int) -> Codes:
        """Codes of the cells `first` to `last` (exclusive); silence beyond the ends."""
        per_chunk = GRID_FRAMES // self.cell_frames
        out = np.zeros(last - first, dtype=np.uint16)
        begin = max(first, 0) // per_chunk
        for index, codes in enumerate(self.codes[begin : max(-(-last // per_chunk), begin)], begin):
            start = index * per_chunk
            low, high = max(first, start), min(last, start + codes.size)
            if high > low:
                out[low - first : high - first] = codes[low - start : high - start]
        return out


@dataclass(frozen=True, eq=False)
class StudyPart:
    """What was recorded of some chunks (`GRID_FRAMES`) of a track; `tried` has those that were judged, by number."""

    codes: Chunks[np.uint16]
    powers: Chunks[np.float32]
    tried: dict[int, Tried]


def joined_study(parts: Sequence[StudyPart], sample_rate: int, channels: int, frames: int, audio: AudioReader) -> Study:
    """The study of a track of `frames` from those of its parts, in order; `audio` gives the track again."""
    codes, powers = JoinedChunks([part.codes for part in parts]), JoinedChunks([part.powers for part in parts])
    firsts = itertools.accumulate((len(part.codes) for part in parts), initial=0)
    tried = {first + at: found for first, part in zip(firsts, parts, strict=False) for at, found in part.tried.items()}
    mixture = Mixture(sample_rate, codes, tried)
    mixture.read_from(audio)
    return Study(sample_rate, channels, frames, codes, powers, mixture)


class LimiterStudy:
    """Records a track as it streams past, at the rate at which it will be limited.

    Chunks whose peaks come to `judged_from_dbtp` are judged as they pass, when that takes the least effort; what
    else turns out to be limited is judged later, from the track as it is read again. With a `path`, what takes room
    lies in files whose names begin with it, and not in memory; they must stay as long as the study is used.
    """

    def __init__(
        self, sample_rate: int, channels: int, judged_from_dbtp: float = math.inf, path: Path | None = None
    ) -> None:
        self._sample_rate = sample_rate
        self._channels = channels
        self._frames = 0
        self._envelope = EnvelopeMeter(sample_rate)
        self._power = PowerMeter(sample_rate, channels)
        self._codes: RecordedChunks[np.uint16] = RecordedChunks(np.uint16, _beside(path, "codes"))
        self._powers: RecordedChunks[np.float32] = RecordedChunks(np.float32, _beside(path, "powers"))
        self._mixture = Mixture(sample_rate, self._codes)
        self._trial = _Trial(self._mixture, self._codes, judged_from_dbtp) if judged_from_dbtp < math.inf else None

    def settle(self, context: Block) -> None:
        """Tell what lies before the first frames pushed: `settling_frames` of a track that is begun in the middle."""
        self._envelope.settle(context)
        self._power.settle(context)

    def push(self, block: Block) -> None:
        """Take the next frames, (channels, frames)."""
        self._frames += block.shape[1]
        self._codes.add(self._envelope.push(block))
        self._powers.add(self._power.push(block))
        if self._trial is not None:
            self._trial.push(block, len(self._codes))

    def flush(self) -> None:
        """Nothing more will be pushed."""
        self._codes.add(self._envelope.flush())
        self._powers.add(self._power.flush())
        if self._trial is not None:
            self._trial.finish()

    def finish(self, audio: AudioReader) -> Study:
        """`flush`, and the study of everything pushed, which `audio` gives again."""
        self.flush()
        self._mixture.read_from(audio)
        return Study(self._sample_rate, self._channels, self._frames, self._codes, self._powers, self._mixture)

    def part(self, chunks: int) -> StudyPart:
        """After `flush`, the first chunks: those of which `CONTEXT_FRAMES` behind them were pushed, or all."""
        # What lies before the first and behind the last is not known, so these are left to be judged later.
        tried = self._mixture.tried(range(1, chunks - 1))
        return StudyPart(self._codes.first(chunks), self._powers.first(chunks), tried)


def settling_frames(sample_rate: int) -> int:
    """Frames after which a study begun in the middle of a track is that of the whole: some 0.3 s."""
    return min(frames_at(sample_rate, 16384), GRID_FRAMES)


def _beside(path: Path | None, kind: str) -> Path | None:
    return None if path is None else path.with_name(f"{path.name}.{kind}")


class _Trial:
    """Holds each chunk back until the envelope after it is known, then has it judged if it is loud enough."""

    def __init__(self, mixture: Mixture, codes: Sequence[Codes], from_dbtp: float) -> None:
        self._mixture, self._codes, self._from_dbtp = mixture, codes, from_dbtp
        self._chunks = Rechunker(GRID_FRAMES)
        self._waiting: list[Float32Array] = []
        self._judged = 0

    def push(self, block: Block, known: int) -> None:
        """Take the next frames; the envelope is known of so many chunks."""
        mid = block.mean(axis=0, dtype=np.float32, keepdims=True)
        self._waiting += [chunk[0] for chunk in self._chunks.push(mid)]
        while self._waiting and self._judged + 1 < known:
            self._judge()

    def finish(self) -> None:
        """Have the rest judged, all of the envelope being known."""
        rest = self._chunks.rest()
        if rest is not None:
            self._waiting.append(np.pad(rest[0], (0, GRID_FRAMES - rest.shape[1])))
        while self._waiting:
            self._judge()

    def _judge(self) -> None:
        mid = self._waiting.pop(0)
        if self._is_loud():
            self._mixture.judge(self._judged, mid)
        self._judged += 1

    def _is_loud(self) -> bool:
        """Whether the chunk or one beside it, which a limiter's gain reaches into, comes to the level."""
        around = self._codes[max(self._judged - 1, 0) : self._judged + 2]
        highest = np.array([max(int(codes.max(initial=0)) for codes in around)], dtype=np.uint16)
        return bool(decode_levels(highest, 0.0)[0] >= self._from_dbtp)
