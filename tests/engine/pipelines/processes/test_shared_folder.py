"""Folders that processes share: gone with their owner, or with the next start after it was killed."""

import os
import subprocess
import sys
import tempfile

import pytest

from masterdesk.engine.pipelines.processes.shared_folder import PREFIX, make_shared_folder, remove_shared_folder


@pytest.fixture(autouse=True)
def temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_is_new_private_and_removed_with_all_that_is_in_it(temporary_folder):
    one, other = make_shared_folder(), make_shared_folder()
    assert one != other and one.parent == temporary_folder
    if os.name == "posix":
        assert one.stat().st_mode & 0o077 == 0
    (one / "audio").write_bytes(b"1234")
    remove_shared_folder(one)
    assert not one.exists() and other.exists()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere processes cannot be asked for")
def test_what_a_killed_process_left_is_removed_and_nothing_else(temporary_folder):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    names = {
        f"{PREFIX}{ended.pid}-gone": False,
        f"{PREFIX}99999999999999999999-gone": False,
        f"{PREFIX}{os.getpid()}-mine": True,
        f"{PREFIX}²-odd": True,
        f"{PREFIX}word-odd": True,
        "something-else": True,
    }
    for name in names:
        (temporary_folder / name).mkdir()
    make_shared_folder()
    assert {name: (temporary_folder / name).exists() for name in names} == names
