"""Opens what a wish speaks of, and keeps its pages in memory ahead of the sound card."""

from __future__ import annotations

import numpy as np

from masterdesk.playback.clips import SharedClip
from masterdesk.playback.mix.loop import Loop
from masterdesk.playback.mix.program import Program
from masterdesk.playback.mix.source import Source, silence
from masterdesk.playback.wish import Wish

#: How far ahead of the mixer the samples are touched.
_AHEAD_S = 2.0


class Sources:
    """Makes programs of wishes: clips become sources, the loop gets its crossfade."""

    def __init__(self, sample_rate: int) -> None:
        self._sample_rate = sample_rate
        self._silence = silence(sample_rate)
        self._sources: dict[int, Source] = {}
        self._loop: Loop | None = None
        self._scratch = np.empty(round(_AHEAD_S * sample_rate), dtype=np.float32)

    def program(self, wish: Wish) -> Program:
        """The mixer's view of `wish`; reads around the loop's ends, so it may wait for a disk."""
        serials = {clip.serial for clip in wish.clips.values()}
        self._sources = {serial: source for serial, source in self._sources.items() if serial in serials}
        source = self._source(wish.clips.get(wish.key or ""))
        return Program(
            source=source,
            playing=wish.playing,
            play_serial=wish.play_serial,
            seek_serial=wish.seek_serial,
            seek_frame=wish.seek_frame,
            loop=self._loop_in(source, wish),
            gain=_linear(wish.gains_db.get(wish.key or "", 0.0)),
            volume=_linear(wish.volume_db),
            monitor=wish.monitor,
            end_frame=wish.end_frame,
        )

    def touch(self, program: Program, position: int) -> None:
        """Have the pages in memory that come next, and those at the loop's start; copying frees the interpreter."""
        self._touch(program.source, position)
        if program.loop is not None and program.loop.stop - position < len(self._scratch):
            self._touch(program.source, program.loop.start)

    def _touch(self, source: Source, position: int) -> None:
        first = max(position - source.start_frame, 0)
        for channel in range(source.samples.shape[1]):
            part = source.samples[first : first + len(self._scratch), channel]
            np.copyto(self._scratch[: len(part)], part)

    def _source(self, clip: SharedClip | None) -> Source:
        if clip is None:
            return self._silence
        if clip.serial not in self._sources:
            try:
                samples = clip.open()
            except (OSError, ValueError):  # already replaced: a newer wish is on its way
                return self._silence
            self._sources[clip.serial] = Source(clip.serial, samples, clip.start_frame, self._sample_rate)
        return self._sources[clip.serial]

    def _loop_in(self, source: Source, wish: Wish) -> Loop | None:
        region = wish.loop
        if region is None or region[1] > wish.end_frame:
            self._loop = None
        elif self._loop is None or (self._loop.source, self._loop.start, self._loop.stop) != (source, *region):
            self._loop = Loop(source, *region, self._sample_rate)
        return self._loop


def _linear(gain_db: float) -> float:
    return float(10.0 ** (gain_db / 20.0))
