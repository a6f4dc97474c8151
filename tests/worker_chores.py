"""Work for worker processes in tests; top-level, so that a process can find it."""

import os
import signal
import time

from masterdesk.engine.errors import Cancelled, InputError, OutputError, SettingsError


def add(a, b, progress):
    return a + b


def number(progress):
    return os.getpid()


def fail(kind, progress):
    if kind == "cancelled":
        raise Cancelled
    if kind == "bug":
        raise KeyError("nobody thought of this")
    raise {"input": InputError, "output": OutputError, "settings": SettingsError}[kind]("it broke", "mend it")


def work(seconds, progress):
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        progress.advance(1.0 - left / seconds)
        time.sleep(0.01)
    return "done"


def linger(*anything, progress):
    """Do nothing until it is cancelled."""
    work(60.0, progress)


def stick(progress):
    time.sleep(60)


def die(progress):
    os.kill(os.getpid(), signal.SIGKILL)


def unpicklable(progress):
    return lambda: None
