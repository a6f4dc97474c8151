"""Where the sound process begins."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from multiprocessing.connection import Connection
from typing import Any

from masterdesk.playback.ledger import Ledger
from masterdesk.playback.service.service import Service

#: What PulseAudio takes for itself where it may.
_NICENESS = -11


def main(memory: Any, sample_rate: int, line: Connection, with_card: bool) -> None:
    """Serve the window at the other end of `line` until it asks for the end or is gone.

    `with_card` is false where the sound system has crashed before: a clock then stands in for it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the window, which then ends us
    os.environ.setdefault("PULSE_PROP", "application.name=MasterDesk media.role=production")
    _hush()
    _come_first()
    gc.collect()
    gc.freeze()
    Service(Ledger(memory, sample_rate), line, line.send).run(with_card)


def _come_first() -> None:
    """Ask for a place before renders; where the system's limits refuse it, playback shares like everybody else.

    On Windows and macOS PortAudio asks for its own thread.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, _NICENESS)


def _hush() -> None:
    """ALSA writes what it thinks of every missing device to the terminal."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    os.close(nothing)
