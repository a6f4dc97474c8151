"""Runs all tests and checks from a checkout: `python3 packaging/test.py [PYTEST ARGUMENTS]`."""

import subprocess
import sys

from environment import REPOSITORY, python


def main() -> int:
    """Run pytest in the checkout; returns its exit code."""
    return subprocess.run([python("[test]"), "-m", "pytest", "-n", "auto", "--dist", "loadgroup", *sys.argv[1:]], cwd=REPOSITORY).returncode


if __name__ == "__main__":
    sys.exit(main())
