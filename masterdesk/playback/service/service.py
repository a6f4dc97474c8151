"""The sound process's one thread besides the sound card's: takes wishes, watches the card, reads ahead."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from masterdesk.playback.clips import remove_copies
from masterdesk.playback.ledger import Ledger
from masterdesk.playback.mix.mixer import Mixer
from masterdesk.playback.service.output import CardOutput, SilentOutput
from masterdesk.playback.service.outputs import Outputs
from masterdesk.playback.service.sources import Sources
from masterdesk.playback.wish import Report, Wish

#: Seconds between two looks: while a card plays, while a clock stands in for it, while a device is missed.
_PLAYING_S, _SILENT_S, _SEARCH_S = 0.05, 0.01, 1.0
#: An output that nobody needs is closed after this long.
_IDLE_S = 10.0
#: The longest that a fade to silence may take before the device is closed all the same.
_FADE_S = 0.1
#: Cards tell their delay only roughly; and none is waited for longer than this.
_MARGIN_S, _DRAIN_S = 0.05, 0.6


class Messages(Protocol):
    """The window's end of the line."""

    def poll(self, timeout: float | None) -> bool:
        """Whether something comes within `timeout` seconds."""
        ...

    def recv(self) -> Wish | None:
        """The next wish; `None` asks the process to end. Raises `EOFError` when the window is gone."""
        ...


class Service:
    """Plays what the wishes say until it is asked to end."""

    def __init__(self, ledger: Ledger, messages: Messages, tell: Callable[[Report], None]) -> None:
        self._messages, self._tell, self._ledger = messages, tell, ledger
        self._wish = Wish()
        self._sources = Sources(ledger.sample_rate)
        self._program = self._sources.program(self._wish)
        self._mixer = Mixer(ledger.sample_rate, self._program)
        self._outputs = Outputs(self._mixer, ledger)
        self._told: Report | None = None
        self._quiet_since_s = self._searched_s = time.perf_counter()

    def run(self, with_card: bool = True) -> None:
        """Serve until the end; the output is closed afterwards, whatever happened."""
        try:
            self._outputs.start(with_card)
            while True:
                self._report()
                if self._messages.poll(self._pause_s()) and not self._receive():
                    break
                self._look_after()
        except (EOFError, OSError):
            remove_copies(self._wish.copies)  # the window is gone, and cannot do it
        finally:
            self._fall_silent()
            self._outputs.close()

    def _receive(self) -> bool:
        """Take all that has come and obey the last; false if that is to end."""
        wish: Wish | None = None
        while self._messages.poll(0):
            wish = self._messages.recv()
            if wish is None:
                return False
        if wish is not None:
            self._obey(wish)
        return True

    def _obey(self, wish: Wish) -> None:
        changed_device = wish.device != self._wish.device
        scan = wish.scan_serial != self._wish.scan_serial and self._mixer.silent
        again = wish.play_serial != self._wish.play_serial
        self._wish, self._program = wish, self._sources.program(wish)
        if again or not wish.playing:
            self._outputs.forget_loss()
        if (changed_device or scan) and self._outputs.current is not None:
            self._fall_silent()
            self._outputs.close()
        if scan:
            self._outputs.rescan()
        self._outputs.latency_s = max(wish.latency_s, self._outputs.latency_s)
        self._sources.touch(self._program, self._next_position())
        self._mixer.program = self._program
        if self._outputs.current is None:
            self._rest()
        if self._wants_sound() and self._outputs.current is None:
            self._outputs.open(wish.device)

    def _next_position(self) -> int:
        sought = self._program.seek_serial != self._mixer.seek_serial
        return self._program.seek_frame if sought else self._mixer.position

    def _rest(self) -> None:
        """Without an output nobody calls the mixer: take over where it stands."""
        self._mixer.rest()
        self._publish()

    def _publish(self) -> None:
        mixer = self._mixer
        self._ledger.publish(mixer.position, mixer.seek_serial, mixer.stopped_serial, mixer.ended)

    def _wants_sound(self) -> bool:
        return self._wish.playing and self._wish.play_serial != self._mixer.stopped_serial

    def _pause_s(self) -> float | None:
        """How long to wait for a message before looking again; `None` while there is nothing to look at."""
        if isinstance(self._outputs.current, SilentOutput) and not self._mixer.silent:
            return _SILENT_S
        if self._outputs.current is not None:
            return _PLAYING_S if not self._mixer.silent else _SEARCH_S / 4
        return _SEARCH_S if self._outputs.lost_name is not None else None

    def _look_after(self) -> None:
        now_s = time.perf_counter()
        if self._outputs.current is not None:
            self._outputs.current.pump()
            latency_s = self._outputs.current.latency_s
            if self._outputs.give_up_lost():
                self._stop_where_heard(latency_s)
            elif self._outputs.lengthen_buffer():
                self._reopen()
        if not self._mixer.silent:
            self._quiet_since_s = now_s
            self._sources.touch(self._program, self._mixer.position)
        elif self._outputs.current is not None and now_s - self._quiet_since_s > _IDLE_S:
            self._outputs.close()
        if now_s - self._searched_s >= _SEARCH_S:
            self._searched_s = now_s
            self._search()

    def _search(self) -> None:
        """Look for a device that was lost, or for any while a clock stands in."""
        if self._outputs.lost_name is not None:
            if self._outputs.find_lost():
                self._mixer.resume()
        elif isinstance(self._outputs.current, SilentOutput) and self._wants_sound():
            self._outputs.find_any(self._wish.device)

    def _reopen(self) -> None:
        """One more short gap right after the first one, and none later."""
        self._fall_silent()
        self._outputs.open(self._wish.device)
        self._mixer.program = self._program

    def _stop_where_heard(self, latency_s: float) -> None:
        """The card took with it what it had not played yet: go back by that much."""
        floor = self._program.loop.start if self._program.loop is not None else 0
        unheard = round(latency_s * self._ledger.sample_rate)
        self._mixer.stop_at(max(self._mixer.position - unheard, min(floor, self._mixer.position)))
        self._publish()

    def _fall_silent(self) -> None:
        """Fade out, and let the card play what it was given."""
        output = self._outputs.current
        if output is None or self._mixer.silent:
            return
        self._mixer.program = replace(self._program, playing=False)
        until_s = time.perf_counter() + _FADE_S
        while not self._mixer.silent and time.perf_counter() < until_s:
            output.pump()
            time.sleep(0.005)
        if isinstance(output, CardOutput) and not output.lost:
            time.sleep(min(max(self._ledger.end_s - time.perf_counter(), 0.0) + _MARGIN_S, _DRAIN_S))

    def _report(self) -> None:
        report = self._outputs.report
        if report != self._told:
            self._tell(report)
            self._told = report
