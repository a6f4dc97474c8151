"""The tree keeps its layers, its style and its types."""

import subprocess
import sys

import pytest
from shared_data import REPOSITORY


@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        [sys.executable, "-m", "ruff", "check", "."],
        [sys.executable, "-m", "ruff", "format", "--check", "."],
        [sys.executable, "-m", "mypy"],
    ],
    ids=["layers", "lint", "format", "types"],
)
def test_check_passes(command):
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
