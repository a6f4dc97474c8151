"""The main window's own business: what it offers, and when not any more."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from masterdesk.window.models.desk_state import DeskState
from masterdesk.window.views.blind_test.letter_tile import LetterTile
from masterdesk.window.views.cards import CardRow
from masterdesk.window.views.graphs_panel import GraphsPanel
from masterdesk.window.views.header.header_view import HeaderView
from masterdesk.window.views.lanes.lanes_view import LanesView
from masterdesk.window.views.main_window import MainWindow
from masterdesk.window.views.meters.meters_view import MetersView


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


def test_escape_closes_the_match_from_wherever_one_is(window, qtbot, monkeypatch):
    closed, panel = [], window._models.match_panel
    monkeypatch.setattr(window._actions.match, "close_panel", lambda: closed.append(True))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not closed
    panel.show(2)
    for place in (window, window.findChild(HeaderView).findChild(QAbstractButton)):
        qtbot.keyClick(place, Qt.Key.Key_Escape)
    assert closed == [True, True]


def test_the_keyboard_is_free_when_the_welcome_gives_way(window, desk, song):
    """Else Qt would hand it to the next button, and the space bar would open another file instead of playing."""
    window.show()
    window._welcome.open.setFocus(Qt.FocusReason.TabFocusReason)
    desk.models.track.start(song)
    assert window.focusWidget() is window
    button = window.findChild(LanesView).findChild(QAbstractButton)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    desk.models.track.clear()
    assert window.focusWidget() is window


def walked(qtbot, window, key=Qt.Key.Key_Tab):
    """The parts of the window that Tab goes through, each as often as it stops there without leaving."""
    parts = {
        "header": window.findChild(HeaderView),
        "lanes": window.findChild(LanesView),
        "cards": window.findChild(CardRow),
        "graphs": window.findChild(GraphsPanel),
        "meters": window.findChild(MetersView),
        "transport": window._transport,
    }
    names, seen = [], []
    for _ in range(200):
        qtbot.keyClick(QApplication.focusWidget() or window, key)
        focused = QApplication.focusWidget()
        if focused in seen:
            break
        seen.append(focused)
        names += [name for name, part in parts.items() if part is not None and part.isAncestorOf(focused)]
    return [(name, len(list(stops))) for name, stops in itertools.groupby(names)], seen


READING_ORDER = ["header", "lanes", "cards", "graphs", "meters", "transport"]


def test_tab_goes_as_one_reads_whatever_was_made_first(window, desk, song, qtbot):
    """The desk is made after the header and the transport, chips, legend and history after everything else."""
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    desk.put_track(song)
    desk.answer_all()
    window.findChild(GraphsPanel)._tabs.setCurrentIndex(1)
    desk.actions.listening.hear("2")
    order, seen = walked(qtbot, window)
    assert [name for name, _ in order] == READING_ORDER
    assert len(seen) > 50
    assert seen[0] is window.findChild(HeaderView).title_row.findings[0]
    back, _ = walked(qtbot, window, Qt.Key.Key_Backtab)
    assert {name for name, _ in back} <= set(READING_ORDER)
    desk.actions.blind.start_ranking()
    QApplication.focusWidget().clearFocus()
    order, seen = walked(qtbot, window)
    assert [name for name, _ in order] == READING_ORDER
    letters = [widget.letter for widget in seen if isinstance(widget, LetterTile)]
    assert letters == list(desk.models.blind.letters)
