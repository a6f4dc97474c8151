"""A private sound server for the tests that play for real, and a look at what they leave behind."""

import multiprocessing
import threading
import time

import pytest
from playback import pulse as pulse_server


@pytest.fixture
def pulse(monkeypatch):
    pulse_server.require()
    server = pulse_server.Pulse()
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    yield server
    server.close()


@pytest.fixture
def make_player():
    """Makes players that are closed afterwards, and then must have left no thread and no process."""
    from masterdesk.playback.player import Player

    before = set(threading.enumerate())
    players = []

    def make(*arguments):
        players.append(Player(*arguments))
        return players[-1]

    yield make
    for player in players:
        player.close()
    assert set(threading.enumerate()) <= before
    assert not multiprocessing.active_children()


@pytest.fixture
def wait_until():
    """Wait for something that another process brings about."""

    def wait(ready, seconds=10.0):
        deadline = time.monotonic() + seconds
        while not ready():
            assert time.monotonic() < deadline, "it did not come to pass"
            time.sleep(0.02)

    return wait
