"""What a slot is heard by, put together from the answer of a worker and the samples that it left."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from masterdesk.engine.pipelines.desk.desk_source import DeskTrackLike
from masterdesk.engine.pipelines.desk.piece import Ground, former_ground, original_ground, spliced
from masterdesk.engine.pipelines.desk.slot_audio import SlotAudio
from masterdesk.engine.pipelines.desk.slot_job import PreviewReadings, SlotAnswer
from masterdesk.engine.pipelines.desk.wanted_preview import WantedPreview
from masterdesk.engine.pipelines.takes.parts import Window

Samples = npt.NDArray[np.float32]


class Composer:
    """Makes the audio of slots of one track. `path` holds samples as interleaved float32."""

    def __init__(self, track: DeskTrackLike) -> None:
        self._track = track

    def whole(self, preview: WantedPreview, answer: SlotAnswer, path: Path) -> SlotAudio:
        """The whole window, as it was rendered."""
        return self._audio(preview, answer, self._samples(path))

    def with_piece(self, preview: WantedPreview, answer: SlotAnswer, path: Path) -> SlotAudio:
        """The window with the preview's piece set into what the slot was heard by, or into the original."""
        window, piece = preview.window, preview.piece
        assert piece is not None, "asked for only if there is one"
        place = slice(piece.start_frame - window.start_frame, piece.stop_frame - window.start_frame)
        ground = self._ground(preview, piece, place, answer.window_lufs)
        rate, new = self._track.sample_rate, self._samples(path)
        samples, lufs = spliced(ground, new, answer.window_lufs, place, rate)
        return replace(self._audio(preview, answer, samples), window_lufs=lufs, piece=piece)

    def _ground(self, preview: WantedPreview, piece: Window, place: slice, new_lufs: float | None) -> Ground:
        former, track = preview.heard, self._track
        if former is not None and former.window == preview.window:
            return former_ground(former.samples, former.window_lufs, place, track.analysis.format)
        return original_ground(track.spool_path, track.analysis, preview.window, piece, new_lufs)

    def _samples(self, path: Path) -> Samples:
        samples = np.fromfile(path, np.float32).reshape(-1, self._track.channels)
        samples.flags.writeable = False
        return samples

    def _audio(self, preview: WantedPreview, answer: SlotAnswer, samples: Samples) -> SlotAudio:
        readings: dict[str, Any] = {known.name: getattr(answer, known.name) for known in fields(PreviewReadings)}
        return SlotAudio(
            slot=preview.slot,
            settings=preview.settings,
            window=preview.window,
            sample_rate=self._track.sample_rate,
            samples=samples,
            exact=answer.is_exact,
            **readings,
        )
