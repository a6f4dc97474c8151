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
