"""What of a reference is matched: all, its loudest chorus, or a region of its lane."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from masterdesk.engine.types.selection import Selection
from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.match_changes import selection_of
from masterdesk.window.views.controls.window_menu import WindowMenu, passing_menu
from masterdesk.window.views.match import words
from masterdesk.window.views.texts import span

HINT = "Shift and drag on its lane: a region of your own"


def region_menu(models: Models, actions: Actions, slot: int, path: str, button: QWidget) -> WindowMenu:
    """Choices for one file of a slot (from 0); the menu deletes itself when it closes."""
    menu = passing_menu(button)
    state, facts = models.desk.state, models.references.get(path)
    chorus = None if facts is None else facts.chorus
    references = state.slots[slot].references
    region = next((words.region_of(one, facts) for one in references if one.path == path), None)
    text = "Loudest chorus" if chorus is None else f"Loudest chorus, {span(chorus.start_s, chorus.stop_s)}"
    _choice(menu, "All of it", region is None).triggered.connect(lambda: _set(actions, slot, path, False))
    entry = _choice(menu, text, chorus is not None and region == selection_of(chorus))
    entry.setEnabled(chorus is not None)
    entry.triggered.connect(lambda: _set(actions, slot, path, True))
    if path == str(state.reference):
        _add_lane(menu, actions, region, selection_of(chorus))
    return menu


def _add_lane(menu: QMenu, actions: Actions, region: Selection | None, chorus: Selection | None) -> None:
    """The lane's reference has marks of its own."""
    if region not in (None, chorus):
        _choice(menu, f"Region {words.region_text(region, None)}", True)
    menu.addSeparator()
    for name in ("region_start", "region_stop"):
        menu.addAction(actions.commands[name])
    menu.addAction(HINT).setEnabled(False)


def _choice(menu: QMenu, text: str, is_chosen: bool) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(is_chosen)
    return action


def _set(actions: Actions, slot: int, path: str, on: bool) -> None:
    actions.references.set_chorus(slot, path, on)
