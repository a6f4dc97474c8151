"""One file that is matched: its name, what of it counts, how much it counts, and a way out."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from masterdesk.engine.types.reference import Reference
from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import SLOT_KEYS
from masterdesk.window.models.references import SourceFacts, SourceStatus
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.bar_slider import BarSlider
from masterdesk.window.views.controls.buttons import Button, GlyphButton
from masterdesk.window.views.controls.labels import ElidedLabel, label, set_tone, wrapped
from masterdesk.window.views.controls.window_menu import WindowMenu
from masterdesk.window.views.match import words
from masterdesk.window.views.match.region_menu import region_menu
from masterdesk.window.views.texts import percent

WEIGHT_PX, SHARE_PX, CLOSE_PX = 62, 38, 9
LEAST_WEIGHT, MOST_WEIGHT, WEIGHT_STEP = 0.1, 2.0, 0.1
ARROW = "\N{BLACK DOWN-POINTING SMALL TRIANGLE}"


class SourceRow(QWidget):
    """A reference, or with `is_saved` a saved match, of slot number `slot` (from 0)."""

    def __init__(self, models: Models, actions: Actions, slot: int, path: str, is_saved: bool) -> None:
        super().__init__()
        self._models, self._actions, self._slot, self.path = models, actions, slot, path
        title = self._title = words.source_title(path)
        self.name, self.note = ElidedLabel(title), wrapped("", "tiny", "dim")
        self.region, self.share = Button("", "quiet"), label("", "small_number", "dim")
        self.weight = BarSlider(LEAST_WEIGHT, MOST_WEIGHT, WEIGHT_STEP, SLOT_KEYS[slot])
        self.weight.setAccessibleName(f"Weight of {title}")
        self.weight.setFixedWidth(WEIGHT_PX)
        self.remove = GlyphButton("close", f"Match {title} no more", "quiet", CLOSE_PX)
        self._is_saved = is_saved
        self._lay_out()
        self._connect()

    def show_source(self, reference: Reference | None, share: float, count: int) -> None:
        """Show region and weight of one of `count` references, whose weight is the `share` of all; none if saved."""
        facts = self._models.references.get(self.path)
        self.region.setVisible(reference is not None)
        for widget in (self.weight, self.share):
            widget.setVisible(reference is not None and count > 1)
        if reference is not None:
            self._show_region(reference, facts)
            self.weight.show_value(reference.weight)
            self.share.setText(percent(share))
            weight = f"{reference.weight:g}, {percent(share)} of all"
            self.weight.setToolTip(f"How much it counts beside the others: {weight}")
        self._show_note(facts)

    def _show_region(self, reference: Reference, facts: SourceFacts | None) -> None:
        if facts is not None and facts.status is SourceStatus.READING:
            self.region.setText(percent(facts.fraction))
            self.region.setToolTip(f"{self._title} is being read")
        else:
            text = words.region_text(words.region_of(reference, facts), None if facts is None else facts.chorus)
            self.region.setText(f"{text} {ARROW}")
            self.region.setToolTip("What of it is matched: all, its loudest chorus, or a region of its lane")
        shown = self.region.text().removesuffix(ARROW).strip()
        self.region.setAccessibleName(f"What of {self._title} is matched: {shown}")
        self.region.setEnabled(facts is not None and facts.status is SourceStatus.READY)

    def _show_note(self, facts: SourceFacts | None) -> None:
        note = words.source_note(facts, self.path)
        is_failed = facts is not None and facts.status is SourceStatus.FAILED
        set_tone(self.note, "danger" if is_failed else "dim")
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.name.setAccessibleDescription(note)

    def _lay_out(self) -> None:
        self.share.setFixedWidth(SHARE_PX)
        self.region.setFixedHeight(metrics.SMALL_CONTROL_HEIGHT)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(metrics.TIGHT)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for column, widget in enumerate((self.name, self.region, self.weight, self.share, self.remove)):
            grid.addWidget(widget, 0, column)
        grid.addWidget(self.note, 1, 0, 1, 5)

    def _connect(self) -> None:
        references, slot = self._actions.references, self._slot
        self.weight.chosen.connect(lambda weight: references.set_weight(slot, self.path, weight))
        self.weight.let_go.connect(self._actions.slots.end_drag)
        self.region.clicked.connect(self._open_regions)
        if self._is_saved:
            self.remove.clicked.connect(lambda: references.remove_saved(slot))
        else:
            self.remove.clicked.connect(lambda: references.remove(slot, self.path))

    def _open_regions(self) -> None:
        self.make_menu().open_below()

    def make_menu(self) -> WindowMenu:
        """What of the file can be matched; the menu deletes itself when it closes."""
        return region_menu(self._models, self._actions, self._slot, self.path, self.region)
