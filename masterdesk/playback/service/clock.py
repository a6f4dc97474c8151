"""When a frame that is handed to the sound card will be heard."""

from __future__ import annotations

#: Share of each new reading that is taken over: sound cards tell their time with some jitter.
_TRUST = 0.05
#: A reading this far from what was expected, in seconds, is a gap or the real start, and holds at once.
_JUMP_S = 0.030


class StreamClock:
    """Frames of a stream against `time.perf_counter`, smoothed (a first-order delay-locked loop)."""

    def __init__(self, sample_rate: float) -> None:
        self._sample_rate = sample_rate
        self._frames = 0
        self._start_s: float | None = None

    def advance(self, now_s: float, delay_s: float, frames: int) -> float:
        """Take the card's word that the next `frames` frames are heard in `delay_s`; return the jump, mostly 0."""
        start_s = now_s + delay_s - self._frames / self._sample_rate
        self._frames += frames
        if self._start_s is None:
            self._start_s = start_s
            return 0.0
        error_s = start_s - self._start_s
        jumped = abs(error_s) > _JUMP_S
        self._start_s += error_s if jumped else _TRUST * error_s
        return error_s if jumped else 0.0

    def time_of(self, frames: float, sample_rate: float) -> float:
        """When frame number `frames`, counted at `sample_rate` since the stream began, is heard."""
        assert self._start_s is not None
        return self._start_s + frames / sample_rate
