"""Values in files that processes of this program hand to each other.

Only this program's own processes write these files, into folders that nobody else can enter.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any


def store(content: Any, path: Path) -> None:
    """Write a value, whole or not at all."""
    unfinished = path.with_name(f"{path.name}.new")
    with unfinished.open("wb") as file:
        pickle.dump(content, file, protocol=5)
    unfinished.replace(path)


def taken(path: Path) -> Any:
    """The value that `store` wrote and that is needed once: its file is deleted."""
    content = load(path)
    path.unlink(missing_ok=True)
    return content


def load(path: Path) -> Any:
    """The value that `store` wrote."""
    with path.open("rb") as file:
        return pickle.load(file)
