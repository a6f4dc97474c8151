"""Analyses for the tests of plan and process."""

from masterdesk.engine.analyze import analyze
from masterdesk.engine.dsp.bands import THIRD_OCTAVE_HZ
from masterdesk.engine.types.audio_format import AudioFormat

THIRDS_HZ = THIRD_OCTAVE_HZ


def analysis_of(audio, rate):
    """The analysis of audio in memory, shape (channels, frames)."""
    order = "FL+FR" if len(audio) == 2 else "FC"
    kind = AudioFormat("wav", "pcm_f32le", len(audio), order, rate, 32, None, audio.shape[1], audio.nbytes)
    return analyze("test.wav", kind, (audio[:, i : i + 65536] for i in range(0, audio.shape[1], 65536)))


def timeline_of(audio, rate):
    """The parts of a timeline that plans are made from."""
    return analysis_of(audio, rate).timeline
