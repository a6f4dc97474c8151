"""The match of one slot, open for work: switch, amounts, files, and what was moved."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import SLOT_KEYS
from masterdesk.window.models.match_changes import can_match
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button, GlyphButton
from masterdesk.window.views.controls.choosers import Check
from masterdesk.window.views.controls.labels import badge, set_tone, wrapped
from masterdesk.window.views.controls.scrolling import scrolled
from masterdesk.window.views.frame_limiter import FrameLimiter
from masterdesk.window.views.match import words
from masterdesk.window.views.match.amounts import Amounts
from masterdesk.window.views.match.sources import Sources
from masterdesk.window.views.painting import safely

CLOSE_PX = 10
CLOSE = "Close the match: back to the meters (Esc)"
#: Lines that a report needs in most cases.
STATE_LINES = 3
#: Panels lower than this show only what is worked with.
LOW_PX = 300


class MatchPanel(QFrame):
    """Stands where the meters are, so that the spectrum with its curves stays in sight."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models, self._actions = models, actions
        self.setProperty("role", "panel")
        self.switch, self.badge = Check("Match"), badge("1")
        self.close_button = GlyphButton("close", CLOSE, "quiet", CLOSE_PX)
        self.share = Button("Same files for all", "quiet")
        self.share.setFixedHeight(metrics.SMALL_CONTROL_HEIGHT)
        self.share.setToolTip("Let every other card that matches something match these files, too")
        self.state, self.balance = wrapped("", "small"), wrapped("", "small", "dim")
        self.amounts, self.sources = Amounts(models, actions), Sources(models, actions)
        self._limiter = FrameLimiter(self.refresh, self)
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def slot(self) -> int:
        """The slot that is shown, counted from 0; the last one while it is closed."""
        return self.amounts.slot if self._models.match_panel.slot is None else self._models.match_panel.slot

    def refresh(self) -> None:
        """Show the slot as it is now."""
        slot = self.slot
        settings, key = self._models.desk.state.slots[slot], SLOT_KEYS[slot]
        self.setAccessibleName(f"Match of card {key}")
        self.switch.setAccessibleName(f"Match of card {key}, on or off")
        self.switch.blockSignals(True)
        self.switch.setChecked(settings.has_reference)
        self.switch.blockSignals(False)
        self.switch.setEnabled(can_match(self._models.desk.state, slot))
        self.badge.setText(key)
        self.share.setVisible(self._others_differ(slot))
        self._show_state(slot)
        self.balance.setText(words.balance_text(settings))
        self.balance.setVisible(settings.has_reference and not self._is_low)
        self.amounts.show_slot(slot)
        self.sources.show_slot(slot)
        self.update()

    def focus_first(self) -> None:
        """Take the keyboard to what is most likely moved next, or to what makes that possible."""
        button = self.sources.buttons["add"]
        first = next((part for part in (self.amounts.all.slider, self.switch) if part.isEnabled()), button)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low panel has lower rows, and leaves explanations to the tooltips."""
        super().resizeEvent(event)
        self.amounts.set_low(self._is_low)
        self._column.setSpacing(metrics.TIGHT if self._is_low else metrics.TIGHT + 2)
        self.balance.setVisible(self._models.desk.state.slots[self.slot].has_reference and not self._is_low)

    @property
    def _is_low(self) -> bool:
        return self.height() < LOW_PX

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        super().paintEvent(event)
        painter, path = QPainter(self), QPainterPath()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path.addRoundedRect(QRectF(self.rect()), metrics.PANEL_RADIUS, metrics.PANEL_RADIUS)
        painter.setClipPath(path)
        painter.fillRect(0, 0, self.width(), metrics.EDGE, theme.source_color(SLOT_KEYS[self.slot]))
        painter.end()

    def _others_differ(self, slot: int) -> bool:
        """Whether other cards match other files."""
        slots = self._models.desk.state.slots
        own = slots[slot].references, slots[slot].use_match
        matching = [other for other in slots if other.has_reference]
        return slots[slot].has_reference and any((one.references, one.use_match) != own for one in matching)

    def _show_state(self, slot: int) -> None:
        text, tone = words.state_text(self._models, slot)
        has_match = self._models.desk.state.slots[slot].has_reference
        lines = STATE_LINES if has_match else 0  # nothing moves below while other words come and go
        self.state.setMinimumHeight(lines * QFontMetrics(self.state.font()).lineSpacing())
        self.state.setText(words.bound(text))
        set_tone(self.state, tone)
        self.setAccessibleDescription(text)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.switch)
        head.addWidget(self.badge)
        head.addStretch(1)
        head.addWidget(self.share)
        head.addWidget(self.close_button)
        scroll = scrolled(self._inside())
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(metrics.PADDING, metrics.EDGE + 5, metrics.TIGHT, metrics.GAP)
        outer.setSpacing(metrics.TIGHT)
        outer.addLayout(head)
        outer.addWidget(scroll, 1)

    def _inside(self) -> QWidget:
        """All but the head."""
        self.state.setAlignment(Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        column = self._column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, metrics.GAP, 0)
        column.setSpacing(metrics.TIGHT + 2)
        for part in (self.amounts, self.balance, self.state, self.sources):
            column.addWidget(part)
        column.addStretch(1)
        return inside

    def _connect(self) -> None:
        models, actions = self._models, self._actions
        self.switch.toggled.connect(lambda on: actions.slots.use_reference(self.slot, on))
        self.switch.setToolTip("Let the references decide how this card sounds, or its profile alone")
        self.share.clicked.connect(lambda: actions.references.share(self.slot))
        self.close_button.clicked.connect(lambda: actions.match.close_panel())
        for signal in (models.desk.state_changed, models.references.changed, models.track.changed):
            signal.connect(self._limiter.ask)
        for slot in models.slots:
            slot.changed.connect(self._limiter.ask)
        models.match_panel.changed.connect(self.refresh)
        theme.changed.connect(self._limiter.ask)
