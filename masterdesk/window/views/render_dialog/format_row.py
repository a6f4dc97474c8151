"""One of the formats that are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import GlyphButton
from masterdesk.window.views.controls.choosers import Chooser
from masterdesk.window.views.render_dialog.choices import (
    CONTAINERS,
    DITHERED_DEPTHS,
    DITHERS,
    Quality,
)
from masterdesk.window.views.render_dialog.offers import offered_qualities, offered_rates


class FormatRow(QWidget):
    """Container, quality, sample rate and dither; `changed` after each choice, `removed` by its button.

    Offered is what can be written of a track of the format `source`.
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, delivery: DeliveryRequest, source: AudioFormat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self.container = _combo("Format", list(CONTAINERS.items()))
        self.quality = _combo("Bit depth or bit rate")
        self.rate, self.dither = _combo("Sample rate"), _combo("Dither", list(DITHERS.items()))
        self.remove = GlyphButton("close", "Remove this format", "quiet")
        self._lay_out()
        self._show(delivery)
        self.container.currentIndexChanged.connect(self._offer)
        self.rate.currentIndexChanged.connect(self._offer)
        for combo in (self.quality, self.dither):
            combo.currentIndexChanged.connect(self._tell)
        self.remove.clicked.connect(self.removed)
        self._enable()

    def delivery(self) -> DeliveryRequest:
        """What is chosen."""
        quality: Quality = self.quality.currentData()
        return DeliveryRequest(
            container=self.container.currentData(),
            bit_depth=quality.bit_depth,
            sample_rate=self.rate.currentData(),
            bit_rate_kbps=quality.bit_rate_kbps,
            dither=self.dither.currentData() if quality.bit_depth in DITHERED_DEPTHS else None,
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.TIGHT + 2)
        for combo in (self.container, self.quality, self.rate, self.dither):
            row.addWidget(combo, 1)
        row.addWidget(self.remove)

    def _show(self, delivery: DeliveryRequest) -> None:
        _choose(self.container, delivery.container)
        self._fill_rates()
        _choose(self.rate, delivery.sample_rate)
        self._fill_qualities()
        self._choose_quality(Quality("", delivery.bit_depth, delivery.bit_rate_kbps))
        _choose(self.dither, delivery.dither or "tpdf")

    def _offer(self) -> None:
        """Another container or rate can be written in other ways; what was chosen stays if it is among them."""
        rate, quality = self.rate.currentData(), self.quality.currentData()
        for combo in (self.rate, self.quality):
            combo.blockSignals(True)
        self._fill_rates()
        _choose(self.rate, rate)
        self._fill_qualities()
        self._choose_quality(quality)
        for combo in (self.rate, self.quality):
            combo.blockSignals(False)
            combo.update()
        self._tell()

    def _fill_rates(self) -> None:
        _fill(self.rate, offered_rates(self.container.currentData(), self._source))

    def _fill_qualities(self) -> None:
        offered = offered_qualities(self.container.currentData(), self.rate.currentData(), self._source)
        _fill(self.quality, [(quality, quality.text) for quality in offered])

    def _choose_quality(self, wanted: Quality) -> None:
        for index in range(self.quality.count()):
            offered: Quality = self.quality.itemData(index)
            if (offered.bit_depth, offered.bit_rate_kbps) == (wanted.bit_depth, wanted.bit_rate_kbps):
                self.quality.setCurrentIndex(index)

    def _tell(self) -> None:
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        quality: Quality = self.quality.currentData()
        self.dither.setEnabled(quality.bit_depth in DITHERED_DEPTHS)


def _combo(name: str, entries: Sequence[tuple[Any, str]] = ()) -> Chooser:
    combo = Chooser(name)
    _fill(combo, entries)
    return combo


def _fill(combo: Chooser, entries: Sequence[tuple[Any, str]]) -> None:
    combo.clear()
    for data, text in entries:
        combo.addItem(text, data)


def _choose(combo: Chooser, data: Any) -> None:
    combo.setCurrentIndex(max(combo.findData(data), 0))
