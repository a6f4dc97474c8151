"""Files dragged onto the desk: the lane that would take them lights up, and takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from masterdesk.window.views.dropping import dropped_files

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions
    from masterdesk.window.views.lanes.reference_lane import ReferenceLane
    from masterdesk.window.views.lanes.track_lane import TrackLane


class FileDrops(QObject):
    """Makes `host` take files: on the reference's lane one is the reference, elsewhere the first one is the track."""

    def __init__(self, host: QWidget, track: TrackLane, reference: ReferenceLane, actions: Actions) -> None:
        super().__init__(host)
        self._host, self._track, self._reference, self._actions = host, track, reference, actions
        host.setAcceptDrops(True)
        host.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, move, leave, drop."""
        kind = event.type()
        if kind == QEvent.Type.DragLeave:
            self._light(track=False, reference=False)
            return True
        if not isinstance(event, (QDragEnterEvent, QDragMoveEvent, QDropEvent)):
            return super().eventFilter(watched, event)
        files = dropped_files(event.mimeData())
        if not files:
            return super().eventFilter(watched, event)
        on_reference = self._is_on_reference(event)
        event.acceptProposedAction()
        if kind == QEvent.Type.Drop:
            self._light(track=False, reference=False)
            self._actions.files.open_dropped(files, on_reference)
        else:
            self._light(track=not on_reference, reference=on_reference or len(files) > 1)
        return True

    def _is_on_reference(self, event: QDropEvent) -> bool:
        place = self._reference.mapFrom(self._host, event.position().toPoint())
        left_with_label = -self._reference.x()
        return self._reference.isVisible() and self._reference.rect().adjusted(left_with_label, 0, 0, 0).contains(place)

    def _light(self, track: bool, reference: bool) -> None:
        self._track.set_takes_drop(track)
        self._reference.set_takes_drop(reference)
