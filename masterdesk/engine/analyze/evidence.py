"""What the meters found of a track; findings are drawn from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.analyze.clip_detector import FlatTops
from masterdesk.engine.analyze.loudness_meter import LoudnessCurve
from masterdesk.engine.analyze.spectrum_meter import Spectra
from masterdesk.engine.analyze.stereo_meter import StereoEnergy
from masterdesk.engine.types.analysis import Loudness, StereoImage, Timeline
from masterdesk.engine.types.audio_format import AudioFormat


@dataclass(frozen=True, eq=False)
class Evidence:
    """Measurements of one track. `sample_peaks` is linear, per started 100 ms; the rest names its own shape."""

    format: AudioFormat
    loudness: Loudness
    curve: LoudnessCurve
    stereo: StereoImage
    energy: StereoEnergy
    spectra: Spectra
    timeline: Timeline
    sample_peaks: npt.NDArray[np.float32]
    channel_means: npt.NDArray[np.float64]
    channel_peaks: npt.NDArray[np.float64]
    flat_tops: tuple[FlatTops, ...]
    word_length: int | None
