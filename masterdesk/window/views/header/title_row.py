"""Title, artist and chips of the track, in one line that gives way gracefully."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from masterdesk.engine.types.findings import Finding
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.lane import LaneModel, LaneStatus
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.labels import ElidedLabel
from masterdesk.window.views.controls.window_menu import passing_menu
from masterdesk.window.views.header.chip import Chip
from masterdesk.window.views.header.fitting import fit
from masterdesk.window.views.header.words import (
    by_weight,
    finding_text,
    finding_tooltip,
    format_text,
    loudness_text,
    no_track_text,
)
from masterdesk.window.views.texts import percent

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions


class TitleRow(QWidget):
    """Follows the track. `facts` are chips to read, `findings` chips to click, `more` holds those without room."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lane, self._reference, self._actions = models.track, models.reference, actions
        self.title = ElidedLabel(role="title", parent=self)
        self.artist = ElidedLabel(tone="text_dim", parent=self)
        self.facts: list[Chip] = []
        self.findings: list[Chip] = []
        self.more = Chip("", clickable=True, parent=self)
        self.more.clicked.connect(self._open_more)
        self._found: list[Finding] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lane.changed.connect(self.follow)
        self._reference.changed.connect(self._follow_reference)
        self._lane.progressed.connect(lambda _: self._follow_progress())
        self.follow()

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(600, metrics.CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return QSize(200, metrics.CONTROL_HEIGHT)

    def follow(self) -> None:
        """Show the track as it is now."""
        lane = self._lane
        self.title.setText(lane.tagged_title or lane.title or "MasterDesk")
        self.artist.setText(no_track_text(self._reference) if lane.status is LaneStatus.EMPTY else lane.artist)
        self._found = [] if lane.analysis is None else by_weight(lane.analysis.findings)
        facts = facts_of(lane)
        self._match_count(self.facts, len(facts), self._new_fact)
        self._match_count(self.findings, len(self._found), self._new_finding)
        for chip, fact in zip(self.facts, facts, strict=True):
            chip.show_words(*fact)
        for chip, finding in zip(self.findings, self._found, strict=True):
            chip.show_words(finding_text(finding), _tone(finding), finding_tooltip(finding))
            chip.setAccessibleDescription(finding.message)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102  Qt's name
        self._arrange()

    def _follow_reference(self) -> None:
        """Without a track there is no other place that tells of it."""
        if self._lane.status is LaneStatus.EMPTY:
            self.follow()

    def _follow_progress(self) -> None:
        """Only the words change, several times a second."""
        facts = facts_of(self._lane)
        if len(facts) != len(self.facts):
            self.follow()
            return
        for chip, (text, *_) in zip(self.facts, facts, strict=True):
            if chip.text() != text:
                chip.setText(text)
                chip.setAccessibleName(text)
                self._arrange()

    @staticmethod
    def _match_count(chips: list[Chip], count: int, make: Callable[[int], Chip]) -> None:
        """Chips stay, with other words, so that the one that has the focus keeps it."""
        for chip in chips[count:]:
            chip.hide()
            chip.deleteLater()
        del chips[count:]
        chips.extend(make(number) for number in range(len(chips), count))

    def _new_fact(self, number: int) -> Chip:
        return Chip("", parent=self)

    def _new_finding(self, number: int) -> Chip:
        chip = Chip("", clickable=True, parent=self)
        chip.clicked.connect(lambda: self._show(self._found[number], chip))
        return chip

    def _show(self, finding: Finding, chip: Chip) -> None:
        """Go to its place, and say all of it."""
        self._actions.findings.show(finding)
        QToolTip.showText(chip.mapToGlobal(QPoint(0, chip.height())), finding_tooltip(finding), chip)

    def _open_more(self) -> None:
        menu = self.make_menu()
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + metrics.TIGHT)))

    def make_menu(self) -> QMenu:
        """The findings that have no chip of their own."""
        menu = passing_menu(self)
        menu.setToolTipsVisible(True)
        for chip, finding in zip(self.findings, self._found, strict=True):
            if chip.isHidden():
                entry = menu.addAction(finding_text(finding), partial(self._show, finding, self.more))
                entry.setToolTip(finding_tooltip(finding))
        return menu

    def _arrange(self) -> None:
        """Place everything, from the left; what has no room is hidden."""
        self._name_more(len(self.findings))
        facts, findings = ([chip.sizeHint().width() for chip in chips] for chips in (self.facts, self.findings))
        artist = self.artist.sizeHint().width() if self.artist.text() else 0
        room, more = self.width(), self.more.sizeHint().width()
        shares = fit(room, self.title.sizeHint().width(), artist, facts, findings, more, metrics.GAP)
        x = self._place(self.title, 0, shares.title)
        x = self._place(self.artist, x, shares.artist)
        for chips, count in ((self.facts, shares.facts), (self.findings, shares.findings)):
            for number, chip in enumerate(chips):
                x = self._place(chip, x, chip.sizeHint().width() if number < count else 0)
        hidden = len(self.findings) - shares.findings
        self._name_more(hidden)
        self._place(self.more, x, self.more.sizeHint().width() if hidden else 0)

    def _name_more(self, hidden: int) -> None:
        self.more.tone = "warning" if any(_tone(f) == "warning" for f in self._found[-hidden:] if hidden) else "dim"
        self.more.setText(f"+{hidden}")
        self.more.setAccessibleName(f"{hidden} more findings")
        self.more.setToolTip(f"{hidden} more findings")

    def _place(self, widget: QWidget, x: int, width: int) -> int:
        """Show `widget` at `x`, hide it if it is to have no width; returns where the next one begins."""
        widget.setVisible(width > 0)
        if width <= 0:
            return x
        height = widget.sizeHint().height()
        widget.setGeometry(x, (self.height() - height) // 2, width, height)
        return x + width + metrics.GAP


def facts_of(lane: LaneModel) -> list[tuple[str, str, str]]:
    """Text, tone and tooltip of the chips that state what the track is."""
    facts = []
    if lane.format is not None and lane.status is not LaneStatus.FAILED:
        facts.append((format_text(lane.format, lane.duration_s), "dim", f"Format of {lane.path}"))
    if lane.analysis is not None:
        tooltip = "Integrated loudness, true peak, loudness range of the track as loaded"
        facts.append((loudness_text(lane.analysis.loudness), "dim", tooltip))
    if lane.status is LaneStatus.READING:
        text = f"Reading {percent(lane.fraction)}" if lane.duration_s is not None else "Reading…"
        facts.append((text, "dim", "The track is being read and measured"))
    if lane.status is LaneStatus.FAILED:
        facts.append(("Could not be opened", "danger", lane.problem))
    return facts


def _tone(finding: Finding) -> str:
    return "warning" if finding.severity == "warning" else "dim"
