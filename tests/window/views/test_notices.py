"""Messages come one at a time and leave by themselves, but for questions that must be answered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from window import card_scenes, scenes

from masterdesk.window import theme
from masterdesk.window.views import notices as notices_module
from masterdesk.window.views.announce import announce
from masterdesk.window.views.notices import Notices


@pytest.fixture
def notices(qtbot, desk, monkeypatch):
    monkeypatch.setattr(notices_module, "SHOWN_MS", 60)
    window, below = QWidget(), QWidget()
    window.resize(1200, 700)
    below.setParent(window)
    below.setGeometry(0, 640, 1200, 60)
    notices = Notices(desk.actions, window, below)
    qtbot.addWidget(window)
    window.show()
    return notices


def shown(notices):
    return "" if notices.isHidden() else notices._text.text()


def test_one_after_the_other_and_then_nothing(qtbot, notices):
    for text in ("first", "second", "first"):
        notices.tell(text)
    assert shown(notices) == "first"
    qtbot.waitUntil(lambda: shown(notices) == "second")
    qtbot.waitUntil(lambda: shown(notices) == "")


def test_what_went_well_does_not_look_like_a_problem(desk, notices):
    desk.actions.view.tell("The file cannot be read.")
    assert (shown(notices), notices.property("role")) == ("The file cannot be read.", "strip")
    notices._next()
    desk.actions.view.confirm("The match is saved.")
    assert (shown(notices), notices.property("role")) == ("The match is saved.", "notice")


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


def test_a_click_on_an_answer_does_not_take_the_keyboard(qtbot, notices):
    """Else the space bar would press whatever button comes next, instead of playing."""
    window = notices.window()
    window.setFocus()
    notices.ask("Go on?", "Go on", lambda: None)
    qtbot.mouseClick(notices._answer, Qt.MouseButton.LeftButton)
    assert shown(notices) == ""
    assert window.focusWidget() is window


@pytest.mark.parametrize("button", ["_answer", "_close"])
def test_an_answer_by_key_gives_the_keyboard_back_to_the_window(qtbot, notices, button):
    window, button = notices.window(), getattr(notices, button)
    notices.ask("Go on?", "Go on", lambda: None)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert window.focusWidget() is button
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert shown(notices) == ""
    assert window.focusWidget() is window


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


def test_it_floats_over_the_desk_and_moves_nothing(notices, qtbot):
    window, below = notices.parentWidget(), notices._below
    notices.tell("A message. " * 40)
    assert notices.isVisible()
    for width, top in ((1200, 640), (900, 500)):
        window.resize(width, 700)
        below.setGeometry(0, top, width, 60)
        qtbot.waitUntil(lambda top=top: notices.geometry().bottom() < top)
        assert notices.geometry().bottom() > top - 30
        assert window.rect().contains(notices.geometry())
        assert abs(notices.geometry().center().x() - width / 2) <= 1
    assert below.geometry().top() == 500
    assert notices._text.height() >= notices._text.heightForWidth(notices._text.width())


def test_it_stands_over_a_place_without_controls_as_long_as_there_is_one(notices):
    graph = QWidget(notices.parentWidget())
    graph.setGeometry(10, 300, 800, 330)
    graph.show()
    notices._find_place = lambda: graph
    notices.tell("A message.")
    assert graph.geometry().contains(notices.geometry())
    graph.hide()
    notices._next()
    notices.tell("Another message.")
    assert abs(notices.geometry().center().x() - 600) <= 1


def test_problems_stand_out_and_offers_are_calm(notices, qapp):
    theme.apply(qapp, "dark")
    colors = []
    for show in (lambda: notices.tell("No."), lambda: notices.ask("Go on?", "Go on", lambda: None)):
        show()
        notices._next() if notices._waiting else None
        colors.append(notices.grab().toImage().pixelColor(4, notices.height() // 2))
    assert colors == [theme.DARK.warning_fill, theme.DARK.raised]


def test_what_was_written_is_told_once_for_all_files(notices, desk, opened):
    jobs = [job for job in card_scenes.queued(scenes.ready()).queue.jobs if job.report is not None]
    notices.show_written(jobs)
    assert shown(notices) == "2 files are written and measured: 1 missed a target, see the render queue."
    notices._answer.click()
    assert opened == [str(jobs[-1].output.parent)]
    notices.show_written(jobs[:1])
    assert shown(notices).endswith("24 bit.wav is written and measured: −14.0 LUFS, −1.0 dBTP.")
    notices.show_written(jobs[:1] * 2)
    notices._next()
    assert shown(notices) == "2 files are written and measured: all targets are met."


def test_a_render_that_failed_is_told(notices):
    failed = next(job for job in card_scenes.queued(scenes.ready()).queue.jobs if job.problem)
    notices.show_failure(failed)
    assert "was not written: There is no room left" in shown(notices)
