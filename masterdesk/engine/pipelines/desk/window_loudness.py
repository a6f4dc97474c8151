"""How loud a slot's window is, by its samples."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from masterdesk.engine.analyze.loudness_meter import LoudnessMeter
from masterdesk.engine.dsp.processor import Rechunker
from masterdesk.engine.types.audio_format import AudioFormat


def samples_lufs(samples: npt.NDArray[np.float32], audio_format: AudioFormat) -> float | None:
    """Integrated loudness of samples (frames, channels); `None` for silence."""
    meter, seconds = LoudnessMeter(audio_format), Rechunker(audio_format.sample_rate)
    for second in seconds.push(samples.T):
        meter.push(second)
    rest = seconds.rest()
    if rest is not None:
        meter.push(rest)
    return meter.finish().integrated_lufs()
