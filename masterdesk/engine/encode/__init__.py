"""The encode step: what a file is written as, safely to its place, with its tags."""

from masterdesk.engine.encode.containers import container_suffix
from masterdesk.engine.encode.destination import check_destination, destination
from masterdesk.engine.encode.resolve import resolve_delivery
from masterdesk.engine.encode.tags.copying import copy_tags
from masterdesk.engine.encode.writer import AudioWriter, open_writer

__all__ = [
    "AudioWriter",
    "check_destination",
    "container_suffix",
    "copy_tags",
    "destination",
    "open_writer",
    "resolve_delivery",
]
