"""Dialogs open by name, and nothing of them is left when they are closed."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from masterdesk.window.views.dialogs import Dialogs
from masterdesk.window.views.transport.transport_bar import TransportBar


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def dialogs(window, loaded, monkeypatch):
    for kind in (QDialog, QMessageBox):
        monkeypatch.setattr(kind, "exec", lambda self: 0)
    transport = TransportBar(loaded.models, loaded.actions, window)
    return Dialogs(window, transport, loaded.models, loaded.actions)


@pytest.mark.parametrize("name", ["settings", "help", "about", "render"])
def test_a_closed_dialog_is_gone_and_hears_nothing_more(loaded, dialogs, window, name):
    dialogs.open(name)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChildren(QDialog) == []
    assert loaded.player.searches == (name == "settings")
    loaded.models.preferences.theme = "light"
    loaded.models.playback.set_devices(("Headphones",), None, "Headphones")


@pytest.mark.parametrize(("answer", "is_revealed", "runs"), [(0, False, True), (1, True, True), (2, False, False)])
def test_the_end_of_a_blind_test_can_be_thought_over(loaded, dialogs, monkeypatch, answer, is_revealed, runs):
    loaded.answer_all()
    loaded.actions.blind.start_abx("1", "2")
    loaded.actions.blind.answer("A")
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[answer].click())
    loaded.actions.commands["end_blind_test"].trigger()
    blind = loaded.models.blind
    assert (blind.revealed, blind.kind is not None) == (is_revealed, runs)
