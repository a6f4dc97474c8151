"""A second process beside this one: it answers while this one works, and is gone when it is closed."""

import multiprocessing
import time

import pytest
import worker_chores as chores

from masterdesk.engine.errors import Cancelled, InputError, MasterDeskError
from masterdesk.engine.pipelines.processes.second_process import SecondProcess
from masterdesk.engine.progress import Progress


def test_it_takes_one_task_after_the_other(second):
    first, after = (second.submit(chores.add, number, 1, progress=Progress()) for number in (1, 2))
    assert (first.result(30), after.result(30)) == (2, 3)


def test_a_failure_is_the_error_it_was(second):
    with pytest.raises(InputError, match="it broke"):
        second.submit(chores.fail, "input", progress=Progress()).result(30)


def test_closing_ends_the_child_and_its_tasks_and_deletes_the_folder():
    second = SecondProcess()
    child = second.submit(chores.number, progress=Progress()).result(30)
    path = second.new_path(".audio")
    path.write_bytes(b"1234")
    running, waiting = (second.submit(chores.stick, progress=Progress()) for _ in range(2))
    started = time.monotonic()
    second.close()
    assert time.monotonic() - started < 10.0
    assert waiting.cancelled() or waiting.exception(1) is not None
    assert isinstance(running.exception(1), MasterDeskError) or running.cancelled()
    assert not path.parent.exists()
    assert all(process.pid != child for process in multiprocessing.active_children())


def test_a_block_that_fails_ends_the_task_it_shared_its_work_with(second):
    progress = Progress()
    with pytest.raises(InputError), second.sharing(chores.work, 60.0, progress=progress) as theirs:
        raise InputError("it broke", "mend it")
    assert isinstance(theirs.exception(0), Cancelled)
