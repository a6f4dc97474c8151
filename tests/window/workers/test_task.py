"""A task answers exactly once, from its thread to ours."""

import gc
import sys
import threading
import time
import weakref

import pytest
from PySide6.QtCore import Signal

from masterdesk.engine.errors import InputError
from masterdesk.window.workers.task import Task, _closed, wait_for_closed


@pytest.fixture
def answers():
    return []


def run(qtbot, task, answers):
    task.succeeded.connect(lambda answer: answers.append(("succeeded", answer)))
    task.failed.connect(lambda error: answers.append(("failed", str(error))))
    task.cancelled.connect(lambda: answers.append(("cancelled",)))
    with qtbot.waitSignal(task.finished, timeout=5000):
        task.start()
    qtbot.waitUntil(lambda: bool(answers))


def test_the_answer_of_another_thread_arrives(qtbot, answers):
    run(qtbot, Task(lambda progress: threading.current_thread().name), answers)
    ((kind, name),) = answers
    assert kind == "succeeded"
    assert name != threading.main_thread().name


def test_a_failure_is_told_in_its_own_words(qtbot, answers):
    def fail(progress):
        raise InputError("x.wav is empty", "choose another file")

    run(qtbot, Task(fail), answers)
    assert answers == [("failed", "x.wav is empty: choose another file")]


def test_the_unexpected_is_told_and_kept(qtbot, answers, monkeypatch):
    kept = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: kept.append(error[0]))
    run(qtbot, Task(lambda progress: 1 / 0), answers)
    assert answers[0][0] == "failed"
    assert "ZeroDivisionError" in answers[0][1]
    assert kept == [ZeroDivisionError]


def test_cancelling_ends_it_soon(qtbot, answers):
    def work(progress):
        while True:
            progress.advance(0.5)
            time.sleep(0.01)

    task = Task(work)
    task.progressed.connect(lambda stage, fraction: task.cancel())
    run(qtbot, task, answers)
    assert answers == [("cancelled",)]


def test_a_closed_task_says_nothing(qtbot, answers):
    started = threading.Event()

    def work(progress):
        started.set()
        while True:
            progress.advance(0.5)
            time.sleep(0.01)

    task = Task(work)
    task.cancelled.connect(lambda: answers.append("cancelled"))
    task.start()
    started.wait(5.0)
    task.close()
    qtbot.waitUntil(task.isFinished)
    qtbot.wait(20)
    assert answers == []


def test_closing_waits_for_nothing_and_the_thread_ends_by_itself(qtbot, answers):
    """Work that does not look whether it should stop must not hold up the window."""
    gate = threading.Event()
    task = Task(lambda progress: gate.wait(5.0))
    task.discard = answers.append
    task.succeeded.connect(lambda answer: answers.append("succeeded"))
    task.start()
    began = time.monotonic()
    task.close()
    assert time.monotonic() - began < 0.05
    gone = weakref.ref(task)
    del task
    gc.collect()
    assert gone() is not None, "a thread that runs is held"
    gate.set()
    qtbot.waitUntil(lambda: answers == [True])
    qtbot.waitUntil(lambda: not _closed)


def test_an_answer_that_was_there_before_the_end_is_not_told_after_it(qtbot, answers):
    task = Task(lambda progress: 5)
    task.succeeded.connect(answers.append)
    task.start()
    task.wait()
    task.close()
    qtbot.wait(20)
    assert answers == []


class Counting(Task):
    """Tells something of its own before it answers."""

    counted = Signal(int)

    def __init__(self):
        super().__init__(self._count)

    def _count(self, progress):
        for number in range(3):
            self.tell("counted", number)
        return "done"


@pytest.fixture
def told():
    """Everything that a task tells, and whether its thread was still there."""
    told, task = [], Counting()
    task.counted.connect(told.append)
    task.succeeded.connect(told.append)
    task.ended.connect(lambda: told.append(task.isRunning()))
    task.start()
    return task, told


def test_what_a_task_tells_of_its_own_comes_in_order_and_the_end_when_the_thread_is_over(qtbot, told):
    _, told = told
    qtbot.waitUntil(lambda: len(told) == 5)
    assert told == [0, 1, 2, "done", False]


def test_a_task_that_was_closed_in_between_tells_nothing_of_its_own(qtbot, told):
    task, told = told
    task.wait()  # all that it told waits in the event queue
    task.close()
    qtbot.wait(20)
    assert told == []


def test_an_answer_on_its_way_is_let_go_of_though_nobody_holds_its_task(qtbot, answers):
    task = Task(lambda progress: 5)
    task.discard = answers.append
    task.start()
    task.wait()
    task.close()
    del task
    gc.collect()
    qtbot.waitUntil(lambda: answers == [5])


def test_the_end_of_the_program_waits_for_what_was_closed(qapp):
    ended = []

    def work(progress):
        time.sleep(0.2)
        ended.append(True)

    task = Task(work)
    task.start()
    task.close()
    wait_for_closed()
    assert ended == [True]
