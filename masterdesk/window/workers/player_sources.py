"""What the player plays of each source, and which of them can be heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, SLOT_KEYS, Region
from masterdesk.window.models.slot import SlotModel

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.desk.desk_track import DeskTrack
    from masterdesk.playback.values import Clip


def source_clip(models: Models, key: str, sample_rate: int) -> Clip | None:
    """The audio of a source on the track's time line, `None` as long as there is none at the player's rate."""
    from masterdesk.playback.values import Clip

    if key in SLOT_KEYS:
        audio = models.slot(key).audio
        return None if audio is None else Clip(audio.samples, audio.window.start_frame)
    if key == ORIGINAL:
        track = models.track.track
        return None if track is None else Clip(track.samples(), 0)
    return _reference_clip(models, sample_rate)


def audible_key(models: Models, sample_rate: int) -> str:
    """What is asked for, or the original as long as that is not there yet: silence would be taken for a fault."""
    key = models.blind.heard_key or models.desk.state.heard
    if key in SLOT_KEYS:
        return key if _is_rendered(models, models.slot(key)) else ORIGINAL
    return key if key == ORIGINAL or _fitting_reference(models, sample_rate) is not None else ORIGINAL


def stop_s(models: Models, region: Region) -> float:
    """Where a region of the track ends, or the track before it."""
    return min(region.stop_s, models.track.duration_s or region.stop_s)


def _reference_clip(models: Models, sample_rate: int) -> Clip | None:
    """The reference, laid so that its window lies under the track's."""
    from masterdesk.playback.values import Clip

    track, state = _fitting_reference(models, sample_rate), models.desk.state
    if track is None:
        return None
    shift = round((state.window_start_s - (state.reference_start_s or 0.0)) * track.sample_rate)
    return Clip(track.samples()[max(-shift, 0) :], max(shift, 0))


def _fitting_reference(models: Models, sample_rate: int) -> DeskTrack | None:
    """The reference, once it is there at the player's rate."""
    track = models.reference.track
    return track if track is not None and track.sample_rate == sample_rate else None


def _is_rendered(models: Models, slot: SlotModel) -> bool:
    """Whether a slot has all of the window, or at least the playhead's place until it has."""
    if slot.audio is None:
        return False
    rate, part, window = slot.audio.sample_rate, slot.audio.window, models.desk.state.window
    has_start = part.start_frame <= window.start_s * rate + 1
    has_window = has_start and stop_s(models, window) * rate - 1 <= part.stop_frame
    return has_window or part.start_frame <= models.playback.position_s * rate < part.stop_frame
