"""The region of the reference that is matched, on its lane."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from window import match_scenes
from window.lane_hands import at, drag

from masterdesk.window import theme
from masterdesk.window.models.blind_test import BlindKind
from masterdesk.window.models.desk_state import Region
from masterdesk.window.views.lanes.lanes_view import LanesView

LEFT, SHIFT, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
SET = Region(20.0, 50.0)


@pytest.fixture
def lane(open_view):
    """The reference's lane of a desk that matches it, with a region; gives (lane, models, actions)."""
    models = match_scenes.matched()
    models.desk.note(reference_region=SET)
    view, actions = open_view(LanesView, models, 1416, 182)
    return view.reference, models, actions, view


def regions(actions):
    return actions.named("references.set_region")


@pytest.mark.parametrize(
    ("from_s", "to_s", "y", "modifiers", "wanted"),
    [
        (80.0, 100.0, 30, SHIFT, (80.0, 100.0)),
        (100.0, 80.0, 30, SHIFT, (100.0, 80.0)),
        (20.0, 10.0, 30, Qt.KeyboardModifier.NoModifier, (50.0, 10.0)),
        (50.0, 58.0, 30, Qt.KeyboardModifier.NoModifier, (20.0, 58.0)),
        (35.0, 45.0, 3, Qt.KeyboardModifier.NoModifier, (30.0, 60.0)),
        (35.0, 1.0, 3, Qt.KeyboardModifier.NoModifier, (0.0, 30.0)),
    ],
)
def test_is_made_stretched_and_moved_by_the_mouse(lane, qtbot, from_s, to_s, y, modifiers, wanted):
    lane, _, actions, _ = lane
    drag(qtbot, lane, from_s, to_s, y, modifiers)
    assert regions(actions)[-1] == pytest.approx(wanted, abs=0.25)
    assert actions.calls[-1] == ("slots.end_drag", ())


def test_below_its_bar_the_compared_box_is_moved_as_ever(lane, qtbot):
    lane, _, actions, _ = lane
    drag(qtbot, lane, 70.0, 75.0)
    assert regions(actions) == [] and actions.named("window.move_reference")


def test_the_keyboard_moves_stretches_and_clears_it(lane, qtbot):
    lane, models, actions, _ = lane
    qtbot.keyClick(lane, Qt.Key.Key_Right, ALT)
    qtbot.keyClick(lane, Qt.Key.Key_Left, ALT | SHIFT)
    assert regions(actions) == [(21.0, 51.0), (20.0, 49.0)]
    qtbot.keyClick(lane, Qt.Key.Key_Delete)
    models.desk.note(reference_region=None)
    qtbot.keyClick(lane, Qt.Key.Key_Delete)
    qtbot.keyClick(lane, Qt.Key.Key_Right, ALT)
    assert actions.named("references.clear_lane_region") == [()]
    assert len(regions(actions)) == 2, "there is none to be moved"


def test_its_keys_are_the_lanes_own(lane):
    lane, *_ = lane
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Right, ALT)
    event.ignore()
    QApplication.sendEvent(lane, event)
    assert event.isAccepted()


def test_the_pointer_shows_what_a_drag_would_do(lane):
    lane, models, *_ = lane
    shape = Qt.CursorShape
    for time_s, y, wanted in (
        (20.0, 30, shape.SizeHorCursor),
        (50.0, 30, shape.SizeHorCursor),
        (35.0, 3, shape.OpenHandCursor),
        (35.0, 30, shape.ArrowCursor),
    ):
        assert lane.cursor_at(QPointF(at(lane, time_s, y))) == wanted, time_s
    models.desk.note(reference_region=None)
    assert lane.cursor_at(QPointF(at(lane, 20.0))) == shape.ArrowCursor


def test_is_seen_in_the_color_of_the_card_that_matches_it(lane):
    lane, models, *_ = lane
    bar = at(lane, 35.0, 1)

    def color():
        return lane.grab().toImage().pixelColor(bar).getRgb()[:3]

    assert color() == theme.source_color("3").getRgb()[:3]
    models.desk.note(heard="1")
    assert color() == theme.source_color("reference").getRgb()[:3], "card 1 does not match it: no card's color"
    models.desk.note(heard="4")
    models.blind.update(kind=BlindKind.RANKING, letters=("A", "B"), labels={"1": "A", "4": "B"})
    assert color() == theme.source_color("reference").getRgb()[:3]


def test_is_told_in_words_and_beside_the_name(lane):
    lane, models, _, view = lane
    assert "matched from 0:20.0 to 0:50.0" in lane.value_text()
    assert view.reference_label.name.text() == "0:20–0:50 · Slow Tide.wav"
    models.desk.note(reference_region=None)
    assert "matched" not in lane.value_text()
    assert view.reference_label.name.text() == "Slow Tide.wav"


def test_a_menu_beside_the_name_leads_to_all_of_it(lane):
    *_, actions, view = lane
    button = view.reference_label.region_button
    assert button.isVisible() and button.accessibleName()
    texts = [action.objectName() for action in button.menu().actions()]
    assert {"region_whole", "region_chorus", "add_reference", "save_match", "use_match"} <= set(texts)
    assert actions.calls == []
