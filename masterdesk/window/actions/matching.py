"""How far a slot goes to its references: all amounts together, locks, and where one works on it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from masterdesk.engine.types.reference import MatchAmounts
from masterdesk.window.actions.commands import Commands
from masterdesk.window.actions.listening import ListeningActions
from masterdesk.window.actions.view import ViewActions
from masterdesk.window.models import match_changes
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import SLOT_COUNT, SLOT_KEYS
from masterdesk.window.models.slot_match import scaled, with_locked

GROUP = "Match"
WHICH = "Hear one of the five cards first: a match belongs to a card."


class MatchActions(QObject):
    """Slots count from 0. Single amounts and the switch are set by `SlotActions`."""

    def __init__(self, models: Models, listening: ListeningActions, view: ViewActions, commands: Commands) -> None:
        super().__init__()
        self._models, self._listening, self._view = models, listening, view
        self._moved: tuple[int, MatchAmounts, MatchAmounts] | None = None
        self._commands = commands
        self._add()
        models.desk.heard_changed.connect(self._follow_heard)
        models.desk.reference_changed.connect(self._follow_reference)
        self._follow_reference()
        models.blind.changed.connect(self._follow_test)
        models.track.changed.connect(self._follow_track)

    def _add(self) -> None:
        add = self._commands.add
        line = "Open or close the match of the card that is heard"
        add("match_panel", GROUP, "Match…", "T", line, self.toggle_panel)
        line = "Let the heard card, or the last one, follow the reference"
        add("match_reference", GROUP, "Match the reference", "Ctrl+T", line, self.match_reference)
        line = "Draw track, target and result of a match over the spectrum"
        is_on = self._models.preferences.match_curves
        add("match_curves", GROUP, "Match curves", "Shift+T", line, self.show_curves, is_on)

    def set_all(self, slot: int, percent: float) -> None:
        """Move all amounts that are not locked, the largest to `percent`; their relation is known even after 0."""
        state = self._models.desk.state
        amounts, locks = state.slots[slot].match, state.matches[slot].locks
        known = self._moved is not None and self._moved[0] == slot and self._moved[2] == amounts
        base = self._moved[1] if self._moved is not None and known else amounts
        moved = with_locked(scaled(base, locks, percent), amounts, locks)
        self._moved = slot, base, moved
        text = f"Amount of the match of card {slot + 1}"
        self._models.desk.change_slot(slot, replace(state.slots[slot], match=moved), text, "All amounts")

    def set_lock(self, slot: int, part: str, on: bool) -> None:
        """Let an amount be as it is, whatever else is done with the slot; or give it free."""
        state = self._models.desk.state
        match = state.matches[slot]
        match = replace(match, locks=match.locks | {part} if on else match.locks - {part})
        text = f"{'Lock' if on else 'Unlock'} {part} of card {slot + 1}"
        self._models.desk.change(text, matches=state.with_slot(slot, match=match).matches)

    def show_panel(self, slot: int, by_key: bool = False) -> None:
        """Open the match of a slot, and hear it: amounts are set by ear, and the spectrum shows what is heard."""
        if not self._models.blind.is_hiding:
            self._models.match_panel.show(slot, by_key)
            self._listening.hear(SLOT_KEYS[slot])

    def match_reference(self) -> None:
        """Let the slot that is heard, or the last one, which fits the track least, match the reference; and open it."""
        state = self._models.desk.state
        slot = SLOT_COUNT - 1 if state.heard_slot is None else state.heard_slot
        self._models.desk.change(f"Reference match of card {slot + 1}", **match_changes.switched_on(state, slot))
        self.show_panel(slot)

    def close_panel(self) -> None:
        """Close it."""
        self._models.match_panel.close()

    def toggle_panel(self) -> None:
        """Open the match of the slot that is heard, or close what is open."""
        if self._models.match_panel.slot is not None:
            self.close_panel()
        elif (slot := self.slot_meant()) is not None:
            self.show_panel(slot, by_key=True)

    def slot_meant(self) -> int | None:
        """The slot that a command without a slot is about: the open one, the heard one, or the only one that matches.

        Without such a slot the user is told.
        """
        state = self._models.desk.state
        matched = [slot for slot, settings in enumerate(state.slots) if settings.has_reference]
        found = (self._models.match_panel.slot, state.heard_slot, matched[0] if len(matched) == 1 else None)
        slot = next((slot for slot in found if slot is not None), None)
        if slot is None:
            self._view.tell(WHICH)
        return slot

    def show_curves(self, on: bool) -> None:
        """Draw a match over the spectrum, or leave the spectrum alone; now and at the next start."""
        self._models.preferences.match_curves = on
        self._commands["match_curves"].setChecked(on)

    def _follow_heard(self) -> None:
        """What is open is of the card that is heard, so that panel and spectrum show the same."""
        slot, panel = self._models.desk.state.heard_slot, self._models.match_panel
        if slot is not None and panel.slot is not None:
            panel.follow(slot)

    def _follow_reference(self) -> None:
        self._commands["match_reference"].setEnabled(self._models.desk.state.reference is not None)

    def _follow_test(self) -> None:
        if self._models.blind.is_hiding:
            self.close_panel()

    def _follow_track(self) -> None:
        if self._models.track.path is None:
            self.close_panel()
