"""What is recorded of a track, an array per `GRID_FRAMES`: in memory or in a file, and joined of several parts."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Generic, TypeVar, overload

import numpy as np
import numpy.typing as npt

from masterdesk.engine.errors import cut_short

T = TypeVar("T", bound=np.generic)

#: Arrays read at a time by who wants all of them.
_AT_ONCE = 16


class Chunks(Sequence[npt.NDArray[T]], Generic[T]):
    """A sequence of arrays of which any run can be had at once."""

    def run(self, first: int, last: int) -> list[npt.NDArray[T]]:
        """The arrays `first` to `last` (exclusive), which there must be."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[npt.NDArray[T]]:
        for first in range(0, len(self), _AT_ONCE):
            yield from self.run(first, min(first + _AT_ONCE, len(self)))

    @overload
    def __getitem__(self, at: int) -> npt.NDArray[T]: ...

    @overload
    def __getitem__(self, at: slice) -> list[npt.NDArray[T]]: ...

    def __getitem__(self, at: int | slice) -> npt.NDArray[T] | list[npt.NDArray[T]]:
        if isinstance(at, slice):
            first, last, step = at.indices(len(self))
            return self.run(first, max(first, last))[::step]
        index = range(len(self))[at]
        return self.run(index, index + 1)[0]


class RecordedChunks(Chunks[T]):
    """Arrays of one type to which more are added; at `path` they lie in a file, so that memory does not grow with them.

    The file is open only while it is written or read: who made it can delete it. Pickled as what it takes to find
    what is in it.
    """

    def __init__(self, dtype: npt.DTypeLike, path: Path | None = None) -> None:
        self._dtype, self._path = np.dtype(dtype), path
        self._held: list[npt.NDArray[T]] = []
        self._shapes: list[tuple[int, ...]] = []
        self._starts = [0]
        if path is not None:
            path.write_bytes(b"")

    def __len__(self) -> int:
        return len(self._held) if self._path is None else len(self._shapes)

    def add(self, chunks: Iterable[npt.NDArray[T]]) -> None:
        """Record more arrays."""
        if self._path is None:
            self._held += chunks
            return
        for chunk in chunks:
            with self._path.open("ab") as file:
                file.write(np.ascontiguousarray(chunk, dtype=self._dtype).data)
            self._shapes.append(chunk.shape)
            self._starts.append(self._starts[-1] + chunk.nbytes)

    def first(self, count: int) -> RecordedChunks[T]:
        """The first of them, those in a file in the same file."""
        part = copy.copy(self)
        part._held, part._shapes, part._starts = self._held[:count], self._shapes[:count], self._starts[: count + 1]
        return part

    def run(self, first: int, last: int) -> list[npt.NDArray[T]]:
        """The arrays `first` to `last` (exclusive), which there must be."""
        if self._path is None:
            return self._held[first:last]
        starts = self._starts[first : last + 1]
        content = np.empty(starts[-1] - starts[0], dtype=np.uint8)
        with self._path.open("rb") as file:
            file.seek(starts[0])
            if file.readinto(content.data) != content.size:
                raise cut_short(self._path)
        return [
            content[begin - starts[0] : end - starts[0]].view(self._dtype).reshape(shape)
            for (begin, end), shape in zip(itertools.pairwise(starts), self._shapes[first:last], strict=True)
        ]


class JoinedChunks(Chunks[T]):
    """The arrays of several sequences, one behind the other."""

    def __init__(self, parts: Sequence[Chunks[T]]) -> None:
        self._parts = list(parts)
        self._firsts = list(itertools.accumulate(map(len, self._parts), initial=0))

    def __len__(self) -> int:
        return self._firsts[-1]

    def run(self, first: int, last: int) -> list[npt.NDArray[T]]:
        """The arrays `first` to `last` (exclusive), which there must be."""
        found: list[npt.NDArray[T]] = []
        for start, part in zip(self._firsts, self._parts, strict=False):
            low, high = max(first - start, 0), min(last - start, len(part))
            if high > low:
                found += part.run(low, high)
        return found
