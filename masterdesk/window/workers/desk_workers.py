"""All workers of one window, and their end."""

from __future__ import annotations

from dataclasses import dataclass

from masterdesk.engine.pipelines.processes.workers import EngineWorkers
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE
from masterdesk.window.workers.file_reader import FileReader
from masterdesk.window.workers.match_files import MatchFiles
from masterdesk.window.workers.metering import Metering
from masterdesk.window.workers.previewer import Previewer
from masterdesk.window.workers.reference_reader import ReferenceReader
from masterdesk.window.workers.renderer import Renderer
from masterdesk.window.workers.slot_loudness import SlotLoudness
from masterdesk.window.workers.sound import Sound
from masterdesk.window.workers.task import wait_for_closed


@dataclass(frozen=True, eq=False)
class Workers:
    """One of each; `engine` holds the processes that previews and renders run in."""

    engine: EngineWorkers
    readers: dict[str, FileReader]
    sound: Sound
    metering: Metering
    slot_loudness: SlotLoudness
    previewer: Previewer
    renderer: Renderer
    references: ReferenceReader
    match_files: MatchFiles

    def close(self) -> None:
        """End every thread and process, the quick ones first."""
        self.metering.close()
        self.slot_loudness.close()
        self.sound.close()
        self.previewer.close()
        self.renderer.close()
        self.references.close()
        self.match_files.close()
        for reader in self.readers.values():
            reader.stop()
        self.engine.close()
        wait_for_closed()


def make_workers(models: Models) -> Workers:
    """The workers of a window. No thread or process starts before there is something to do."""
    engine = EngineWorkers()
    sound, previewer = Sound(models), Previewer(models, engine)
    return Workers(
        engine,
        {key: FileReader(models.lane(key)) for key in (ORIGINAL, REFERENCE)},
        sound,
        Metering(models, sound),
        SlotLoudness(models),
        previewer,
        Renderer(models.queue, engine),
        ReferenceReader(models, engine, previewer.shelf),
        MatchFiles(previewer.shelf),
    )
