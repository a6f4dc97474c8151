"""A screen, a sound server and the program itself, each test's own."""

import os
import time
from pathlib import Path

import pytest
from playback import pulse as pulse_server
from window.end_to_end import screen as screens
from window.end_to_end.driven_desk import DrivenDesk


@pytest.fixture(scope="module")
def screen():
    screens.require()
    made = screens.Screen()
    yield made
    made.close()


@pytest.fixture(scope="module")
def sound_server():
    pulse_server.require()
    server = pulse_server.Pulse()
    yield server
    server.close()


@pytest.fixture
def start(screen, sound_server, tmp_path):
    """Starts the program with files; when the test ends, so does it, and none of its processes may be left."""
    desks = []

    def start(*files):
        desks.append(DrivenDesk(screen, tmp_path, *files, environment=sound_server.environment))
        return desks[-1]

    yield start
    for desk in desks:
        desk.close()
    deadline = time.monotonic() + 10.0
    while (left := [pid for desk in desks for pid in _session(desk.process.pid)]) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not left, "processes outlived the program"


def _session(leader):
    """Processes of the session that a program began."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and os.getsid(int(folder.name)) == leader:
                found.append(int(folder.name))
        except (ProcessLookupError, PermissionError):
            continue
    return found
