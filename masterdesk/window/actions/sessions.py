"""Sessions: open, save, and what the last run lost."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from masterdesk.engine.errors import MasterDeskError
from masterdesk.window.actions.commands import Commands
from masterdesk.window.actions.view import ViewActions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import DeskState
from masterdesk.window.models.session_file import SUFFIX, load_session, save_session

GROUP = "File"


class SessionActions(QObject):
    """Keeps the desk in a file. `path` is the file it was saved to or opened from, `None` for a new desk."""

    path_changed = Signal()

    def __init__(self, models: Models, view: ViewActions, commands: Commands) -> None:
        super().__init__()
        self._models, self._view = models, view
        self.path: Path | None = None
        add = commands.add
        line = "Put a saved desk on the desk"
        add("open_session", GROUP, "Open session…", "Ctrl+Alt+O", line, lambda: view.ask("open_session"))
        add("save_session", GROUP, "Save session", "Ctrl+S", "Save everything on the desk", self.save)
        line = "Save everything on the desk to another file"
        add("save_session_as", GROUP, "Save session as…", "Ctrl+Shift+S", line, lambda: view.ask("save_session_as"))
        add("quit", GROUP, "Quit", "Ctrl+Q", "End the program", lambda: view.ask("quit"))
        stack = models.desk.undo_stack
        self._undo, self._redo = stack.createUndoAction(self), stack.createRedoAction(self)
        commands.adopt("undo", "Edit", self._undo, ["Ctrl+Z"], "Take the last change back")
        commands.adopt("redo", "Edit", self._redo, ["Ctrl+Shift+Z", "Ctrl+Y"], "Make it again")
        models.desk.frozen_changed.connect(self._follow_freeze)

    def open(self, path: Path) -> None:
        """Put a saved desk on the desk."""
        try:
            state = load_session(path)
        except MasterDeskError as error:
            self._view.tell(str(error))
        else:
            self._put(state)
            self._keep(path)

    def restore(self, state: DeskState) -> None:
        """Put a desk on the desk that has no file of its own, such as one that was lost."""
        self._put(state)
        self._keep(None)

    def begin(self) -> None:
        """A desk with another track is another session: saving it must not replace the one before."""
        self._keep(None)

    def save(self) -> None:
        """Save to the file of the session, or ask for one."""
        if self.path is None:
            self._view.ask("save_session_as")
        else:
            self.save_as(self.path)

    def save_as(self, path: Path) -> None:
        """Save to `path`."""
        if path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        try:
            save_session(self._models.desk.state, path)
        except MasterDeskError as error:
            self._view.tell(str(error))
        else:
            self._keep(path)

    def _follow_freeze(self, frozen: bool) -> None:
        stack = self._models.desk.undo_stack
        self._undo.setEnabled(stack.canUndo() and not frozen)
        self._redo.setEnabled(stack.canRedo() and not frozen)

    def _put(self, state: DeskState) -> None:
        self._models.desk.note(track=None, reference=None)
        self._models.desk.restore(state)

    def _keep(self, path: Path | None) -> None:
        self.path = path
        self.path_changed.emit()
