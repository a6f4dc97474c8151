"""One of the formats that are written."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import GlyphButton
from masterdesk.window.views.controls.choosers import Chooser
from masterdesk.window.views.render_dialog.choices import (
    CONTAINERS,
    DITHERED_DEPTHS,
    DITHERS,
    QUALITIES,
    RATES_HZ,
    Quality,
)


class FormatRow(QWidget):
    """Container, quality, sample rate and dither; `changed` after each choice, `removed` by its button."""

    changed = Signal()
    removed = Signal()

    def __init__(self, delivery: DeliveryRequest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.container = _combo("Format", list(CONTAINERS.items()))
        self.quality = _combo("Bit depth or bit rate", [])
        rates: list[tuple[Any, str]] = [
            (None, "Rate of the track"),
            *((rate, f"{rate / 1000:g} kHz") for rate in RATES_HZ),
        ]
        self.rate, self.dither = _combo("Sample rate", rates), _combo("Dither", list(DITHERS.items()))
        self.remove = GlyphButton("close", "Remove this format", "quiet")
        self._lay_out()
        self._show(delivery)
        self.container.currentIndexChanged.connect(self._container_chosen)
        for combo in (self.quality, self.rate, self.dither):
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
        self._fill_qualities()
        for index, quality in enumerate(QUALITIES[self.container.currentData()]):
            if (quality.bit_depth, quality.bit_rate_kbps) == (delivery.bit_depth, delivery.bit_rate_kbps):
                self.quality.setCurrentIndex(index)
        _choose(self.rate, delivery.sample_rate)
        _choose(self.dither, delivery.dither or "tpdf")

    def _container_chosen(self) -> None:
        self.quality.blockSignals(True)
        self._fill_qualities()
        self.quality.blockSignals(False)
        self._tell()

    def _fill_qualities(self) -> None:
        self.quality.clear()
        for quality in QUALITIES[self.container.currentData()]:
            self.quality.addItem(quality.text, quality)

    def _tell(self) -> None:
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        quality: Quality = self.quality.currentData()
        self.dither.setEnabled(quality.bit_depth in DITHERED_DEPTHS)


def _combo(name: str, entries: list[tuple[Any, str]]) -> Chooser:
    combo = Chooser(name)
    for data, text in entries:
        combo.addItem(text, data)
    return combo


def _choose(combo: Chooser, data: Any) -> None:
    combo.setCurrentIndex(max(combo.findData(data), 0))
