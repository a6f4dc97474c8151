"""The outputs that can be chosen, as menus name them."""

from __future__ import annotations

from masterdesk.window.models.playback import PlaybackModel

SYSTEM_DEFAULT = "System default"


def device_choices(playback: PlaybackModel) -> list[tuple[str, str | None]]:
    """Text and device (`None`: the system's) of every output, the one that is wanted included where it is missed."""
    choices: list[tuple[str, str | None]] = [(SYSTEM_DEFAULT, None), *((name, name) for name in playback.devices)]
    wanted = playback.device
    if wanted is not None and wanted not in playback.devices:
        choices.append((f"{wanted} (not there now)", wanted))
    return choices
