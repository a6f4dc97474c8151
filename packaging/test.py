"""Runs all tests and checks from a checkout: `python3 packaging/test.py [PYTEST ARGUMENTS]`."""

import subprocess
import sys

from environment import REPOSITORY, python

#: One test process per core; tests that share what is costly to make run in the same one.
PYTEST = ["-m", "pytest", "-n", "auto", "--dist", "loadgroup"]


def main() -> int:
    """Run pytest in the checkout; returns its exit code."""
    return subprocess.run([python("[test]"), *PYTEST, *sys.argv[1:]], cwd=REPOSITORY).returncode


if __name__ == "__main__":
    sys.exit(main())
