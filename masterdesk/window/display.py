"""Whether this machine can show a window, found out before Qt would end the program without a word to the user."""

from __future__ import annotations

import ctypes
import os
import sys

from masterdesk.engine.errors import MasterDeskError

#: What Qt loads on Linux beyond what it brings: library, and Debian's package of it.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def check_display() -> None:
    """Raise `MasterDeskError` where a window cannot be shown, with what to do about it."""
    if not sys.platform.startswith("linux"):
        return
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if not chosen and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise MasterDeskError(
            "there is no display to open a window on", "log in to a desktop, or use a command: masterdesk --help"
        )
    needs_x11 = chosen.startswith("xcb") or (not chosen and not os.environ.get("WAYLAND_DISPLAY"))
    missing = _missing({**LIBRARIES, **(X11_LIBRARIES if needs_x11 else {})})
    if missing:
        raise MasterDeskError(
            "this system lacks libraries that windows need", f"run: sudo apt-get install -y {' '.join(missing)}"
        )


def _missing(libraries: dict[str, str]) -> list[str]:
    """Debian's packages of the libraries that cannot be loaded."""
    return [package for library, package in libraries.items() if not _is_there(library)]


def _is_there(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
