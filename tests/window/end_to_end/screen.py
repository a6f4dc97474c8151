"""A screen of our own with a window manager, and hands: xdotool's keys and mouse."""

import os
import shutil
import subprocess
import time

import pytest

SIZE = "1440x900x24"


def require():
    """Skip where there is no virtual screen or nobody to press keys."""
    missing = [program for program in ("Xvfb", "xdotool") if shutil.which(program) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed")


class Screen:
    """A virtual display; with openbox if there is one, so that windows get the focus as on a desktop."""

    def __init__(self, size=SIZE):
        reader, writer = os.pipe()
        command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
        self._server = subprocess.Popen(
            command, pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(writer)
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb did not start"
        self.environment = {"DISPLAY": f":{number}"}
        self._manager = self._manage()

    @property
    def has_manager(self):
        return self._manager is not None

    def _manage(self):
        if shutil.which("openbox") is None:
            return None
        manager = subprocess.Popen(
            ["openbox", "--sm-disable"],
            env=os.environ | self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.5)
        return manager

    def do(self, *arguments):
        """One call of xdotool; returns what it says."""
        answer = subprocess.run(
            ["xdotool", *map(str, arguments)],
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert answer.returncode == 0, answer.stderr
        return answer.stdout.strip()

    def close(self):
        for process in (self._manager, self._server):
            if process is not None:
                process.terminate()
                process.wait(60)
