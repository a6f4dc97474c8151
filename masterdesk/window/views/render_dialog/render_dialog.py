"""The dialog before a render: which cards, where, under what name, in what formats."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QTimer
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.actions.rendering import file_names
from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button
from masterdesk.window.views.controls.choosers import Check
from masterdesk.window.views.controls.labels import label
from masterdesk.window.views.render_dialog.choices import another, recalled, remembered
from masterdesk.window.views.render_dialog.file_list import FileList
from masterdesk.window.views.render_dialog.format_row import FormatRow
from masterdesk.window.views.render_dialog.place_fields import PlaceFields
from masterdesk.window.views.render_dialog.plan import plan_files, without_name
from masterdesk.window.views.render_dialog.slot_choice import SlotChoice

WIDTH_PX = 700
#: The engine is asked this many milliseconds after the last key.
CHECK_AFTER_MS = 150
MAX_FORMATS = 6


class RenderDialog(QDialog):
    """Shows all files with their full names before anything is written; what was chosen is proposed the next time."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models, self._actions = models, actions
        assert models.track.format is not None, "the dialog is opened only with a track"
        self._source = models.track.format
        self.setWindowTitle("Render master")
        self.setMinimumWidth(WIDTH_PX)
        saved = models.preferences.delivery
        self.slots = SlotChoice(models)
        self.place = PlaceFields(_folder(models, saved.get("folder")), f"{models.track.title} - master")
        self.rows: list[FormatRow] = []
        self.add, self.files = Button("Add a format", "small"), FileList()
        self.overwrite = Check("Replace files that are there already")
        self.tags = Check("Carry tags and cover over from the track")
        self.tags.setChecked(bool(saved.get("tags", True)))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.render_button: QPushButton = self._buttons.addButton("Render", QDialogButtonBox.ButtonRole.AcceptRole)
        self._timer = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self._lay_out()
        for delivery in recalled(saved.get("formats")):
            self._add_row(delivery)
        self._connect()
        self.place.name_edit.setFocus()
        self.place.name_edit.selectAll()
        self.check()

    def deliveries(self) -> tuple[DeliveryRequest, ...]:
        """All formats that are chosen."""
        overwrite, tags = self.overwrite.isChecked(), self.tags.isChecked()
        return tuple(replace(row.delivery(), overwrite=overwrite, tags=tags) for row in self.rows)

    def check(self) -> None:
        """Ask the engine what stands against these files, and show it."""
        track = self._models.desk.state.track
        if track is None:
            self.files.show_files([])
            self.render_button.setEnabled(False)
            return
        names = file_names(self.place.name, self.slots.chosen(), self._models.desk.state.slots, self.deliveries())
        files = [(delivery, self.place.folder / name) for _, delivery, name in names]
        planned = plan_files(files, track, self._source, [job.output for job in self._models.queue.unfinished])
        planned = planned if self.place.name else without_name(planned)
        self.files.show_files(planned)
        count = len(planned)
        self.render_button.setText("Render" if count < 2 else f"Render {count} files")
        self.render_button.setEnabled(bool(planned) and not any(file.problem for file in planned))

    def accept(self) -> None:
        """Remember the choice and put the renders into the queue."""
        self.check()
        if not self.render_button.isEnabled():
            return
        deliveries = self.deliveries()
        self._models.preferences.delivery = {
            "folder": str(self.place.folder),
            "formats": remembered(deliveries),
            "tags": self.tags.isChecked(),
        }
        self._actions.rendering.render(self.slots.chosen(), self.place.folder, self.place.name, list(deliveries))
        super().accept()

    def _add_row(self, delivery: DeliveryRequest) -> None:
        row = FormatRow(delivery, self._source)
        row.changed.connect(self._timer.start)
        row.removed.connect(lambda: self._remove_row(row))
        self.rows.append(row)
        self._formats.addWidget(row)
        self._rows_changed()

    def _remove_row(self, row: FormatRow) -> None:
        self.rows.remove(row)
        self._formats.removeWidget(row)
        row.deleteLater()
        self._rows_changed()

    def _rows_changed(self) -> None:
        for row in self.rows:
            row.remove.setEnabled(len(self.rows) > 1)
        self.add.setEnabled(len(self.rows) < MAX_FORMATS)
        self._timer.start()

    def _connect(self) -> None:
        self._timer.timeout.connect(self.check)
        self.add.clicked.connect(lambda: self._add_row(another(self.deliveries())))
        for signal in (self.slots.changed, self.place.changed, self.overwrite.toggled, self.tags.toggled):
            signal.connect(lambda *_: self._timer.start())
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        self.render_button.setProperty("role", "primary")
        self.render_button.setDefault(True)
        self._formats = QVBoxLayout()
        self._formats.setSpacing(metrics.TIGHT + 2)
        adding = QHBoxLayout()
        adding.addWidget(self.add)
        adding.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(metrics.GAP)
        for title, part in (("Cards", self.slots), ("Place", self.place)):
            column.addWidget(label(title, "strong"))
            column.addWidget(part)
            column.addSpacing(metrics.TIGHT)
        column.addWidget(label("Formats", "strong"))
        column.addLayout(self._formats)
        column.addLayout(adding)
        column.addWidget(self.overwrite)
        column.addWidget(self.tags)
        column.addSpacing(metrics.TIGHT)
        column.addWidget(label("What will be written", "strong"))
        column.addWidget(self.files, 1)
        column.addWidget(self._buttons)


def _folder(models: Models, saved: object) -> Path:
    """Where the last masters went, else beside the track; the demo track lies where nobody looks."""
    if isinstance(saved, str) and saved and Path(saved).is_dir():
        return Path(saved)
    places, own = QStandardPaths.StandardLocation, QStandardPaths.writableLocation
    track = models.desk.state.track
    if track is not None and track.parent.is_dir() and track.parent != Path(own(places.AppDataLocation)):
        return track.parent
    music = Path(own(places.MusicLocation))
    return music if music.is_dir() else Path.home()
