"""What is known of the files that are matched: how far they are read, and what of them can be matched."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Signal

from masterdesk.window.models.desk_state import Region


class SourceStatus(Enum):
    """How far a reference, or a saved match, has come."""

    READING = "reading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True)
class SourceFacts:
    """A reference or a saved match. `problem` says why it cannot be matched, and what to do.

    `names` are those inside a saved match. A mono source says nothing about width; `chorus` is the loudest part,
    `None` of a saved match and of what is not longer than a chorus.
    """

    status: SourceStatus
    fraction: float = 0.0
    problem: str = ""
    duration_s: float | None = None
    is_mono: bool = False
    names: tuple[str, ...] = ()
    chorus: Region | None = None


class ReferencesModel(QObject):
    """Facts by path, of the lane's reference and of everything that slots match. `changed` when some are new."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._facts: dict[str, SourceFacts] = {}

    def get(self, path: str) -> SourceFacts | None:
        """What is known, `None` if nothing yet."""
        return self._facts.get(path)

    def is_reading(self, path: str) -> bool:
        """Whether more will be known soon."""
        facts = self._facts.get(path)
        return facts is not None and facts.status is SourceStatus.READING

    def learn(self, path: str, facts: SourceFacts) -> None:
        """Something new is known of a file."""
        if self._facts.get(path) != facts:
            self._facts[path] = facts
            self.changed.emit()

    def keep(self, paths: set[str]) -> None:
        """Forget all files but these."""
        gone = set(self._facts) - paths
        for path in gone:
            del self._facts[path]
        if gone:
            self.changed.emit()

    def forget_failures(self) -> None:
        """What could not be read may be tried again."""
        self.keep({path for path, facts in self._facts.items() if facts.status is not SourceStatus.FAILED})
