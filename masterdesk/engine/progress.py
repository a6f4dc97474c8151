"""Progress and cancellation of long tasks, passed in and never global."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable
from typing import TypeVar

from masterdesk.engine.errors import Cancelled

T = TypeVar("T")


class Progress:
    """Tells a listener how far a task is, and tells the task when to stop.

    `listener(stage, fraction)` is called from the thread that works, with the
    fraction of the whole task done, 0 to 1. A task calls `advance` at least
    every half second of work; it raises `Cancelled` once `cancel` was called.
    """

    def __init__(self, listener: Callable[[str, float], None] | None = None) -> None:
        self._listener = listener
        self._cancelled = threading.Event()
        self._span = (0.0, 1.0)
        self._stage = ""

    def cancel(self) -> None:
        """Ask the task to stop; safe from any thread."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled.is_set()

    def part(self, stage: str, start: float, end: float) -> Progress:
        """A view of this progress whose 0 to 1 covers `start` to `end` of it."""
        low, high = self._span
        inner = self._view(self._listener)
        inner._span = (low + (high - low) * start, low + (high - low) * end)
        inner._stage = stage
        return inner

    def share(self, start: float, end: float) -> Progress:
        """`part` under the name of this one."""
        return self.part(self._stage, start, end)

    def at_once(self, count: int) -> list[Progress]:
        """Views of this progress for tasks that go on at the same time, each an equal part of it."""
        fractions, lock = [0.0] * count, threading.Lock()

        def listener(number: int) -> Callable[[str, float], None]:
            def hear(stage: str, fraction: float) -> None:
                with lock:
                    fractions[number] = fraction
                    self._tell(stage, sum(fractions) / count)

            return hear

        return [self._view(listener(number)) for number in range(count)]

    def silent(self) -> Progress:
        """A view of this progress that tells nobody, for what goes on beside what is told of."""
        return self._view(None)

    def check(self) -> None:
        """Raise `Cancelled` if asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled

    def advance(self, fraction: float) -> None:
        """Report `fraction` (0 to 1) of this part done; raises `Cancelled` if asked to stop."""
        self.check()
        self._tell(self._stage, fraction)

    def follow(self, items: Iterable[T], total: float | None, size: Callable[[T], float]) -> Generator[T, None, None]:
        """Pass `items` through, advancing by the `size` of each out of `total` (`None`: unknown).

        Who makes the items is closed where nobody wants more.
        """
        done = 0.0
        try:
            for item in items:
                self.advance(done / total if total else 0.0)
                yield item
                done += size(item)
        finally:
            if isinstance(items, Generator):
                items.close()
        self.advance(1.0)

    def _view(self, listener: Callable[[str, float], None] | None) -> Progress:
        """A progress of the same task for another listener, cancelled with this one."""
        view = Progress(listener)
        view._cancelled, view._stage = self._cancelled, self._stage
        return view

    def _tell(self, stage: str, fraction: float) -> None:
        if self._listener is not None:
            low, high = self._span
            self._listener(stage, low + (high - low) * min(max(fraction, 0.0), 1.0))
