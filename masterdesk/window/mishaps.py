"""What nobody foresaw: the user is told and goes on, and the details are kept for a report."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

MAX_LOG_BYTES = 200_000


class Mishaps:
    """Takes what was raised and not caught, in any thread, to a log file and to `tell`.

    A log that has become long is put aside as `.old`, where the one before was.
    """

    def __init__(self, log: Path, tell: Callable[[str], None]) -> None:
        self._log, self._tell = log, tell

    def watch(self) -> None:
        """Be asked from now on, instead of Python's own words on stderr."""
        sys.excepthook = self.take
        threading.excepthook = lambda args: self.take(args.exc_type, args.exc_value, args.exc_traceback)

    def take(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Keep the details, tell the user once where they are."""
        details = "".join(traceback.format_exception(kind, error, trace))
        self._keep(details)
        text = f"Something unexpected happened ({kind.__name__}: {error})."
        self._tell(f"{text} The desk is saved every few seconds; please report it with the file {self._log}")

    def _keep(self, details: str) -> None:
        try:
            if self._log.exists() and self._log.stat().st_size > MAX_LOG_BYTES:
                self._log.replace(self._log.with_name(f"{self._log.name}.old"))
            with self._log.open("a", encoding="utf-8") as log:
                log.write(f"{datetime.now().isoformat(timespec='seconds')}\n{details}\n")
        except OSError:
            print(details, file=sys.stderr)
