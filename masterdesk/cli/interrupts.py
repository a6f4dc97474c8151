"""What Ctrl-C and its like do while a command runs."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from masterdesk.engine.progress import Progress

Handler = Callable[[int, FrameType | None], object] | signal.Handlers

#: Ctrl-C, a polite kill, and where there is such a thing, a closed terminal.
INTERRUPTS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
#: Who interrupts again after so many seconds does not want to wait for the task.
PATIENCE_S = 2.0


def on_interrupt(handler: Handler) -> None:
    """Treat all interrupts alike."""
    for number in INTERRUPTS:
        # Who is told to outlive its terminal does.
        if number in (signal.SIGINT, signal.SIGTERM) or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def raise_interrupt(number: int, frame: FrameType | None) -> None:
    """A handler."""
    raise KeyboardInterrupt


@contextmanager
def cancelled_by_interrupts(progress: Progress) -> Iterator[None]:
    """Have interrupts cancel a task, which ends at its next step.

    An exception that is raised wherever the task happens to be can get lost: a C library that is called back, as
    libsndfile is, has nobody to hand it to.
    """
    first_s: list[float] = []

    def cancel(number: int, frame: FrameType | None) -> None:
        progress.cancel()
        first_s.append(time.monotonic())
        if first_s[-1] - first_s[0] > PATIENCE_S:
            raise KeyboardInterrupt

    on_interrupt(cancel)
    try:
        yield
    finally:
        on_interrupt(raise_interrupt)
