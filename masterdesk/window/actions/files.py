"""Opens tracks and references."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal

from masterdesk.engine.errors import MasterDeskError, OutputError, not_found, shown_path
from masterdesk.engine.progress import Progress
from masterdesk.window.actions.commands import Commands
from masterdesk.window.actions.view import ViewActions
from masterdesk.window.models import match_changes
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE, DeskState
from masterdesk.window.models.lane import LaneModel, LaneStatus
from masterdesk.window.models.session_file import SUFFIX
from masterdesk.window.workers.file_reader import FileReader
from masterdesk.window.workers.match_files import SUFFIX as MATCH_SUFFIX
from masterdesk.window.workers.task import Task

GROUP = "File"


class FileActions(QObject):
    """Puts files on the desk; reading begins when the desk's state names them.

    `session_found(path)` comes when what was dropped is a session, `matches_found(paths)` when it is a saved match or
    more references than one, `track_opened` when a new desk begins.
    """

    session_found = Signal(Path)
    matches_found = Signal(list)
    track_opened = Signal()

    def __init__(self, models: Models, readers: dict[str, FileReader], view: ViewActions, commands: Commands) -> None:
        super().__init__()
        self._models, self._readers, self._view = models, readers, view
        self._demo: Task | None = None
        self._last_good: DeskState | None = None
        models.desk.track_changed.connect(self._read_track)
        models.desk.reference_changed.connect(self._read_reference)
        models.track.changed.connect(self._follow_track)
        models.track.changed.connect(self._fit_reference_rate)
        models.reference.changed.connect(self._fit_reference_rate)
        self._add(commands)

    def _add(self, commands: Commands) -> None:
        add, ask = commands.add, self._view.ask
        add("open_track", GROUP, "Open track…", "Ctrl+O", "Choose the mix to be mastered", lambda: ask("open_track"))
        line = "Choose a finished track to compare with"
        add("open_reference", GROUP, "Reference…", "Ctrl+Shift+O", line, lambda: ask("open_reference"))
        add("close_reference", GROUP, "Remove reference", "", "Take the reference away", self.close_reference)
        line = "A short piece that the program plays itself, to try everything on"
        add("open_demo", GROUP, "Open the demo track", "", line, self.open_demo)

    def open_track(self, path: Path) -> None:
        """Put a mix on the desk; what is set in the slots stays. One that is not there leaves everything as it is."""
        path = path.absolute()
        if self._is_missed(path, self._models.track):
            return
        self._models.preferences.remember_file(path)
        self._models.preferences.folder = path.parent
        old = self._models.desk.state
        self._last_good = old if self._models.track.track is not None else self._last_good
        if path == old.track:
            self._models.desk.note(track=None)
        state = DeskState(
            track=path,
            reference=old.reference,
            reference_start_s=old.reference_start_s,
            reference_region=old.reference_region,
            slots=old.slots,
            matches=old.matches,
            match_loudness=old.match_loudness,
            monitor=old.monitor,
        )
        self._models.desk.restore(state)
        self.track_opened.emit()

    def open_reference(self, path: Path) -> None:
        """Put a finished track beside it. One that is not there leaves everything as it is."""
        path = path.absolute()
        if self._is_missed(path, self._models.reference):
            return
        self._models.preferences.remember_file(path)
        self._models.preferences.keep_folder("reference", path.parent)
        self._set_reference("Open reference", path)

    def close_reference(self) -> None:
        """Take the reference away."""
        self._set_reference("Remove reference", None)

    def open_dropped(self, paths: Sequence[Path], on_reference_lane: bool) -> None:
        """Of files dropped, the first is the track and the second the reference; on its lane, the first is that.

        What is dropped there beyond that, and a saved match anywhere, is for the card that is heard.
        """
        files = list(paths)
        if files and files[0].suffix == MATCH_SUFFIX:
            self.matches_found.emit(files[:1])
            return
        if files and files[0].suffix == SUFFIX:
            self.session_found.emit(files[0])
            return
        if files and not on_reference_lane:
            self.open_track(files.pop(0))
        if files:
            self.open_reference(files.pop(0))
        if files and on_reference_lane:
            self.matches_found.emit(files)

    def open_demo(self) -> None:
        """Make the demo track, unless it is there already, and open it."""
        if self._demo is None:
            self._demo = Task(_make_demo, self)
            self._demo.succeeded.connect(self._open_demo)
            self._demo.failed.connect(self._tell_demo)
            self._demo.start()

    def cancel_reading(self, key: str) -> None:
        """Give up reading a file."""
        if key == ORIGINAL:
            self._models.desk.note(track=None)
        else:
            self.close_reference()

    def close(self) -> None:
        """Let all files go."""
        if self._demo is not None:
            self._demo.close()
        for reader in self._readers.values():
            reader.stop()

    def _is_missed(self, path: Path, lane: LaneModel) -> bool:
        """Whether a file is not there though another is on its lane, which is told: that need not be read anew then."""
        if lane.track is None:
            return False
        try:
            path.stat()
        except FileNotFoundError:
            self._view.tell(f"{not_found(path)}.")
            return True
        except OSError:
            pass  # who reads it says what else is wrong with it
        return False

    def _follow_track(self) -> None:
        """A file that cannot be used does not cost the desk that was there."""
        track = self._models.track
        if track.status is LaneStatus.FAILED and self._last_good is not None:
            good, self._last_good = self._last_good, None
            self._view.tell(track.problem)
            self._models.desk.restore(good)
        elif track.status is LaneStatus.READY:
            self._last_good = None

    def _set_reference(self, text: str, path: Path | None) -> None:
        """The slots that match the reference follow it, or have a profile again, which is told."""
        state = self._models.desk.state
        if path is not None and path == state.reference:
            self._read_reference()  # it may be another by now, or readable
            return
        self._models.desk.change(text, **match_changes.with_file(state, path))
        self._tell_lost(state, self._models.desk.state)

    def _tell_lost(self, old: DeskState, new: DeskState) -> None:
        pairs = zip(old.slots, new.slots, strict=True)
        lost = [number for number, (before, after) in enumerate(pairs, 1) if before.has_reference > after.has_reference]
        if lost and old.reference is not None:
            cards = " and ".join(filter(None, (", ".join(map(str, lost[:-1])), str(lost[-1]))))
            which = f"Card {cards} matches" if len(lost) == 1 else f"Cards {cards} match"
            self._view.tell(f"{which} {old.reference.name} no more: the profile decides again. Undo brings it back.")

    def _open_demo(self, path: Path) -> None:
        self._demo = None
        self.open_track(path)

    def _tell_demo(self, error: MasterDeskError) -> None:
        self._demo = None
        self._view.tell(str(error))

    def _read_track(self) -> None:
        self._read(ORIGINAL, self._models.desk.state.track, None)

    def _read_reference(self) -> None:
        state = self._models.desk.state
        if state.reference is None and state.heard == REFERENCE:
            self._models.desk.note(heard=ORIGINAL)
        self._read(REFERENCE, state.reference, self._track_rate())

    def _read(self, key: str, path: Path | None, sample_rate: int | None) -> None:
        if path is None:
            self._readers[key].clear()
        else:
            self._readers[key].read(path, sample_rate)

    def _track_rate(self) -> int | None:
        audio_format = self._models.track.format
        return None if audio_format is None else audio_format.sample_rate

    def _fit_reference_rate(self) -> None:
        """The reference is played at the track's rate; whichever of the two is read last may find that out."""
        track, reference = self._models.track.track, self._models.reference.track
        if track is not None and reference is not None and reference.sample_rate != track.sample_rate:
            self._read_reference()


def _make_demo(progress: Progress) -> Path:
    from masterdesk.engine.pipelines.demo.track import write_demo_track

    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation))
    path = folder / "MasterDesk demo.wav"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"the folder {shown_path(folder)} cannot be made ({error.strerror})"
        raise OutputError(what, "make it, or open a track of your own") from None
    if not path.exists():
        write_demo_track(path, progress)
    return path
