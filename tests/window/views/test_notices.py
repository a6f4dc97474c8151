"""Messages come one at a time and leave by themselves, but for questions that must be answered."""

import pytest

from masterdesk.window.views import notices as notices_module
from masterdesk.window.views.announce import announce
from masterdesk.window.views.notices import Notices


@pytest.fixture
def notices(qtbot, desk, monkeypatch):
    monkeypatch.setattr(notices_module, "SHOWN_MS", 60)
    notices = Notices(desk.actions)
    qtbot.addWidget(notices)
    return notices


def shown(notices):
    return "" if notices.isHidden() else notices._text.text()


def test_one_after_the_other_and_then_nothing(qtbot, notices):
    for text in ("first", "second", "first"):
        notices.tell(text)
    assert shown(notices) == "first"
    qtbot.waitUntil(lambda: shown(notices) == "second")
    qtbot.waitUntil(lambda: shown(notices) == "")


def test_an_answer_is_taken_once(notices):
    answers = []
    notices.ask("Open it?", "Open", lambda: answers.append("opened"))
    notices._answer.click()
    assert answers == ["opened"]
    assert shown(notices) == ""


def test_a_question_that_stays_waits_for_its_answer_but_lets_others_through(qtbot, notices):
    answers = []
    notices.ask("A desk was lost.", "Open it again", lambda: answers.append("opened"), stays=True)
    qtbot.wait(150)
    assert shown(notices) == "A desk was lost."
    notices.tell("The disk is full.")
    assert shown(notices) == "The disk is full."
    qtbot.waitUntil(lambda: shown(notices) == "A desk was lost.")
    notices._answer.click()
    assert answers == ["opened"]
    assert shown(notices) == ""


def test_what_is_asked_can_be_taken_back(notices):
    first = notices.ask("Go on?", "Go on", lambda: None)
    second = notices.ask("Open it?", "Open", lambda: None)
    second()
    assert shown(notices) == "Go on?"
    first()
    assert shown(notices) == ""
    first()
    assert shown(notices) == ""


def test_a_screen_reader_is_told(notices, monkeypatch, qtbot):
    told = []
    monkeypatch.setattr(notices_module, "announce", lambda widget, text: told.append(text))
    notices.tell("The disk is full.")
    notices.ask("Open it?", "Open", lambda: None)
    assert told == ["The disk is full."]
    qtbot.waitUntil(lambda: told == ["The disk is full.", "Open it? Open"])


def test_an_announcement_is_made_without_anybody_listening(notices):
    announce(notices, "The disk is full.")
