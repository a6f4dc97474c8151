"""What can be set in a slot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from masterdesk.engine.resources import platform
from masterdesk.engine.types.reference import MatchAmounts
from masterdesk.engine.types.settings import CEILING_RANGE_DBTP, LOUDNESS_RANGE_LUFS, Settings
from masterdesk.window.actions.commands import Commands
from masterdesk.window.models import match_changes
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import FIRST_PROFILES, SLOT_COUNT, DeskState
from masterdesk.window.models.limits import PERCENT_RANGE, within
from masterdesk.window.models.slot_match import SlotMatch, with_locked
from masterdesk.window.workers.previewer import Previewer


class SlotActions(QObject):
    """Slots count from 0. Each change is one step to undo; a drag is one step until `end_drag`."""

    def __init__(self, models: Models, previewer: Previewer, commands: Commands) -> None:
        super().__init__()
        self._models, self._previewer = models, previewer
        #: Slots that nobody has chosen: those of a new desk, and what was suggested for the last track.
        self._unchosen = {DeskState().slots}
        self._suggested_for: Path | None = None
        line = "Fill the cards with the five profiles that fit the track best"
        commands.add("suggest_five", "Cards", "Suggest five", "Ctrl+5", line, self.suggest_five)
        models.track.changed.connect(self._suggest_first)

    def set_profile(self, slot: int, letter: str | None) -> None:
        """Choose a profile, or none."""
        self._set(slot, "Profile", profile=letter)

    def set_intensity(self, slot: int, percent: float) -> None:
        """How much of the profile, 0 to 100."""
        self._set(slot, "Intensity", drag=True, intensity=within(percent, PERCENT_RANGE))

    def set_loudness(self, slot: int, lufs: float | None) -> None:
        """Loudness target, or `None` to leave the level alone; the reference has no say in it any more."""
        lufs = None if lufs is None else within(lufs, LOUDNESS_RANGE_LUFS)
        self._set(
            slot, "Loudness", drag=True, loudness_lufs=lufs, platform=None, match=self._match_without_loudness(slot)
        )

    def set_platform(self, slot: int, name: str | None) -> None:
        """Loudness and ceiling of a platform."""
        if name is None:
            self._set(slot, "Platform", platform=None)
        else:
            target = platform(name)
            loudness, ceiling = target.integrated_lufs, target.true_peak_dbtp
            text = f"Target {target.title}"
            match = self._match_without_loudness(slot)
            self._set(slot, text, platform=name, loudness_lufs=loudness, ceiling_dbtp=ceiling, match=match)

    def set_ceiling(self, slot: int, dbtp: float) -> None:
        """True peak that is never passed."""
        self._set(slot, "Ceiling", drag=True, ceiling_dbtp=within(dbtp, CEILING_RANGE_DBTP), platform=None)

    def set_stereo_image(self, slot: int, on: bool) -> None:
        """Shape the stereo image, or leave it."""
        self._set(slot, "Stereo image", stereo_image=on)

    def use_reference(self, slot: int, on: bool) -> None:
        """Let the slot match again what it did, or else the desk's reference; or go back to its profile alone."""
        state, switch = self._models.desk.state, match_changes.switched_on if on else match_changes.switched_off
        self._models.desk.change(f"Reference match of card {slot + 1}", **switch(state, slot))

    def set_match(self, slot: int, part: str, amount: float) -> None:
        """How far "tone", "dynamics", "width" or "loudness" go to the reference, 0 to 100; a locked one stays."""
        state = self._models.desk.state
        if part not in state.matches[slot].locks:
            amounts = replace(state.slots[slot].match, **{part: within(amount, PERCENT_RANGE)})
            self._set(slot, f"Match of {part}", drag=True, match=amounts)

    def end_drag(self) -> None:
        """A slider was let go: the next change is a step of its own."""
        self._models.desk.end_merge()

    def suggest_five(self) -> None:
        """Fill the cards with the five profiles that fit the track best; a slot with a reference keeps it."""
        if (slots := self._suggested()) is not None:
            self._models.desk.change("Suggest five", slots=slots)

    def copy(self, from_slot: int, to_slot: int) -> None:
        """Give a slot the settings of another, but for amounts that are locked."""
        state = self._models.desk.state
        other = state.matches[from_slot].other
        self._replace(to_slot, state.slots[from_slot], SlotMatch(other=other), f"Copy to card {to_slot + 1}")

    def reset(self, slot: int) -> None:
        """Back to what a new desk has in this slot, but for amounts that are locked."""
        self._replace(slot, Settings(profile=FIRST_PROFILES[slot]), SlotMatch(), f"Reset card {slot + 1}")

    def retry(self, slot: int) -> None:
        """Render a slot again; a reference that could not be read may be there now."""
        self._models.references.forget_failures()
        self._previewer.render(slot)

    def _replace(self, slot: int, settings: Settings, match: SlotMatch, text: str) -> None:
        desk, state = self._models.desk, self._models.desk.state
        locks, old = state.matches[slot].locks, state.slots[slot].match
        amounts: MatchAmounts = with_locked(settings.match, old, locks)
        new = state.with_slot(slot, replace(settings, match=amounts), replace(match, locks=locks))
        desk.change(text, slots=new.slots, matches=new.matches)

    def _match_without_loudness(self, slot: int) -> MatchAmounts:
        """The amounts of a slot that gets a target of its own; one that is locked goes on."""
        state = self._models.desk.state
        amounts = state.slots[slot].match
        return with_locked(replace(amounts, loudness=0.0), amounts, state.matches[slot].locks)

    def _suggested(self) -> tuple[Settings, ...] | None:
        if (analysis := self._models.track.analysis) is None:
            return None
        from masterdesk.engine.plan import suggest_profiles

        letters = suggest_profiles(analysis, SLOT_COUNT)
        slots = zip(letters, self._models.desk.state.slots, strict=True)
        return tuple(old if old.has_reference else replace(old, profile=letter) for letter, old in slots)

    def _suggest_first(self) -> None:
        """Slots in which nothing was chosen begin with what fits the track."""
        state = self._models.desk.state
        is_new = state.track != self._suggested_for and state.slots in self._unchosen
        if is_new and (slots := self._suggested()) is not None:
            self._suggested_for = state.track
            self._unchosen.add(slots)
            self._models.desk.note(slots=slots)

    def _set(self, slot: int, what: str, drag: bool = False, **fields: Any) -> None:
        settings = replace(self._models.desk.state.slots[slot], **fields)
        self._models.desk.change_slot(slot, settings, f"{what} of card {slot + 1}", what if drag else "")
