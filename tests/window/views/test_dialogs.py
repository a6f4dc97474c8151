"""Dialogs open by name, and nothing of them is left when they are closed."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from masterdesk.engine.types.request import MasterRequest
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


@pytest.fixture
def queued(loaded):
    """A master that is being written."""
    job = loaded.models.queue.add("Song.wav", 1, MasterRequest("mix.wav", "Song.wav"))
    loaded.models.queue.start(job)
    yield job
    loaded.models.queue.cancel(job)


@pytest.mark.parametrize("name", ["settings", "help", "about", "render"])
def test_a_closed_dialog_is_gone_and_hears_nothing_more(loaded, dialogs, window, name):
    dialogs.open(name)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChildren(QDialog) == []
    assert loaded.player.searches == (name == "settings")
    loaded.models.preferences.theme = "light"
    loaded.models.playback.set_devices(("Headphones",), None, "Headphones")


@pytest.mark.parametrize(("choice", "quits"), [("Keep rendering", False), ("Quit", True)])
def test_quitting_while_a_master_is_written_is_asked(loaded, dialogs, queued, monkeypatch, choice, quits):
    monkeypatch.setattr(QMessageBox, "exec", lambda box: _button(box, choice).click())
    assert dialogs.may_quit() is quits


def test_the_question_tells_when_all_is_written_meanwhile(loaded, dialogs, queued, monkeypatch):
    said = []

    def exec_while_it_ends(box):
        loaded.models.queue.fail(queued, "The disk is full.")
        said.extend((box.text(), *(button.text() for button in box.buttons())))
        _button(box, "Stay").click()

    monkeypatch.setattr(QMessageBox, "exec", exec_while_it_ends)
    assert not dialogs.may_quit()
    assert said == ["Nothing is being written any more.", "Stay", "Quit"]
    assert dialogs.may_quit(), "nothing is left to ask"


def test_the_question_counts_what_is_left(loaded, dialogs, queued, monkeypatch):
    queue, said = loaded.models.queue, []
    other = queue.add("Other.wav", 2, MasterRequest("mix.wav", "Other.wav"))

    def exec_while_one_ends(box):
        said.append(box.text())
        queue.fail(queued, "The disk is full.")
        queue.start(other)
        queue.progress(other, "Processing", 0.5)
        said.extend((box.text(), box.informativeText()))
        _button(box, "Quit").click()

    monkeypatch.setattr(QMessageBox, "exec", exec_while_one_ends)
    assert dialogs.may_quit()
    assert said[:2] == ["2 masters are still to be written.", "A master is still being written."]
    assert said[2].startswith("If you quit now it is not finished.")
    queue.cancel(other)


def _button(box, text):
    return next(button for button in box.buttons() if button.text() == text)


@pytest.mark.parametrize(("answer", "is_revealed", "runs"), [(0, False, True), (1, True, True), (2, False, False)])
def test_the_end_of_a_blind_test_can_be_thought_over(loaded, dialogs, monkeypatch, answer, is_revealed, runs):
    loaded.answer_all()
    loaded.actions.blind.start_abx("1", "2")
    loaded.actions.blind.answer("A")
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[answer].click())
    loaded.actions.commands["end_blind_test"].trigger()
    blind = loaded.models.blind
    assert (blind.revealed, blind.kind is not None) == (is_revealed, runs)
