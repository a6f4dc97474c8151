"""A machine that cannot show a window is told so in a sentence."""

import pytest

from masterdesk.engine.errors import MasterDeskError
from masterdesk.window import display


@pytest.fixture
def linux(monkeypatch):
    monkeypatch.setattr(display.sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_without_a_display_commands_are_pointed_to(linux):
    with pytest.raises(MasterDeskError, match="masterdesk --help"):
        display.check_display()


def test_missing_libraries_are_named_by_their_packages(linux):
    linux.setenv("DISPLAY", ":0")
    linux.setattr(display, "_is_there", lambda library: "cursor" not in library)
    with pytest.raises(MasterDeskError, match=r"apt-get install -y libxcb-cursor0$"):
        display.check_display()


def test_wayland_needs_no_x11(linux):
    linux.setenv("WAYLAND_DISPLAY", "wayland-0")
    linux.setattr(display, "_is_there", lambda library: "xcb" not in library)
    display.check_display()


def test_other_systems_bring_all_they_need(linux):
    linux.setattr(display.sys, "platform", "darwin")
    display.check_display()
