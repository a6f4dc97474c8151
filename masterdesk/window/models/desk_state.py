"""Everything on the desk that a session keeps, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from masterdesk.engine.types.request import DEFAULT_PREVIEW_DURATION_S, DEFAULT_PREVIEW_START_S
from masterdesk.engine.types.settings import Settings
from masterdesk.window.models.slot_match import SlotMatch

SLOT_COUNT = 5
ORIGINAL = "original"
REFERENCE = "reference"
SLOT_KEYS = tuple(str(number) for number in range(1, SLOT_COUNT + 1))
#: What can be heard, in the order of the cards.
SOURCE_KEYS = (ORIGINAL, *SLOT_KEYS, REFERENCE)
#: Profiles of a desk whose track has not been measured yet.
FIRST_PROFILES = ("a", "b", "i", "k", "m")


@dataclass(frozen=True)
class Region:
    """A part of a track, in seconds from its first frame."""

    start_s: float
    stop_s: float

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.stop_s - self.start_s

    @property
    def rounded(self) -> Region:
        """The same to a tenth of a second, the hop of what is known of a reference."""
        return Region(round(self.start_s, 1), round(self.stop_s, 1))


@dataclass(frozen=True)
class MonitorState:
    """How the desk is listened to: `mode` is stereo, mono, side or swap."""

    mode: str = "stereo"
    crossfeed: bool = False
    small_speaker: bool = False


@dataclass(frozen=True)
class DeskState:
    """The desk as it is saved and undone.

    `window_*` is the range of the previews, `reference_start_s` where in the reference
    the window begins (`None`: not chosen yet), `reference_region` what of it is matched (`None`: all), `matches`
    what each slot keeps of its match, `loop` a region other than the window (`None`: the
    window itself), `heard` one of `SOURCE_KEYS`.
    """

    track: Path | None = None
    reference: Path | None = None
    slots: tuple[Settings, ...] = tuple(Settings(profile=letter) for letter in FIRST_PROFILES)
    window_start_s: float = DEFAULT_PREVIEW_START_S
    window_s: float = DEFAULT_PREVIEW_DURATION_S
    reference_start_s: float | None = None
    reference_region: Region | None = None
    matches: tuple[SlotMatch, ...] = (SlotMatch(),) * SLOT_COUNT
    loop: Region | None = None
    looping: bool = True
    heard: str = ORIGINAL
    match_loudness: bool = True
    monitor: MonitorState = field(default_factory=MonitorState)

    @property
    def window(self) -> Region:
        """The range of the previews."""
        return Region(self.window_start_s, self.window_start_s + self.window_s)

    @property
    def heard_slot(self) -> int | None:
        """Number (from 0) of the slot that is heard, `None` for Original and Reference."""
        return SLOT_KEYS.index(self.heard) if self.heard in SLOT_KEYS else None

    def with_slot(self, slot: int, settings: Settings | None = None, match: SlotMatch | None = None) -> DeskState:
        """The same, but for slot number `slot` (from 0): its settings, or what it keeps of its match."""
        slots, matches = list(self.slots), list(self.matches)
        slots[slot], matches[slot] = settings or slots[slot], match or matches[slot]
        return replace(self, slots=tuple(slots), matches=tuple(matches))
