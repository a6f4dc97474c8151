"""All models of one window, to be handed to actions and views together."""

from __future__ import annotations

from dataclasses import dataclass, field

from masterdesk.window.models.blind_test import BlindTestModel
from masterdesk.window.models.desk import DeskModel
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE, SLOT_KEYS
from masterdesk.window.models.lane import LaneModel
from masterdesk.window.models.live import LiveModel
from masterdesk.window.models.match_panel import MatchPanelModel
from masterdesk.window.models.playback import PlaybackModel
from masterdesk.window.models.preferences import Preferences
from masterdesk.window.models.references import ReferencesModel
from masterdesk.window.models.render_queue import RenderQueueModel
from masterdesk.window.models.slot import SlotModel


@dataclass(frozen=True, eq=False)
class Models:
    """One of each; `slots` in the order of the cards."""

    preferences: Preferences = field(default_factory=Preferences)
    desk: DeskModel = field(default_factory=DeskModel)
    track: LaneModel = field(default_factory=LaneModel)
    reference: LaneModel = field(default_factory=LaneModel)
    slots: tuple[SlotModel, ...] = field(default_factory=lambda: tuple(SlotModel(key) for key in SLOT_KEYS))
    references: ReferencesModel = field(default_factory=ReferencesModel)
    match_panel: MatchPanelModel = field(default_factory=MatchPanelModel)
    playback: PlaybackModel = field(default_factory=PlaybackModel)
    live: LiveModel = field(default_factory=LiveModel)
    queue: RenderQueueModel = field(default_factory=RenderQueueModel)
    blind: BlindTestModel = field(default_factory=BlindTestModel)

    def lane(self, key: str) -> LaneModel:
        """The file behind "original" or "reference"."""
        return {ORIGINAL: self.track, REFERENCE: self.reference}[key]

    def slot(self, key: str) -> SlotModel:
        """The slot behind "1" to "5"."""
        return self.slots[SLOT_KEYS.index(key)]
