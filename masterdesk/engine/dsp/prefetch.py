"""Runs part of a chain of generators in a thread of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

#: Seconds between two looks of a producer at whether its consumer is still there.
_LOOK_S = 0.1


def prefetch(items: Iterable[T], depth: int = 4) -> Iterator[T]:
    """Yield `items` in order while a thread works up to `depth` of them ahead.

    An exception in the producer is raised to the consumer in its place; a
    consumer that stops early stops the producer before its next item.
    """
    line: _Line[T] = _Line(depth)
    thread = threading.Thread(target=_produce, args=(items, line), name="prefetch", daemon=True)
    thread.start()
    try:
        while not (parcel := line.get()).is_last:
            yield parcel.items[0]
        if parcel.failure is not None:
            raise parcel.failure
    finally:
        line.close()
        thread.join()


class _Parcel(Generic[T]):
    """An item, or the end of the line with the exception that ended it."""

    def __init__(self, items: tuple[T, ...], failure: BaseException | None = None) -> None:
        self.items = items
        self.failure = failure

    @property
    def is_last(self) -> bool:
        return not self.items


class _Line(Generic[T]):
    """What is ready for the consumer."""

    def __init__(self, depth: int) -> None:
        self._ready: queue.Queue[_Parcel[T]] = queue.Queue(depth)
        self._closed = threading.Event()

    def get(self) -> _Parcel[T]:
        """The next parcel, waited for."""
        return self._ready.get()

    def close(self) -> None:
        """Want no more."""
        self._closed.set()

    def put(self, parcel: _Parcel[T]) -> bool:
        """For the producer: hand over, waiting for room; false once the line is closed."""
        while not self._closed.is_set():
            try:
                self._ready.put(parcel, timeout=_LOOK_S)
                return True
            except queue.Full:
                continue
        return False


def _produce(items: Iterable[T], line: _Line[T]) -> None:
    failure: BaseException | None = None
    try:
        for item in items:
            if not line.put(_Parcel((item,))):
                break
    except BaseException as error:  # handed to the consumer, which raises it
        failure = error
    finally:
        if hasattr(items, "close"):
            items.close()
    line.put(_Parcel((), failure))
