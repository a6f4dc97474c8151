"""Which files a render would write, and what stands against each of them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from masterdesk.engine.errors import MasterDeskError, shown_path
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.delivery import DeliveryRequest

SAME_NAME = "Two of the files would have this name: change one of the formats"
AWAITED = "A render in the queue will write a file of this name: choose another name, or cancel that render"
NO_NAME = "Give the files a name"


@dataclass(frozen=True)
class PlannedFile:
    """A file to be written; `problem` says why it cannot be and what to do, `replaces` whether one is there already."""

    path: Path
    problem: str = ""
    replaces: bool = False


def plan_files(
    files: Sequence[tuple[DeliveryRequest, Path]],
    track: Path,
    source: AudioFormat,
    awaited: Collection[Path] = (),
) -> list[PlannedFile]:
    """Each file asked of the engine whether it can be; `awaited` are those that renders will still write."""
    from masterdesk.engine.encode import check_destination, resolve_delivery

    taken = {_place(path) for path in awaited}
    counts = Counter(_place(path) for _, path in files)
    planned = []
    for delivery, path in files:
        problem = SAME_NAME if counts[_place(path)] > 1 else AWAITED if _place(path) in taken else ""
        try:
            resolve_delivery(delivery, path, source)
            check_destination(path, delivery.overwrite, [track])
        except MasterDeskError as error:
            problem = problem or _sentence(error, path)
        planned.append(PlannedFile(path, problem, not problem and path.exists()))
    return planned


def without_name(files: Sequence[PlannedFile]) -> list[PlannedFile]:
    """The same files, none of which can be written as long as they have no name."""
    return [replace(file, problem=NO_NAME, replaces=False) for file in files]


def _place(path: Path) -> str:
    """Equal for names of one file, also on systems that do not tell capitals from small letters."""
    return os.path.abspath(path).casefold()  # noqa: PTH100  links are not followed: they are replaced


def _sentence(error: MasterDeskError, path: Path) -> str:
    """The engine's words under the name of the file, without what only its command line knows."""
    remedy = error.remedy.replace("allow overwriting (--overwrite)", "let it be replaced")
    return f"{error.what.removeprefix(shown_path(path)).strip()}: {remedy}"
