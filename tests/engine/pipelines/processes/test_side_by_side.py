"""Two tasks at the same time: what one meets, the other hears of."""

import time

import pytest

from masterdesk.engine.errors import Cancelled, InputError
from masterdesk.engine.pipelines.processes.side_by_side import side_by_side
from masterdesk.engine.progress import Progress


def long_work(progress):
    until = time.monotonic() + 20.0
    while time.monotonic() < until:
        progress.check()
        time.sleep(0.01)


def fail():
    raise InputError("it broke", "mend it")


def interrupted():
    raise KeyboardInterrupt


def test_both_answer():
    assert side_by_side(lambda: 1, lambda: 2, Progress()) == (1, 2)


@pytest.mark.parametrize(("failure", "error"), [(fail, InputError), (interrupted, KeyboardInterrupt)])
@pytest.mark.parametrize("is_first", [True, False])
def test_where_one_fails_the_other_ends_and_the_failure_is_told(failure, error, is_first):
    progress = Progress()
    tasks = [failure, lambda: long_work(progress)]
    started = time.monotonic()
    with pytest.raises(error):
        side_by_side(*(tasks if is_first else reversed(tasks)), progress)
    assert time.monotonic() - started < 5.0


def test_who_cancels_both_is_told_so():
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        side_by_side(lambda: long_work(progress), lambda: long_work(progress), progress)
