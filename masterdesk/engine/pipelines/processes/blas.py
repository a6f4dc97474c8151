"""Prepares the process for a pipeline: one BLAS thread while it runs, and memory that is used again."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from threadpoolctl import threadpool_limits

from masterdesk.engine.pipelines.processes.memory import keep_freed_memory

P = ParamSpec("P")
R = TypeVar("R")


def one_blas_thread(pipeline: Callable[P, R]) -> Callable[P, R]:
    """Run `pipeline` with one BLAS thread, also where numpy was imported before this package could say so.

    Stages and processes share the cores already; a BLAS that adds threads slows them tenfold.
    """

    @functools.wraps(pipeline)
    def limited(*args: P.args, **kwargs: P.kwargs) -> R:
        keep_freed_memory()
        with threadpool_limits(limits=1, user_api="blas"):
            return pipeline(*args, **kwargs)

    return limited
