"""Which files a render would write, and what stands against each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from masterdesk.engine.errors import MasterDeskError
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.window.actions.rendering import file_name

SAME_NAME = "Two of the files would have this name: change one of the formats"
NO_NAME = "Give the files a name"


@dataclass(frozen=True)
class PlannedFile:
    """A file to be written; `problem` says why it cannot be and what to do, `replaces` whether one is there already."""

    path: Path
    problem: str = ""
    replaces: bool = False


def plan_files(
    slots: Sequence[int],
    folder: Path,
    name: str,
    deliveries: Sequence[DeliveryRequest],
    track: Path,
    source: AudioFormat,
) -> list[PlannedFile]:
    """The files of all `slots` (from 0) in all `deliveries`, each asked of the engine whether it can be."""
    from masterdesk.engine.encode import check_destination, resolve_delivery

    wanted = [
        (delivery, folder / file_name(name, slot, slots, delivery, deliveries))
        for slot in slots
        for delivery in deliveries
    ]
    counts = Counter(path for _, path in wanted)
    planned = []
    for delivery, path in wanted:
        problem = SAME_NAME if counts[path] > 1 else "" if name.strip() else NO_NAME
        try:
            resolve_delivery(delivery, path, source)
            check_destination(path, delivery.overwrite, [track])
        except MasterDeskError as error:
            problem = problem or _sentence(error)
        planned.append(PlannedFile(path, problem, not problem and path.exists()))
    return planned


def _sentence(error: MasterDeskError) -> str:
    """The engine's words without what only its command line knows."""
    remedy = error.remedy.replace(" (--overwrite)", "")
    return f"{error.what}: {remedy}"
