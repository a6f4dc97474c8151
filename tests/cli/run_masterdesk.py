"""Runs the command line as a user does, in a process of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass


@dataclass
class Result:
    code: int
    stdout: str
    stderr: str

    @property
    def json(self):
        return json.loads(self.stdout)


def masterdesk(*arguments, **options):
    """Run `masterdesk ARGUMENTS`; never raises for an exit code."""
    command = [sys.executable, "-m", "masterdesk", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, errors="surrogateescape", timeout=300, **options)
    return Result(done.returncode, done.stdout, done.stderr)
