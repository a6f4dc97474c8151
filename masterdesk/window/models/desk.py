"""The desk's saved state as a model: changes go through an undo stack, and views hear what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from masterdesk.engine.types.settings import Settings
from masterdesk.window.models.desk_state import DeskState


class DeskModel(QObject):
    """Holds the `DeskState`. `change` can be undone; `note` is for what nobody would want undone.

    While the desk is frozen, `change` does nothing but say so by `refused`.
    """

    state_changed = Signal()
    track_changed = Signal()
    reference_changed = Signal()
    slot_changed = Signal(int)
    match_changed = Signal(int)
    region_changed = Signal()
    window_changed = Signal()
    loop_changed = Signal()
    heard_changed = Signal(str)
    listening_changed = Signal()
    frozen_changed = Signal(bool)
    refused = Signal()

    def __init__(self, state: DeskState | None = None) -> None:
        super().__init__()
        self._state = state or DeskState()
        self.undo_stack = QUndoStack(self)
        self.is_frozen = False

    @property
    def state(self) -> DeskState:
        """The desk as it is now."""
        return self._state

    def change(self, text: str, merge_key: str = "", **fields: Any) -> None:
        """Set `fields` of the state as one step that can be undone, called `text` in the menu.

        Steps in a row with the same `merge_key` become one, as for a slider that is dragged.
        """
        before = {name: getattr(self._state, name) for name in fields}
        if before == fields:
            return
        if self.is_frozen:
            self.refused.emit()
        else:
            self.undo_stack.push(_Change(self, text, merge_key, before, fields))

    def change_slot(self, slot: int, settings: Settings, text: str, merge_key: str = "") -> None:
        """Give slot number `slot` (from 0) new settings, as one step that can be undone."""
        slots = self._state.with_slot(slot, settings).slots
        self.change(text, f"{merge_key}-{slot}" if merge_key else "", slots=slots)

    def freeze(self, frozen: bool) -> None:
        """Let nothing be changed, or again what one likes; nothing should be undone meanwhile either."""
        if frozen != self.is_frozen:
            self.is_frozen = frozen
            self.frozen_changed.emit(frozen)

    def end_merge(self) -> None:
        """Let the next change be a step of its own, as after a slider was let go."""
        if isinstance(last := self.undo_stack.command(self.undo_stack.count() - 1), _Change):
            last.close()

    def note(self, **fields: Any) -> None:
        """Set `fields` of the state without a step to undo."""
        old = self._state
        self._state = replace(old, **fields)
        self._tell(old)

    def restore(self, state: DeskState) -> None:
        """Take a whole state, as from a session file; nothing can be undone past it."""
        self.undo_stack.clear()
        old, self._state = self._state, state
        self._tell(old)

    def _tell(self, old: DeskState) -> None:
        new = self._state
        if new == old:
            return
        if new.track != old.track:
            self.track_changed.emit()
        if new.reference != old.reference:
            self.reference_changed.emit()
        self._tell_slots(old, new)
        if (new.window, new.reference_start_s) != (old.window, old.reference_start_s):
            self.window_changed.emit()
        if (new.loop, new.looping) != (old.loop, old.looping):
            self.loop_changed.emit()
        if new.reference_region != old.reference_region:
            self.region_changed.emit()
        if new.heard != old.heard:
            self.heard_changed.emit(new.heard)
        if (new.match_loudness, new.monitor) != (old.match_loudness, old.monitor):
            self.listening_changed.emit()
        self.state_changed.emit()

    def _tell_slots(self, old: DeskState, new: DeskState) -> None:
        for slot, (before, after) in enumerate(zip(old.slots, new.slots, strict=True)):
            if before != after:
                self.slot_changed.emit(slot)
        for slot, (before_match, after_match) in enumerate(zip(old.matches, new.matches, strict=True)):
            if before_match != after_match:
                self.match_changed.emit(slot)


class _Change(QUndoCommand):
    """Sets fields of the state, and back."""

    _MERGEABLE = 1

    def __init__(
        self, desk: DeskModel, text: str, merge_key: str, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        super().__init__(text)
        self._desk, self._merge_key = desk, merge_key
        self._before, self._after = before, after

    def close(self) -> None:
        self._merge_key = ""

    def redo(self) -> None:
        self._desk.note(**self._after)

    def undo(self) -> None:
        self._desk.note(**self._before)

    def id(self) -> int:
        return self._MERGEABLE if self._merge_key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Change) or other._merge_key != self._merge_key:
            return False
        # Steps of one kind may set different fields: moving the window takes a loop away, seeking out of it does not.
        self._before = {**other._before, **self._before}
        self._after = {**self._after, **other._after}
        return True
