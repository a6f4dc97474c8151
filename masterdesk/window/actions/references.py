"""What slots match: references with their weights and regions, and matches that were saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from masterdesk.engine.types.reference import MAX_REFERENCES, WEIGHT_RANGE, Reference
from masterdesk.window.actions.commands import Commands
from masterdesk.window.actions.matching import GROUP, MatchActions
from masterdesk.window.actions.view import ViewActions
from masterdesk.window.models import match_changes
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import DeskState, Region
from masterdesk.window.models.limits import within
from masterdesk.window.workers.match_files import SUFFIX, MatchFiles

#: A shorter region says nothing about music, in seconds.
MIN_REGION_S = 1.0
NO_REFERENCE = "Open a reference first: a region is a part of it."
NO_MATCH = "This card matches nothing yet: there is no match to save."
NO_CHORUS = "The reference is no longer than a chorus, or still being read: all of it is matched."


class ReferenceActions(QObject):
    """Slots count from 0. `asked(what, slot)` wants a file dialog: "add", "save" or "use"."""

    asked = Signal(str, int)

    def __init__(
        self, models: Models, files: MatchFiles, match: MatchActions, view: ViewActions, commands: Commands
    ) -> None:
        super().__init__()
        self._models, self._files, self._match, self._view = models, files, match, view
        self._add(commands)
        files.saved.connect(self._tell_saved)
        files.opened.connect(self._use)
        files.failed.connect(view.tell)
        models.reference.changed.connect(self._fit_region)

    def _add(self, commands: Commands) -> None:
        def ask(what: str) -> Callable[[], None]:
            return lambda: self._ask(what)

        add = commands.add
        line = "Let the card match a further finished track as well"
        add("add_reference", GROUP, "Add a reference to the match…", "Ctrl+Shift+A", line, ask("add"))
        line = "Keep what the card matches as a small file, for other tracks"
        add("save_match", GROUP, "Save match…", "Ctrl+Shift+M", line, ask("save"))
        line = "Let the card match what was saved, without a reference on the desk"
        add("use_match", GROUP, "Use a saved match…", "Ctrl+Alt+M", line, ask("use"))
        line = "Match all of the reference"
        add("region_whole", GROUP, "Match the whole reference", "Shift+O", line, self.clear_lane_region)
        line = "Match only the loudest 30 seconds of the reference"
        add("region_chorus", GROUP, "Match its loudest chorus", "Shift+I", line, self.choose_chorus)
        line = "Match the reference from its playhead on"
        add("region_start", GROUP, "Region from the playhead", "I", line, lambda: self._mark(is_start=True))
        line = "Match the reference up to its playhead"
        add("region_stop", GROUP, "Region to the playhead", "O", line, lambda: self._mark(is_start=False))

    def add(self, slot: int, paths: Sequence[Path]) -> None:
        """Let a slot match further files beside what it matches; without a reference on the desk one becomes that.

        A saved match among them is used instead of everything else.
        """
        saved = next((path for path in paths if path.suffix == SUFFIX), None)
        if saved is not None:
            self.use(slot, saved)
        else:
            self._add_files(slot, [path.absolute() for path in paths])

    def _add_files(self, slot: int, files: Sequence[Path]) -> None:
        state, changes = self._models.desk.state, {}
        if state.reference is None and files:
            changes = match_changes.with_file(state, files[0])
            state = replace(state, **changes)
        references = _with_files(state, slot, files)
        if len(references) > MAX_REFERENCES:
            self._view.tell(f"A card matches at most {MAX_REFERENCES} references: the others were left out.")
        for path in files:
            self._models.preferences.remember_file(path)
            self._models.preferences.keep_folder("reference", path.parent)
        changes |= match_changes.matching(state, slot, references[:MAX_REFERENCES])
        self._models.desk.change(f"Add a reference to card {slot + 1}", **changes)

    def take(self, paths: Sequence[Path]) -> None:
        """Let the slot that is heard match what was dropped without saying for which."""
        if (slot := self._match.slot_meant()) is not None:
            self.add(slot, paths)

    def remove(self, slot: int, path: str) -> None:
        """Let a slot match a file no more; without any left its profile decides."""
        state = self._models.desk.state
        references = tuple(one for one in state.slots[slot].references if one.path != path)
        changes = match_changes.matching(state, slot, references)
        self._models.desk.change(f"Remove a reference from card {slot + 1}", **changes)

    def set_weight(self, slot: int, path: str, weight: float) -> None:
        """How much a file counts beside the others of the slot."""
        weight = within(round(weight, 2), WEIGHT_RANGE)
        self._change(slot, path, "Weight of a reference", f"Weight {Path(path).stem}", weight=weight)

    def set_chorus(self, slot: int, path: str, on: bool) -> None:
        """Match the loudest chorus of a file, or all of it. That of the lane's reference counts for every slot."""
        facts = self._models.references.get(path)
        region = None if facts is None or not on else facts.chorus
        if path == str(self._models.desk.state.reference):
            self._set_region("Region of the reference", region)
        else:
            part = match_changes.selection_of(region)
            self._change(slot, path, "Region of a reference", region=part, is_loudest=False)

    def share(self, slot: int) -> None:
        """Let every other slot that matches something match what this one does."""
        changes = match_changes.matching_alike(self._models.desk.state, slot)
        self._models.desk.change(f"References of card {slot + 1} for all", **changes)

    def set_region(self, start_s: float, stop_s: float) -> None:
        """Match only a region of the lane's reference."""
        duration_s = self._models.reference.duration_s or max(start_s, stop_s)
        start_s, stop_s = (within(end_s, (0.0, duration_s)) for end_s in sorted((start_s, stop_s)))
        if stop_s - start_s >= MIN_REGION_S:
            self._set_region("Region of the reference", Region(start_s, stop_s).rounded, "region")

    def clear_lane_region(self) -> None:
        """Match all of the lane's reference."""
        self._set_region("Match the whole reference", None)

    def choose_chorus(self) -> None:
        """Match the loudest chorus of the lane's reference."""
        path = self._models.desk.state.reference
        facts = None if path is None else self._models.references.get(str(path))
        if path is None:
            self._view.tell(NO_REFERENCE)
        elif facts is None or facts.chorus is None:
            self._view.tell(NO_CHORUS)
        else:
            self._set_region("Match the loudest chorus", facts.chorus)

    def save(self, slot: int, path: Path) -> None:
        """Write what a slot matches to a file."""
        settings = self._models.desk.state.slots[slot]
        if not settings.has_reference:
            self._view.tell(NO_MATCH)
            return
        path = path if path.suffix else path.with_name(path.name + SUFFIX)
        self._models.preferences.keep_folder("match", path.parent)
        self._files.save(slot, settings, path.absolute())

    def use(self, slot: int, path: Path) -> None:
        """Let a slot match what a file holds, once it turned out to hold a match."""
        self._files.open(slot, path.absolute())

    def remove_saved(self, slot: int) -> None:
        """Let a slot match its file no more."""
        changes = match_changes.matching(self._models.desk.state, slot, ())
        self._models.desk.change(f"Remove the saved match of card {slot + 1}", **changes)

    def ask(self, what: str, slot: int) -> None:
        """Ask for a file: to "add" a reference, to "save" a match, or to "use" one."""
        if what == "save" and not self._models.desk.state.slots[slot].has_reference:
            self._view.tell(NO_MATCH)
        else:
            self.asked.emit(what, slot)

    def _ask(self, what: str) -> None:
        if (slot := self._match.slot_meant()) is not None:
            self.ask(what, slot)

    def _use(self, slot: int, path: Path) -> None:
        self._models.preferences.keep_folder("match", path.parent)
        changes = match_changes.matching(self._models.desk.state, slot, (), str(path))
        self._models.desk.change(f"Saved match for card {slot + 1}", **changes)

    def _tell_saved(self, slot: int, path: Path) -> None:
        self._view.confirm(f"What card {slot + 1} matches is saved as {path.name}: any card can use it, on any track.")

    def _mark(self, is_start: bool) -> None:
        """Put one end of the region to where the reference plays, or would play."""
        state, duration_s = self._models.desk.state, self._models.reference.duration_s
        if state.reference is None or duration_s is None:
            self._view.tell(NO_REFERENCE)
            return
        here_s = self._models.playback.position_s - state.window_start_s + (state.reference_start_s or 0.0)
        old = state.reference_region or Region(0.0, duration_s)
        start_s, stop_s = (here_s, old.stop_s) if is_start else (old.start_s, here_s)
        if stop_s - start_s < MIN_REGION_S:
            start_s, stop_s = (here_s, duration_s) if is_start else (0.0, here_s)
        self.set_region(start_s, stop_s)
        self._models.desk.end_merge()

    def _set_region(self, text: str, region: Region | None, merge_key: str = "") -> None:
        state = self._models.desk.state
        if state.reference is None:
            self._view.tell(NO_REFERENCE)
        else:
            self._models.desk.change(text, merge_key, **match_changes.with_region(state, region))

    def _change(self, slot: int, path: str, text: str, merge_key: str = "", **fields: Any) -> None:
        settings = self._models.desk.state.slots[slot]
        changed = tuple(replace(one, **fields) if one.path == path else one for one in settings.references)
        text = f"{text} of card {slot + 1}"
        self._models.desk.change_slot(slot, replace(settings, references=changed), text, merge_key)

    def _fit_region(self) -> None:
        """A region that begins behind the end of the reference is none: files get shorter."""
        lane, state = self._models.reference, self._models.desk.state
        if lane.track is None or lane.duration_s is None or state.reference_region is None:
            return
        if state.reference_region.start_s > lane.duration_s - MIN_REGION_S:
            self._models.desk.note(**match_changes.with_region(state, None))


def _with_files(state: DeskState, slot: int, files: Sequence[Path]) -> tuple[Reference, ...]:
    """What a slot matches, or would match, and with it the files that are not among that."""
    lane = match_changes.lane_reference(state)
    old = state.slots[slot].references or (() if lane is None else (lane,))
    known = {one.path for one in old}
    return (*old, *(Reference(path) for path in map(str, files) if path not in known))
