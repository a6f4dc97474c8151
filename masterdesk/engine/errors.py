"""Every failure the engine raises on purpose: what happened, and what to do about it."""

from __future__ import annotations

import errno
import os


class MasterDeskError(Exception):
    """Root of all deliberate failures.

    `what` says what happened (and names the file, if one is concerned);
    `remedy` says what the user can do. Neither ends with a full stop.
    """

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}: {self.remedy}"


class InputError(MasterDeskError, ValueError):
    """A source file cannot be used as audio."""


class OutputError(MasterDeskError, OSError):
    """A destination cannot be written, or what was written failed its check."""

    # OSError builds its own text from (errno, message); ours is the one to show.
    __str__ = MasterDeskError.__str__


class SettingsError(MasterDeskError, ValueError):
    """A setting is outside its range, or two settings contradict each other."""


class Cancelled(MasterDeskError):
    """The user stopped a long task; nothing was written."""

    def __init__(self) -> None:
        super().__init__("cancelled", "nothing was written")


def shown_path(path: str | os.PathLike[str]) -> str:
    """The path as it may be printed: control characters and undecodable bytes escaped."""
    text = os.fsdecode(path)
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in text)


def not_found(path: str | os.PathLike[str]) -> InputError:
    """There is no file of that name."""
    return InputError(f"{shown_path(path)} was not found", "check the name and the folder")


def cut_short(path: str | os.PathLike[str] | None = None) -> OSError:
    """A file of our own on the temporary disk holds less than was written to it."""
    what = "what was kept on the temporary disk was cut short: it is shorter than it was"
    return OSError(errno.EIO, what, None if path is None else os.fspath(path))
