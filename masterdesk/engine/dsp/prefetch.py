"""Runs part of a chain of generators in a thread of its own, for one consumer or for several."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

#: Seconds between two looks of a producer at whether its consumer is still there.
_LOOK_S = 0.1


def prefetch(items: Iterable[T], depth: int = 4) -> Iterator[T]:
    """Yield `items` in order while a thread works up to `depth` of them ahead.

    An exception in the producer is raised to the consumer in its place; a
    consumer that stops early stops the producer before its next item.
    """
    line = broadcast(items, 1, depth)[0]
    try:
        yield from line
    finally:
        line.close()


def broadcast(items: Iterable[T], count: int, depth: int = 2) -> list[Line[T]]:
    """Give the very same items to `count` consumers, each in a thread of its own choice.

    The fastest consumer is at most `depth` items ahead of the slowest. Every
    line must be read to its end or closed, or the others wait for it.
    """
    lines: list[Line[T]] = [Line(depth) for _ in range(count)]
    thread = threading.Thread(target=_produce, args=(items, lines), name="prefetch", daemon=True)
    for line in lines:
        line.join(thread, lines)
    thread.start()
    return lines


class Line(Generic[T]):
    """One consumer's end of a broadcast: an iterator that can be closed."""

    def __init__(self, depth: int) -> None:
        self._producer: threading.Thread | None = None
        self._siblings: Sequence[Line[T]] = ()
        self._ready: queue.Queue[_Parcel[T]] = queue.Queue(depth)
        self._closed = threading.Event()

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        if self._closed.is_set():
            raise StopIteration
        parcel = self._ready.get()
        if parcel.is_last:
            self.close()
            if parcel.failure is not None:
                raise parcel.failure
            raise StopIteration
        return parcel.items[0]

    def close(self) -> None:
        """Want no more items. The last line to close waits for the producer to end."""
        self._closed.set()
        if self._producer is not None and all(line.is_closed for line in self._siblings):
            self._producer.join()

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is wanted, or there is nothing more."""
        return self._closed.is_set()

    def join(self, producer: threading.Thread, siblings: Sequence[Line[T]]) -> None:
        """For `broadcast`: who fills this line, and which lines it fills besides."""
        self._producer, self._siblings = producer, siblings

    def put(self, parcel: _Parcel[T]) -> bool:
        """For the producer: hand over, waiting for room; false once the line is closed."""
        while not self._closed.is_set():
            try:
                self._ready.put(parcel, timeout=_LOOK_S)
                return True
            except queue.Full:
                continue
        return False


class _Parcel(Generic[T]):
    """An item, or the end of the line with the exception that ended it."""

    def __init__(self, items: tuple[T, ...], failure: BaseException | None = None) -> None:
        self.items = items
        self.failure = failure

    @property
    def is_last(self) -> bool:
        return not self.items


def _produce(items: Iterable[T], lines: Sequence[Line[T]]) -> None:
    failure: BaseException | None = None
    try:
        for item in items:
            parcel = _Parcel((item,))
            if not any([line.put(parcel) for line in lines]):
                break
    except BaseException as error:  # handed to the consumers, which raise it
        failure = error
    finally:
        if hasattr(items, "close"):
            items.close()
    for line in lines:
        line.put(_Parcel((), failure))
