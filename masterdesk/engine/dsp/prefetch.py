"""Runs part of a chain of generators in a thread of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

#: Seconds between two looks of a producer at whether its consumer is still there.
_LOOK_S = 0.1


def prefetch(items: Iterable[T], depth: int = 4) -> Iterator[T]:
    """Yield `items` in order while a thread works up to `depth` of them ahead.

    An exception in the producer is raised to the consumer in its place; a
    consumer that stops early stops the producer before its next item.
    """
    line: queue.Queue[tuple[T] | _End] = queue.Queue(depth)
    closed = threading.Event()
    thread = threading.Thread(target=_produce, args=(items, line, closed), name="prefetch", daemon=True)
    thread.start()
    try:
        while not isinstance(found := line.get(), _End):
            yield found[0]
        if found.failure is not None:
            raise found.failure
    finally:
        closed.set()
        thread.join()


class _End:
    """Stands behind the last item."""

    def __init__(self, failure: BaseException | None) -> None:
        self.failure = failure


def _produce(items: Iterable[T], line: queue.Queue[tuple[T] | _End], closed: threading.Event) -> None:
    failure: BaseException | None = None
    try:
        for item in items:
            if not _put((item,), line, closed):
                break
    except BaseException as error:  # handed to the consumer, which raises it
        failure = error
    finally:
        if hasattr(items, "close"):
            items.close()
    _put(_End(failure), line, closed)


def _put(parcel: tuple[T] | _End, line: queue.Queue[tuple[T] | _End], closed: threading.Event) -> bool:
    """Hand over, waiting for room; false once nobody wants more."""
    while not closed.is_set():
        try:
            line.put(parcel, timeout=_LOOK_S)
            return True
        except queue.Full:
            continue
    return False
