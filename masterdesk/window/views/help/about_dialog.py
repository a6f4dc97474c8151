"""Version, license and what the program is made with."""

from __future__ import annotations

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from masterdesk import __version__
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.labels import label, wrapped

WIDTH_PX = 440
WHAT = "Mastering by pointing and listening. Everything runs on this computer; nothing is sent anywhere."
LICENSE = (
    "Free software under the GNU General Public License, version 3 or later: you may use, study, share and change it. "
    "It comes without any warranty."
)
PARTS = "Made with Qt {qt} and PySide6, NumPy, SciPy, libsndfile, FFmpeg, libsoxr, PortAudio, mutagen and pyqtgraph."


class AboutDialog(QDialog):
    """What Help > About shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About MasterDesk")
        self.setFixedWidth(WIDTH_PX)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 16)
        column.setSpacing(metrics.PADDING)
        version = label(f"Version {__version__}", "number", "dim")
        version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        texts = (wrapped(WHAT), wrapped(LICENSE, tone="dim"), wrapped(PARTS.format(qt=qVersion()), tone="dim"))
        for widget in (label("MasterDesk", "hero"), version, *texts, buttons):
            column.addWidget(widget)
        self.resize(WIDTH_PX, column.totalHeightForWidth(WIDTH_PX))
