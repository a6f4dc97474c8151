"""One line on a terminal that tells how far a task is and how long it still takes."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from masterdesk.cli.interrupts import cancelled_by_interrupts
from masterdesk.engine.progress import Progress

#: Seconds between two updates of the line.
UPDATE_INTERVAL_S = 0.1


@contextmanager
def progress_line() -> Iterator[Progress]:
    """A progress that interrupts cancel, shown on stderr while the block runs, if stderr is a terminal."""
    is_shown = sys.stderr.isatty()
    progress = Progress(_Line().show if is_shown else None)
    try:
        with cancelled_by_interrupts(progress):
            yield progress
    finally:
        if is_shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


class _Line:
    def __init__(self) -> None:
        self._started = self._shown = time.monotonic()
        self._furthest = 0.0

    def show(self, stage: str, fraction: float) -> None:
        now = time.monotonic()
        # Several slots report at once, each from its own share: only ever go forward.
        self._furthest = max(self._furthest, fraction)
        if now - self._shown < UPDATE_INTERVAL_S:
            return
        self._shown = now
        left = (now - self._started) * (1.0 - self._furthest) / max(self._furthest, 1e-3)
        text = f"{stage} {self._furthest:4.0%}, {left:.0f} s left"
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
