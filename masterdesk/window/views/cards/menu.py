"""The context menu of a slot's card."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import SLOT_COUNT
from masterdesk.window.models.lane import LaneStatus
from masterdesk.window.models.match_changes import can_match
from masterdesk.window.models.slot import SlotStatus
from masterdesk.window.models.slot_names import slot_name
from masterdesk.window.views.controls.window_menu import passing_menu


def slot_menu(models: Models, actions: Actions, slot: int, parent: QWidget) -> QMenu:
    """What can be done with a whole slot; the menu deletes itself when it closes."""
    menu = passing_menu(parent)
    _add(menu, "Hear this", lambda: actions.listening.hear(str(slot + 1)))
    copies = menu.addMenu("Copy settings to")
    for other in range(SLOT_COUNT):
        if other != slot:
            text = f"Card {other + 1} · {slot_name(models.desk.state.slots[other])}"
            _add(copies, text, partial(actions.slots.copy, slot, other))
    _add(menu, "Reset settings", partial(actions.slots.reset, slot))
    menu.addAction(actions.commands["suggest_five"])
    menu.addSeparator()
    _add_match(menu, models, actions, slot)
    menu.addSeparator()
    failed = models.slots[slot].status is SlotStatus.FAILED
    _add(menu, "Try again" if failed else "Render preview again", partial(actions.slots.retry, slot))
    is_ready = models.track.status is LaneStatus.READY
    _add(menu, "Render this master…", partial(_render, actions, slot)).setEnabled(is_ready)
    return menu


def _add_match(menu: QMenu, models: Models, actions: Actions, slot: int) -> None:
    settings, ask = models.desk.state.slots[slot], actions.references.ask
    switch = "Match nothing" if settings.has_reference else "Match the reference"
    entry = _add(menu, switch, partial(actions.slots.use_reference, slot, not settings.has_reference))
    entry.setEnabled(can_match(models.desk.state, slot))
    _add(menu, "Amounts and locks…", partial(actions.match.show_panel, slot))
    _add(menu, "Add a reference…", partial(ask, "add", slot))
    _add(menu, "Use a saved match…", partial(ask, "use", slot))
    _add(menu, "Save match…", partial(ask, "save", slot)).setEnabled(settings.has_reference)


def _add(menu: QMenu, text: str, run: Callable[[], None]) -> QAction:
    action = menu.addAction(text)
    action.triggered.connect(lambda: run())
    return action


def _render(actions: Actions, slot: int) -> None:
    """Hear it first: the dialog proposes what is heard."""
    actions.listening.hear(str(slot + 1))
    actions.rendering.ask()
