"""What the program remembers between runs, apart from any session."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from masterdesk.window.models.limits import VOLUME_RANGE_DB, within

MAX_RECENT = 12
THEMES = ("dark", "light", "system")


class Preferences(QObject):
    """Settings kept by Qt where the system keeps such things. `changed(name)` tells which one was set."""

    changed = Signal(str)

    def __init__(self, store: QSettings | None = None) -> None:
        super().__init__()
        self._store = store or QSettings("MasterDesk", "MasterDesk")

    @property
    def theme(self) -> str:
        """One of `THEMES`."""
        theme: str = self._get("theme", "dark")
        return theme if theme in THEMES else "dark"

    @theme.setter
    def theme(self, theme: str) -> None:
        self._set("theme", theme)

    @property
    def device(self) -> str | None:
        """The output that is wanted, `None` for the system's."""
        return self._get("device", "") or None

    @device.setter
    def device(self, device: str | None) -> None:
        self._set("device", device or "")

    @property
    def volume_db(self) -> float:
        """Listening volume, within its range."""
        return float(within(self._get("volume_db", -6.0), VOLUME_RANGE_DB))

    @volume_db.setter
    def volume_db(self, volume_db: float) -> None:
        self._set("volume_db", volume_db)

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """Files opened last, newest first."""
        return tuple(Path(text) for text in self._get("recent_files", [])[:MAX_RECENT] if isinstance(text, str))

    def remember_file(self, path: Path) -> None:
        """Put `path` first among the recent files."""
        others = [old for old in self.recent_files if old != path]
        self._set("recent_files", [str(file) for file in (path, *others)][:MAX_RECENT])

    def forget_files(self) -> None:
        """Empty the list of recent files."""
        self._set("recent_files", [])

    @property
    def folder(self) -> Path:
        """Where the last track was opened; the user's own folder at first."""
        return self._folder("folder", Path.home())

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._set("folder", str(folder))

    def folder_of(self, what: str) -> Path:
        """Where files for `what`, "reference" or "match", were last: they mostly lie together, apart from the mixes."""
        return self._folder(f"folder_{what}", self.folder)

    def keep_folder(self, what: str, folder: Path) -> None:
        """Remember where a file for `what` was."""
        self._set(f"folder_{what}", str(folder))

    @property
    def delivery(self) -> dict[str, Any]:
        """What was chosen in the last render: folder, formats, depths; empty at first."""
        return dict(self._get("delivery", {}))

    @delivery.setter
    def delivery(self, delivery: dict[str, Any]) -> None:
        self._set("delivery", delivery)

    @property
    def spectrum(self) -> dict[str, Any]:
        """How the spectrum was shown last; empty at first."""
        return dict(self._get("spectrum", {}))

    @spectrum.setter
    def spectrum(self, options: dict[str, Any]) -> None:
        self._set("spectrum", options)

    @property
    def match_curves(self) -> bool:
        """Whether the curves of a match are drawn over the spectrum."""
        return bool(self._get("match_curves", True))

    @match_curves.setter
    def match_curves(self, on: bool) -> None:
        self._set("match_curves", on)

    def view(self, name: str, default: Any) -> Any:
        """How a switch of the window was left, by its name; `default` at first."""
        return self._get(f"view_{name}", default)

    def keep_view(self, name: str, value: Any) -> None:
        """Remember how a switch of the window was left."""
        self._set(f"view_{name}", value)

    @property
    def geometry(self) -> QByteArray:
        """Size and place of the window, as Qt saves them; empty at first."""
        value = self._store.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("geometry", geometry)

    def _folder(self, name: str, default: Path) -> Path:
        text = self._get(name, "")
        return Path(text) if text and Path(text).is_dir() else default

    def _get(self, name: str, default: Any) -> Any:
        """Values are kept as JSON texts, so that every platform's store gives the type back."""
        try:
            value = json.loads(str(self._store.value(name)))
        except ValueError:
            return default
        kind = (int, float) if isinstance(default, float) else type(default)
        return value if isinstance(value, kind) else default

    def _set(self, name: str, value: Any) -> None:
        if value != self._get(name, None):
            self._store.setValue(name, json.dumps(value))
            self.changed.emit(name)
