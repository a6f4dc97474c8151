"""The window's end of the line to the sound process: starts it, speaks to it, and sees it out."""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any

from masterdesk.playback.ledger import LEDGER_BYTES, Ledger
from masterdesk.playback.wish import Report, Wish

#: How long the process may take to fade out and end before it is ended by force.
_END_S = 3.0

_NOT_STARTED = "Sound is off: the sound process does not start."
_ENDED = "The sound stopped unexpectedly: press play to start it again."


class Link:
    """Keeps the newest wish fulfilled by a process of its own, from a thread of its own.

    A process, because a callback of the sound card in the window's interpreter
    would wait for its lock: measured, two busy threads beside it made a gap every
    0.2 s. `make_wish` is called in the thread whenever `renew` was; it may
    take its time. Should the process die, it is started again by the next play.
    """

    def __init__(self, sample_rate: int, make_wish: Callable[[], Wish]) -> None:
        self._context: SpawnContext = multiprocessing.get_context("spawn")
        self._memory: Any = self._context.RawArray("b", LEDGER_BYTES)
        self.ledger = Ledger(self._memory, sample_rate)
        self.report = Report()
        self._make_wish = make_wish
        self._bell, self._ringer = self._context.Pipe(duplex=False)
        self._ringing = threading.Lock()
        self._rung = self._closing = False
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None
        self._failed_play: int | None = None
        self._with_card, self._reported = True, False
        self._thread = threading.Thread(target=self._run, name="playback", daemon=True)
        self._thread.start()

    def renew(self) -> None:
        """Have a new wish made and sent; never waits."""
        with self._ringing:
            if not self._rung and not self._closing:
                self._rung = True
                self._ringer.send_bytes(b"!")

    def close(self) -> None:
        """End thread and process, after a fade if something is heard."""
        with self._ringing:
            if self._closing:
                return
            self._closing = True
            self._ringer.send_bytes(b"!")
        self._thread.join()
        self._bell.close()
        self._ringer.close()

    def _run(self) -> None:
        self._start()
        while not self._closing:
            # mypy knows `wait` with lists of one kind only.
            ready: list[Any] = wait([end for end in (self._bell, self._line) if end is not None])
            if self._bell in ready:
                self._answer_bell()
            if self._line in ready:
                self._listen()
        self._end()

    def _start(self) -> None:
        from masterdesk.playback.service.process import main

        line, far_end = self._context.Pipe()
        arguments = (self._memory, self.ledger.sample_rate, far_end, self._with_card)
        self._process = self._context.Process(target=main, args=arguments, name="MasterDesk sound", daemon=True)
        try:
            self._process.start()
            self._line, self._reported = line, False
        except OSError:
            self._process = None
            self.report = Report(problem=_NOT_STARTED)
        finally:
            far_end.close()

    def _answer_bell(self) -> None:
        self._bell.recv_bytes()
        with self._ringing:
            self._rung = False
        if self._closing:
            return
        wish = self._wish()
        if wish is None:
            return
        if self._line is None and wish.playing and wish.play_serial != self._failed_play:
            self._start()
        self._send(wish)

    def _wish(self) -> Wish | None:
        """What is wanted now; what goes wrong in making it is told, and costs this one wish and not the thread."""
        try:
            return self._make_wish()
        except Exception:
            sys.excepthook(*sys.exc_info())
            return None

    def _send(self, wish: Wish | None) -> None:
        if self._line is not None:
            try:
                self._line.send(wish)
            except OSError:
                self._lose(wish)
        elif wish is not None and wish.playing:
            self._stop_play(wish)

    def _listen(self) -> None:
        assert self._line is not None
        try:
            self.report, self._reported = self._line.recv(), True
        except (EOFError, OSError):
            self._lose(self._wish())

    def _lose(self, wish: Wish | None) -> None:
        """The process is gone, and with it the sound; if it never came up, it is tried without a sound card."""
        self._forget_process()
        if not self._reported and self._with_card and wish is not None:
            self._with_card = False
            self._start()
            self._send(wish)
            return
        self.report = Report(problem=_ENDED, devices=self.report.devices)
        if wish is not None:
            self._stop_play(wish)

    def _stop_play(self, wish: Wish) -> None:
        self._failed_play = wish.play_serial
        self.ledger.stopped_serial = wish.play_serial

    def _forget_process(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.join(_END_S)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
            self._process.close()
        self._line = self._process = None

    def _end(self) -> None:
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.send(None)
        self._forget_process()
