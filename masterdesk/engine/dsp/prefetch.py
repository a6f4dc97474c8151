"""Runs part of a chain of generators in a thread of its own, so that stages overlap."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

_END = object()


def prefetch(items: Iterable[T], depth: int = 4) -> Iterator[T]:
    """Yield `items` in order while a thread works up to `depth` of them ahead.

    An exception in the producer is raised to the consumer in its place; a
    consumer that stops early stops the producer before its next item.
    """
    ready: queue.Queue[object] = queue.Queue(depth)
    stopped = threading.Event()
    failures: list[BaseException] = []

    def produce() -> None:
        try:
            for item in items:
                if not _put(ready, item, stopped):
                    break
        except BaseException as error:  # handed to the consumer, which raises it
            failures.append(error)
        finally:
            if hasattr(items, "close"):
                items.close()
            _put(ready, _END, stopped)

    thread = threading.Thread(target=produce, name="prefetch", daemon=True)
    thread.start()
    try:
        while (item := ready.get()) is not _END:
            yield item  # type: ignore[misc]
        if failures:
            raise failures[0]
    finally:
        stopped.set()
        thread.join()


def _put(ready: queue.Queue[object], item: object, stopped: threading.Event) -> bool:
    while not stopped.is_set():
        try:
            ready.put(item, timeout=0.1)
            return True
        except queue.Full:
            continue
    return False
