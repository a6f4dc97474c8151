"""One preview in the making: what was asked for, what was found on the way, and who hears of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from masterdesk.engine.limit import Drive
from masterdesk.engine.pipelines.desk.slot_audio import SlotAudio, SlotListener
from masterdesk.engine.pipelines.desk.take_key import take_key, unread_key
from masterdesk.engine.pipelines.takes.parts import Window
from masterdesk.engine.pipelines.takes.references import Aims
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.match import Match
from masterdesk.engine.types.settings import Settings

#: Share of the progress that the estimate takes; the rest is the way from there to the exact audio.
ESTIMATE_SHARE = 0.1


@dataclass(eq=False, kw_only=True)
class WantedPreview:
    """What one call of `Deck.render` asked for, from then on until its slot wants something else.

    `piece` is what is rendered first, if anything is; `heard` is the newest audio of the slot, this preview's or one
    before it. `match`, `aims` and `aimed` are found on the way, by one task after the other, each of which tells of
    itself by `to_estimate` or `to_exact`.

    `lock` is that of the desk's `Slots`. The listener is only called by who holds it, so that after `end`
    nothing more is heard.
    """

    slot: int
    settings: Settings
    window: Window
    listener: SlotListener
    priority: int
    piece: Window | None
    lock: threading.RLock
    heard: SlotAudio | None = None
    aims: Aims | None = None
    aimed: Drive | None = None
    match: Match | None = field(default=None, init=False)
    is_over: bool = field(default=False, init=False)
    _told: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self.key = unread_key(self.settings)
        self._progress = Progress(lambda stage, fraction: self._tell(fraction))
        self.to_estimate = self._progress.share(0.0, ESTIMATE_SHARE)
        self.to_exact = self._progress.share(ESTIMATE_SHARE, 1.0)

    def meet(self, match: Match | None) -> None:
        """Take what its references ask for; from now on it is known which take it is of."""
        with self.lock:
            self.match, self.key = match, take_key(self.settings, match)

    def deliver(self, audio: SlotAudio) -> bool:
        """Let the listener hear an answer; whether anybody waits for more."""
        with self.lock:
            if not self.is_over:
                self.heard = audio
                self.listener.on_audio(audio)
            return not self.is_over

    def advance(self, fraction: float) -> None:
        """Let the listener hear that so much (0 to 1) of the way from the estimate to the exact audio is done."""
        self._tell(ESTIMATE_SHARE + (1.0 - ESTIMATE_SHARE) * fraction)

    def end(self) -> None:
        """Stop what is done for it; the listener hears nothing more."""
        with self.lock:
            self.is_over = True
            self._progress.cancel()

    def _tell(self, fraction: float) -> None:
        """Let the listener hear of progress; never of less than before, where a study is joined late or begun again."""
        with self.lock:
            if not self.is_over and fraction >= self._told:
                self._told = fraction
                self.listener.on_progress(fraction)
