"""A task answers exactly once, from its thread to ours."""

import sys
import threading
import time

import pytest

from masterdesk.engine.errors import InputError
from masterdesk.window.workers.task import Task


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
    qtbot.wait(50)
    assert task.isFinished()
    assert answers == []
