"""What nobody foresaw is told in a sentence and kept in a file."""

import sys
import threading

import pytest

from masterdesk.window.mishaps import MAX_LOG_BYTES, Mishaps


@pytest.fixture
def told(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    messages = []
    Mishaps(tmp_path / "unexpected.log", messages.append).watch()
    return messages


def raise_in_a_thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()


def test_an_error_of_any_thread_is_told_and_kept(told, tmp_path):
    raise_in_a_thread()
    assert len(told) == 1
    assert "ZeroDivisionError" in told[0]
    assert str(tmp_path / "unexpected.log") in told[0]
    assert "Traceback" in (tmp_path / "unexpected.log").read_text()


def test_the_log_does_not_grow_for_ever_and_the_last_ones_are_kept(told, tmp_path):
    log, old = tmp_path / "unexpected.log", tmp_path / "unexpected.log.old"
    for filler in "xy":
        log.write_text(filler * (MAX_LOG_BYTES + 1))
        raise_in_a_thread()
        assert log.stat().st_size < MAX_LOG_BYTES
        assert old.read_text().startswith(filler)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_log_that_cannot_be_written_hides_nothing(monkeypatch, tmp_path, capsys):
    messages = []
    Mishaps(tmp_path / "missing" / "unexpected.log", messages.append).take(ValueError, ValueError("odd"), None)
    assert "odd" in messages[0]
    assert "ValueError: odd" in capsys.readouterr().err
