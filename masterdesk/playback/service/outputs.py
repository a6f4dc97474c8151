"""Chooses the sound card, notices when it goes, and finds it again."""

from __future__ import annotations

import time
from typing import Any

from masterdesk.playback.ledger import Ledger
from masterdesk.playback.mix.mixer import Mixer
from masterdesk.playback.service import portaudio
from masterdesk.playback.service.output import CardOutput, Output, SilentOutput
from masterdesk.playback.service.portaudio import Card, PortAudioMissing
from masterdesk.playback.values import LATENCY_S, LONG_LATENCY_S
from masterdesk.playback.wish import Report

_NO_PORTAUDIO = "Sound is off: the PortAudio library is missing, so playback is silent."
_CRASHED = "Sound is off: the sound system of this computer crashes, so playback is silent."
_NO_CARD = "No sound output works at the moment, so playback is silent."

#: A list of devices younger than this, in seconds, is good enough to open one.
_FRESH_S = 3.0


class Outputs:
    """Owns the one open output. PortAudio's list is renewed only while none is open."""

    def __init__(self, mixer: Mixer, ledger: Ledger) -> None:
        self._mixer, self._ledger = mixer, ledger
        self._sd: Any = None
        self._cards: list[Card] = []
        self._notice: str | None = None
        self._no_sound = _NO_CARD
        self._looked_s = 0.0
        #: What cards are asked to hold.
        self.latency_s = LATENCY_S
        self.current: Output | None = None
        #: The device that went away while it played.
        self.lost_name: str | None = None

    @property
    def report(self) -> Report:
        """What there is to tell."""
        name = self.current.name if self.current is not None else None
        return Report(name, self._notice, tuple(card.device for card in self._cards))

    def start(self, with_card: bool = True) -> None:
        """Load PortAudio and look for devices; without, there are none."""
        if not with_card:
            self._no_sound = _CRASHED
            return
        try:
            self._sd = portaudio.load()
        except PortAudioMissing:
            self._no_sound = _NO_PORTAUDIO
            return
        self._look()

    def rescan(self) -> None:
        """Look for devices anew. Only while no card is open."""
        if self._sd is not None and not isinstance(self.current, CardOutput):
            self._look(anew=True)

    def _look(self, anew: bool = False) -> None:
        try:
            if anew:
                portaudio.rescan(self._sd)
            self._cards = portaudio.cards(self._sd)
        except self._sd.PortAudioError:
            self._cards = []
        self._looked_s = time.perf_counter()

    def open(self, wanted: str | None) -> None:
        """Open the wanted device, else the default one, else go on in silence."""
        self.lost_name = None
        self.close()
        if time.perf_counter() - self._looked_s > _FRESH_S:
            self.rescan()
        for card in self._candidates(wanted):
            if self._try(card):
                self._notice = _not_there(wanted, card.device.name)
                return
        self._notice = self._no_sound
        self.current = SilentOutput(self._mixer, self._ledger)

    def close(self) -> None:
        """Let go of the output."""
        output, self.current = self.current, None
        if output is not None:
            output.close()

    def give_up_lost(self) -> bool:
        """Put away an output that has stopped by itself; whether there was one."""
        output = self.current
        if output is None or not output.lost:
            return False
        self.lost_name = output.name
        self._notice = f"The sound output “{output.name}” is gone: playback is paused."
        self._ledger.cut(time.perf_counter())
        self.close()
        return True

    def lengthen_buffer(self) -> bool:
        """If the card dropped out with the shorter buffer, have cards opened with the longer one; whether so."""
        output = self.current
        if not isinstance(output, CardOutput) or not output.underruns or self.latency_s >= LONG_LATENCY_S:
            return False
        self.latency_s = LONG_LATENCY_S
        return True

    def find_lost(self) -> bool:
        """Look whether the device that went away is back, and open it."""
        self.rescan()
        for card in self._cards:
            if card.device.name == self.lost_name and self._try(card):
                self.lost_name = self._notice = None
                return True
        return False

    def find_any(self, wanted: str | None) -> bool:
        """While silent, look whether there is a device by now, and go on with it."""
        self.rescan()
        for card in self._candidates(wanted):
            if self._try(card):
                self._notice = _not_there(wanted, card.device.name)
                return True
        return False

    def forget_loss(self) -> None:
        """The user does not wait for the lost device any more."""
        self.lost_name = None

    def _candidates(self, wanted: str | None) -> list[Card]:
        """The wanted device, then the system's default, then the others."""
        return sorted(self._cards, key=lambda card: card.device.name != wanted)

    def _try(self, card: Card) -> bool:
        silent = self.current
        try:
            self.current = CardOutput(self._sd, card, self._mixer, self._ledger, self.latency_s)
        except self._sd.PortAudioError:
            self.current = silent
            return False
        return True


def _not_there(wanted: str | None, name: str) -> str | None:
    if wanted is None or wanted == name:
        return None
    return f"The sound output “{wanted}” is not there: playing through “{name}”."
