"""The one contract that every stage which changes audio keeps, and the means to chain stages."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Block = npt.NDArray[np.floating]

#: Frames between the points on which work may be laid, counted from the track's
#: first frame. A stage that is started in mid-track is started on one of these.
GRID_FRAMES = 65536


def frames_in(block: Block) -> int:
    """How long a block is."""
    return int(block.shape[1])


class Processor(Protocol):
    """A stage of the sample's journey.

    Blocks have the shape (channels, frames). A stage returns exactly the frames
    it was given, in their place (latency is made up for inside), but may hold
    some back until later blocks or `flush` bring what it needs: after `flush`
    as many frames have come out as went in. What comes out does not depend on
    how the input was cut into blocks, to the bit.
    """

    def process(self, block: Block) -> Block:
        """Take the next frames; return those that are ready, maybe none."""
        ...

    def flush(self) -> Block:
        """Return what was held back. Nothing may be processed after it."""
        ...


def chain(processors: Sequence[Processor], blocks: Iterable[Block]) -> Iterator[Block]:
    """Run blocks through the stages in turn, flushing each at the end; empty blocks are left out."""
    stream = iter(blocks)
    for processor in processors:
        stream = _through(processor, stream)
    return stream


def _through(processor: Processor, blocks: Iterator[Block]) -> Iterator[Block]:
    for block in blocks:
        out = processor.process(block)
        if out.shape[1]:
            yield out
    tail = processor.flush()
    if tail.shape[1]:
        yield tail


class Rechunker:
    """Collects blocks of any size and hands out chunks of exactly `chunk_frames`."""

    def __init__(self, chunk_frames: int) -> None:
        self._chunk_frames = chunk_frames
        self._held: list[Block] = []
        self._held_frames = 0

    def push(self, block: Block) -> Iterator[Block]:
        """Add a block; yield the chunks that are now complete."""
        self._held.append(block)
        self._held_frames += block.shape[1]
        if self._held_frames < self._chunk_frames:
            return
        whole = self._held[0] if len(self._held) == 1 else np.concatenate(self._held, axis=1)
        complete = self._held_frames // self._chunk_frames * self._chunk_frames
        self._held = [whole[:, complete:]]
        self._held_frames -= complete
        for start in range(0, complete, self._chunk_frames):
            yield whole[:, start : start + self._chunk_frames]

    def rest(self) -> Block | None:
        """The incomplete last chunk, or `None` if nothing is left."""
        if not self._held_frames:
            return None
        whole = np.concatenate(self._held, axis=1)
        self._held, self._held_frames = [], 0
        return whole


def rechunked(blocks: Iterable[Block], chunk_frames: int = GRID_FRAMES) -> Iterator[Block]:
    """The same frames in chunks of `chunk_frames`, the last of what is left."""
    chunks = Rechunker(chunk_frames)
    for block in blocks:
        yield from chunks.push(block)
    rest = chunks.rest()
    if rest is not None:
        yield rest


def split_at(blocks: Iterator[Block], frames: int) -> tuple[list[Block], Iterator[Block]]:
    """The first `frames` of a stream, and the rest of it."""
    before: list[Block] = []
    while frames > 0:
        block = next(blocks)
        before.append(block[:, :frames])
        if block.shape[1] > frames:
            blocks = itertools.chain([block[:, frames:]], blocks)
        frames -= block.shape[1]
    return before, blocks


def cut(blocks: Iterator[Block], first: int, start: int, stop: int) -> Iterator[Block]:
    """Of blocks whose first frame is number `first`, the frames `start` to `stop` (exclusive)."""
    for block in blocks:
        kept = block[:, max(start - first, 0) : max(stop - first, 0)]
        if kept.shape[1]:
            yield kept
        first += block.shape[1]
        if first >= stop:
            return
