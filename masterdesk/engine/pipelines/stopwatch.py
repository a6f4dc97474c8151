"""Wall time spent in the parts of a job."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Adds up seconds by the name of what they were spent on."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._spent: dict[str, float] = {}

    @contextmanager
    def time(self, name: str) -> Iterator[None]:
        """Count the time inside the `with` block under `name`."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self._spent[name] = self._spent.get(name, 0.0) + time.perf_counter() - started

    def seconds(self) -> dict[str, float]:
        """Seconds by name, and under `total` those since the stopwatch was made."""
        total = time.perf_counter() - self._started
        return {name: round(spent, 3) for name, spent in {**self._spent, "total": total}.items()}
