"""Opens the dialogs that actions ask for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.session_file import SUFFIX
from masterdesk.window.views.transport.transport_bar import TransportBar

AUDIO = "*.wav *.aif *.aiff *.flac *.mp3 *.m4a *.mp4 *.ogg *.opus *.webm *.caf *.w64 *.rf64 *.mka *.wv *.mov"
AUDIO_FILTER = f"Audio ({AUDIO} {AUDIO.upper()});;All files (*)"
SESSION_FILTER = f"Sessions (*{SUFFIX})"
KEEP_RENDERING = "Keep rendering"


class Dialogs(QObject):
    """One method per dialog, by the name that actions use. Dialogs are imported when they are first asked for."""

    def __init__(self, window: QWidget, transport: TransportBar, models: Models, actions: Actions) -> None:
        super().__init__(window)
        self._window, self._transport = window, transport
        self._models, self._actions = models, actions
        self._openers = {
            "open_track": self._open_track,
            "open_reference": self._open_reference,
            "open_session": self._open_session,
            "save_session_as": self._save_session_as,
            "render": self._render,
            "render_queue": self._render_queue,
            "end_blind_test": self._end_blind_test,
            "blind_test": transport.listen.blind.start_or_stop,
            "settings": self._settings,
            "help": self._help,
            "about": self._about,
            "quit": window.close,
        }
        actions.view.asked.connect(self.open)

    def open(self, dialog: str) -> None:
        """Open a dialog by its name."""
        self._openers[dialog]()

    def may_quit(self) -> bool:
        """Whether the program may end now; asks while masters are being written."""
        queue = self._models.queue
        if not queue.unfinished:
            return True
        box = _question_box(self._window, "", "", KEEP_RENDERING, "Quit")

        def say_what_is_left() -> None:
            text, more, stay = _unwritten(len(queue.unfinished))
            if box.text() != text:  # a box is laid out anew by every word, and progress comes often
                box.setText(text)
                box.setInformativeText(more)
                box.escapeButton().setText(stay)

        say_what_is_left()
        queue.job_changed.connect(say_what_is_left)
        answer = _answer(box)
        queue.job_changed.disconnect(say_what_is_left)
        return answer == "Quit"

    def _end_blind_test(self) -> None:
        more = "The names tell what you have found; without them your answers are lost."
        answers = ("Reveal names", "End without result")
        answer = _answer(_question_box(self._window, "End the blind test?", more, "Go on listening", *answers))
        if answer == "Reveal names":
            self._actions.blind.reveal()
        elif answer == "End without result":
            self._actions.blind.stop()

    def _open_track(self) -> None:
        path = self._ask_file("Open track", AUDIO_FILTER, self._models.preferences.folder)
        if path is not None:
            self._actions.files.open_track(path)

    def _open_reference(self) -> None:
        path = self._ask_file("Open reference", AUDIO_FILTER, self._models.preferences.folder_of("reference"))
        if path is not None:
            self._actions.files.open_reference(path)

    def _open_session(self) -> None:
        path = self._ask_file("Open session", SESSION_FILTER, self._models.preferences.folder)
        if path is not None:
            self._actions.sessions.open(path)

    def _save_session_as(self) -> None:
        folder, title = self._models.preferences.folder, self._models.track.title or "Desk"
        suggested = str(folder / f"{title}{SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(self._window, "Save session", suggested, SESSION_FILTER)
        if name:
            self._actions.sessions.save_as(Path(name))

    def _ask_file(self, title: str, file_filter: str, folder: Path) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._window, title, str(folder), file_filter)
        return Path(name) if name else None

    def _render(self) -> None:
        from masterdesk.window.views.render_dialog.render_dialog import RenderDialog

        if self._models.track.track is not None:
            _ask(RenderDialog(self._models, self._actions, self._window))

    def _render_queue(self) -> None:
        from masterdesk.window.views.queue.queue_panel import QueuePopup

        QueuePopup(self._models, self._actions, self._window).open_at(self._transport.status, above=True)

    def _settings(self) -> None:
        from masterdesk.window.views.settings_dialog.settings_dialog import SettingsDialog

        _ask(SettingsDialog(self._models, self._actions, self._window))

    def _help(self) -> None:
        from masterdesk.window.views.help.help_sheet import HelpSheet

        _ask(HelpSheet(self._actions, self._window))

    def _about(self) -> None:
        from masterdesk.window.views.help.about_dialog import AboutDialog

        _ask(AboutDialog(self._window))


def _ask(dialog: QDialog) -> None:
    """Show a dialog until it is closed, and let it go: the window would keep it to its own end."""
    dialog.exec()
    dialog.deleteLater()


def _unwritten(count: int) -> tuple[str, str, str]:
    """What a question says while `count` masters are not written yet: text, more of it, and the answer that stays."""
    if not count:
        return "Nothing is being written any more.", "You can quit now, nothing is lost.", "Stay"
    if count == 1:
        more = "If you quit now it is not finished. A file that was there before stays as it is."
        return "A master is still being written.", more, KEEP_RENDERING
    more = "If you quit now they are not finished. Files that were there before stay as they are."
    return f"{count} masters are still to be written.", more, KEEP_RENDERING


def _question_box(window: QWidget, text: str, more: str, stay: str, *answers: str) -> QMessageBox:
    """A question over `window`; `stay` is the answer of Return and Escape."""
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(text)
    box.setInformativeText(more)
    button = box.addButton(stay, QMessageBox.ButtonRole.RejectRole)
    for answer in answers:
        box.addButton(answer, QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(button)
    box.setEscapeButton(button)
    return box


def _answer(box: QMessageBox) -> str:
    """What the button says that was chosen."""
    box.exec()
    box.deleteLater()
    return (box.clickedButton() or box.escapeButton()).text()
