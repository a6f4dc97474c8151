"""What was noticed about the track leads to its place."""

from __future__ import annotations

from PySide6.QtCore import QObject

from masterdesk.engine.types.findings import Finding
from masterdesk.window.actions.window_range import WindowActions

#: How far before a finding the window begins, in seconds, so that it is heard coming.
LEAD_S = 2.0


class FindingActions(QObject):
    """Goes where findings are."""

    def __init__(self, window: WindowActions) -> None:
        super().__init__()
        self._window = window

    def show(self, finding: Finding) -> None:
        """Go to the first place of a finding; a finding about the whole track has none."""
        if finding.at:
            self._window.go_to(max(finding.at[0] - LEAD_S, 0.0))
