"""What the match desk says."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from masterdesk.engine.resources import profile
from masterdesk.engine.types.reference import Reference
from masterdesk.engine.types.selection import Selection
from masterdesk.engine.types.settings import Settings
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import Region
from masterdesk.window.models.match_changes import selection_of
from masterdesk.window.models.references import SourceFacts, SourceStatus
from masterdesk.window.models.slot import SlotModel, SlotStatus
from masterdesk.window.models.slot_match import MatchSource
from masterdesk.window.views.texts import percent, problem_text, span, unbroken, with_minus

if TYPE_CHECKING:
    from masterdesk.engine.match import MatchReport

PARTS = {
    "tone": ("Tone", "the balance of low, middle and high"),
    "dynamics": ("Dynamics", "how far loud and soft lie apart, how the tone turns with them, and the peaks"),
    "width": ("Width", "the stereo image, band by band"),
    "loudness": ("Loudness", "the integrated loudness, instead of the card's target"),
}
ALL = "all amounts that are not locked, together"
#: References shorter than this, in seconds, say nothing about loudness range.
SHORT_S = 10.0
MONO_WIDTH = "What is matched is mono: it says nothing about width."
MONO_TRACK = "The track is mono: it has no width to match."
NOTHING = (
    "Open a finished track as the reference, or use a saved match: tone, dynamics, width and loudness "
    "then follow it as far as you like."
)
OFF = "Off: the profile alone decides. Switch the match on to follow {}."
RENDERING = "The match is being rendered…"
SEPARATOR = " · "


def moved_text(report: MatchReport | None) -> str:
    """What was moved, in one line: `+1.8 dB at 3 kHz · low width −20 % · 2.1 dB less range`; empty without a match."""
    return "" if report is None else SEPARATOR.join(map(with_minus, report.lines))


def bound(text: str) -> str:
    """The same text, if it is what was moved, for several lines: they break between two figures only."""
    return f"{unbroken(' ·')} ".join(map(unbroken, text.split(SEPARATOR))) if SEPARATOR in text else text


def matched_paths(source: Settings | MatchSource) -> list[str]:
    """The files that are matched: references, or a saved match."""
    saved = [] if source.use_match is None else [source.use_match]
    return [one.path for one in source.references] or saved


def source_title(path: str) -> str:
    """The name of a file."""
    return PurePath(path).name


def region_of(reference: Reference, facts: SourceFacts | None) -> Selection | None:
    """What of a reference is matched; the loudest part may not be known yet."""
    if not reference.is_loudest:
        return reference.region
    return None if facts is None else selection_of(facts.chorus)


def region_text(selection: Selection | None, chorus: Region | None) -> str:
    """`all`, `chorus` or `0:45–1:15`."""
    if selection is None:
        return "all of it"
    if chorus is not None and (selection.start_s, selection.end_s) == (chorus.start_s, chorus.stop_s):
        return "chorus"
    return span(selection.start_s, selection.end_s)


def source_note(facts: SourceFacts | None, path: str) -> str:
    """What one has to know of the reference at `path`; empty if there is nothing special."""
    if facts is None or facts.status is SourceStatus.READING:
        return ""
    if facts.status is SourceStatus.FAILED:
        return problem_text(facts.problem, [path])
    notes = []
    if facts.is_mono:
        notes.append("mono: says nothing about width")
    if facts.duration_s is not None and facts.duration_s < SHORT_S:
        notes.append(f"only {facts.duration_s:.0f} s long: says nothing about loudness range")
    if facts.names:
        notes.append(f"saved from {', '.join(facts.names)}")
    return "; ".join(notes)


def no_width(models: Models, settings: Settings) -> str:
    """Why width has nothing to work on; empty if it has."""
    track = models.track.format
    if track is not None and track.channels == 1:
        return MONO_TRACK
    facts = [models.references.get(path) for path in matched_paths(settings)]
    is_mono = bool(facts) and all(one is not None and one.is_mono for one in facts)
    return MONO_WIDTH if is_mono else ""


def balance_text(settings: Settings) -> str:
    """What the amounts mean, with a profile below the match or without one."""
    if settings.profile is None:
        return "100 % goes all the way, 0 % leaves the track as it is. Choose a profile on the card to balance the two."
    name = profile(settings.profile).name
    return (
        f"Balance with {name}: at 100 % the reference alone decides, at 0 % {name} alone, with its intensity "
        f"of {settings.intensity:.0f} %."
    )


def state_text(models: Models, slot: int) -> tuple[str, str]:
    """Where a slot's match stands, and the tone to say it in."""
    settings, model = models.desk.state.slots[slot], models.slots[slot]
    if not settings.has_reference:
        return _off_text(models, slot), "dim"
    if waiting := _waiting_text(models, settings):
        return waiting, "dim"
    if useless := _useless_text(models, settings):
        return useless, "danger"
    if model.status is SlotStatus.FAILED:
        return slot_problem(models, slot), "danger"
    return _moved(model), ""


def slot_problem(models: Models, slot: int) -> str:
    """Why a slot has no preview; empty if it has."""
    state = models.desk.state
    track = [] if state.track is None else [state.track]
    return problem_text(models.slots[slot].problem, [*track, *matched_paths(state.slots[slot])])


def _moved(model: SlotModel) -> str:
    report = None if model.audio is None else model.audio.match_report
    return moved_text(report) or RENDERING


def _waiting_text(models: Models, settings: Settings) -> str:
    for one in settings.references:
        facts = models.references.get(one.path)
        if facts is not None and facts.status is SourceStatus.READING:
            return f"Waits for {source_title(one.path)}: reading, {percent(facts.fraction)}"
    return ""


def _useless_text(models: Models, settings: Settings) -> str:
    """Names what cannot be matched; why stands beside it."""
    known = ((path, models.references.get(path)) for path in matched_paths(settings))
    failed = [source_title(path) for path, facts in known if facts is not None and facts.status is SourceStatus.FAILED]
    return f"{' and '.join(failed)} cannot be matched." if failed else ""


def _off_text(models: Models, slot: int) -> str:
    """What a match would follow."""
    state, other = models.desk.state, models.desk.state.matches[slot].other
    lane = [] if state.reference is None else [str(state.reference)]
    if other is not None and other.is_match:
        lane = matched_paths(other)
    return OFF.format(" and ".join(map(source_title, lane))) if lane else NOTHING
