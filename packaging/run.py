"""Runs MasterDesk from a checkout: `python3 packaging/run.py [ARGUMENTS]`."""

import subprocess
import sys

from environment import python

if __name__ == "__main__":
    try:
        sys.exit(subprocess.run([python(), "-m", "masterdesk", *sys.argv[1:]]).returncode)
    except KeyboardInterrupt:
        sys.exit(130)
