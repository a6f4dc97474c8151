"""Makes the virtual environment that `run.py` and `test.py` work in. Standard library only."""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
OLDEST_PYTHON = (3, 11)


def python(extras: str = "") -> Path:
    """The interpreter of an environment with MasterDesk and its `extras`, made or renewed if need be."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"MasterDesk needs Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer; this is {sys.version}")
    folder = Path(os.environ.get("MASTERDESK_VENV", REPOSITORY / ".venv"))
    interpreter = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / f"installed{extras.strip('[]') and '-' + extras.strip('[]')}"
    wanted = hashlib.sha256((REPOSITORY / "pyproject.toml").read_bytes()).hexdigest()
    if not interpreter.exists() or not stamp.exists() or stamp.read_text() != wanted:
        _install(folder, interpreter, extras)
        stamp.write_text(wanted)
    return interpreter


def _install(folder: Path, interpreter: Path, extras: str) -> None:
    print(f"Installing MasterDesk's packages into {folder} (once) ...", file=sys.stderr, flush=True)
    if not interpreter.exists():
        _create(folder)
    quiet = [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # stdout belongs to the program that is about to run.
    subprocess.run([*quiet, "--editable", f"{REPOSITORY}{extras}"], check=True, stdout=sys.stderr)


def _create(folder: Path) -> None:
    try:
        import ensurepip  # noqa: F401  Debian ships Python without it
    except ImportError:
        sys.exit("This Python cannot make virtual environments: run `sudo apt-get install python3-venv` first")
    venv.create(folder, with_pip=True)
