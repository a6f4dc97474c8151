"""The main window's own business: what it offers, and when not any more."""

import pytest

from masterdesk.window.models.desk_state import DeskState
from masterdesk.window.views.main_window import MainWindow


@pytest.fixture
def window(qtbot, desk):
    window = MainWindow(desk.models, desk.actions)
    qtbot.addWidget(window)
    return window


def offered(window):
    return "" if window._notices.isHidden() else window._notices._text.text()


def test_the_last_desk_is_offered_until_another_file_is_opened(window, desk, song, tmp_path):
    window.offer_last(DeskState(track=tmp_path / "Old.wav"))
    assert not window._notices._timer.isActive(), "it does not leave by itself"
    assert "Old.wav" in offered(window)
    desk.models.track.start(song)
    assert offered(window) == ""


def test_a_lost_desk_is_offered_on(window, desk, song, tmp_path):
    """It is kept nowhere else."""
    window.offer_lost(DeskState(track=tmp_path / "Old.wav"))
    desk.models.track.start(song)
    assert "Old.wav" in offered(window)
