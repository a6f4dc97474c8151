"""Where tests find the shared tools and the real music; skips what is not there."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]

#: Folder of the test-data scripts (ebu_signals.py, bad_inputs.py, quality.py, fetch_music.sh).
TOOLS = Path(os.environ.get("MASTERDESK_TESTDATA", REPOSITORY.parent / "shared" / "testdata"))


def tool(name):
    """Import one of the shared scripts as a module, or skip the test."""
    path = TOOLS / f"{name}.py"
    if not path.exists():
        pytest.skip(f"no {path.name}: set MASTERDESK_TESTDATA")
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


def music():
    """Folder of the real music, or skip the test."""
    folder = os.environ.get("MASTERDESK_MUSIC")
    if not folder or not (Path(folder) / "index.tsv").exists():
        pytest.skip("no real music: run fetch_music.sh --to DIR --derive and set MASTERDESK_MUSIC=DIR")
    return Path(folder)


def track(name):
    """One file of the real music, or skip the test."""
    path = music() / name
    if not path.exists():
        pytest.skip(f"{name} is not in the music folder")
    return path
