"""A task that is over holds nothing: neither its audio nor a place among its parent's children."""

import gc
import weakref
from functools import partial

import numpy as np
from PySide6.QtCore import QObject

from masterdesk.window.workers.task import Task


def measured(samples, progress):
    return float(samples.max())


def test_a_task_that_is_over_lets_its_audio_and_itself_go(qtbot):
    parent, samples = QObject(), np.ones(1000)
    held = weakref.ref(samples)
    task = Task(partial(measured, samples), parent)
    del samples
    answers = []
    task.succeeded.connect(answers.append)
    with qtbot.waitSignal(task.finished, timeout=5000):
        task.start()
    qtbot.waitUntil(lambda: not parent.children())
    assert answers == [1.0]
    gone = weakref.ref(task)
    del task
    gc.collect()
    assert held() is None and gone() is None


def test_a_closed_task_leaves_its_parent_too(qtbot):
    parent = QObject()
    task = Task(lambda progress: None, parent)
    task.start()
    task.close()
    assert parent.children() == []
    qtbot.waitUntil(task.isFinished)
