"""Two tasks at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from masterdesk.engine.errors import Cancelled
from masterdesk.engine.progress import Progress

T = TypeVar("T")
U = TypeVar("U")


def side_by_side(first: Callable[[], T], second: Callable[[], U], progress: Progress) -> tuple[T, U]:
    """Run `second` in a thread meanwhile; where one fails or is interrupted, both are cancelled by `progress`.

    Raises what went wrong first.
    """

    def watch(done: Future[U]) -> None:
        if done.exception() is not None:
            progress.cancel()

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(second)
        future.add_done_callback(watch)
        try:
            return first(), future.result()
        except Cancelled:
            progress.cancel()
            future.result()  # its failure, if that is why
            raise
        except BaseException:
            progress.cancel()
            raise
