"""An interrupt cancels what runs; it is not thrown into whatever happens to be executed."""

import os
import signal

import pytest

from masterdesk.cli import interrupts
from masterdesk.cli.interrupts import INTERRUPTS, cancelled_by_interrupts
from masterdesk.engine.progress import Progress


@pytest.fixture(autouse=True)
def handlers():
    before = {number: signal.getsignal(number) for number in INTERRUPTS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_one_that_comes_inside_a_callback_is_not_lost():
    progress = Progress()
    with cancelled_by_interrupts(progress):
        signal.raise_signal(signal.SIGINT)
        assert progress.is_cancelled
        signal.raise_signal(signal.SIGINT)  # at once again: the same
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_who_has_waited_long_is_not_kept_waiting(monkeypatch):
    monkeypatch.setattr(interrupts, "PATIENCE_S", -1.0)
    with cancelled_by_interrupts(Progress()), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_who_is_to_outlive_its_terminal_does():
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    progress = Progress()
    with cancelled_by_interrupts(progress):
        signal.raise_signal(signal.SIGHUP)
    assert not progress.is_cancelled
