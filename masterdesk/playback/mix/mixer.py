"""The heart of playback: the next frames, whatever was asked for meanwhile, without a click."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from masterdesk.playback.mix.fades import START_S, SWITCH_S, CrossfadeCurves, correlation, fade_frames, raised_cosine
from masterdesk.playback.mix.monitor_chain import MonitorChain
from masterdesk.playback.mix.program import Program
from masterdesk.playback.mix.ramp import MAX_FRAMES, Ramp
from masterdesk.playback.mix.voice import Voice
from masterdesk.playback.values import Frames


class Journal(Protocol):
    """Takes note of what the mixer lays into the sound card's buffer."""

    def note(self, offset: int, frames: int, serial: int, position: int, seek_serial: int) -> None:
        """From `offset` of this block on, `frames` frames are those at `position` of the source `serial`."""
        ...


class Mixer:
    """Plays a `Program`; `program` may be replaced at any time from another thread.

    One position is shared by all sources: a switch changes the sound and never
    the place. While one change fades (at most 20 ms), the next one waits.
    """

    def __init__(self, sample_rate: int, program: Program) -> None:
        self.program = program
        self.position = 0
        self.seek_serial = program.seek_serial
        #: The play request that came to the track's end, or lost its sound card.
        self.stopped_serial = 0
        self.ended = False
        self._voices = [Voice(sample_rate), Voice(sample_rate)]
        self._now: Voice | None = None
        self._fade = _Fade(sample_rate)
        self._monitor = MonitorChain(sample_rate)
        self._volume = Ramp(sample_rate, program.volume)

    @property
    def silent(self) -> bool:
        """Whether nothing is heard and nothing is about to be."""
        return self._now is None and not self._fade.active and not self._wants_sound(self.program)

    def render(self, out: Frames, journal: Journal) -> None:
        """Fill `out` (frames, 2), at most `MAX_FRAMES`, with the next frames."""
        program = self.program
        self._monitor.aim(program.monitor)
        self._volume.aim(program.volume)
        filled = 0
        while filled < len(out):
            self._begin_what_is_due(program)
            frames = self._straight_frames(program, len(out) - filled)
            if frames:
                self._note(filled, frames, journal)
                self._mix(out[filled : filled + frames])
                filled += frames
            self._end_what_is_over(program)
        self._monitor.process(out)
        self._volume.apply(out)

    def rest(self) -> None:
        """Take a new position from the program while no sound card asks for frames."""
        if self._now is None and not self._fade.active:
            self._take_seek(self.program)

    def stop_at(self, position: int) -> None:
        """Fall silent at once, at `position`: the sound card is gone. Not while it asks for frames."""
        self._now, self.position = None, position
        self._fade.end()
        self._stop(self.program, ended=False)

    def resume(self) -> None:
        """Take up the play request that `stop_at` ended."""
        self.stopped_serial = 0

    def _wants_sound(self, program: Program) -> bool:
        return program.playing and program.play_serial != self.stopped_serial

    def _begin_what_is_due(self, program: Program) -> None:
        if not self._fade.active:
            if self._wants_sound(program):
                self._begin_sound(program)
            else:
                self._begin_silence(program)
        if self._now is not None and self._now.source is program.source:
            self._now.gain.aim(program.gain)

    def _begin_sound(self, program: Program) -> None:
        if self._now is None or self._differs(self._now, program):
            self._take_seek(program)
            self._turn_to(self._new_voice(program))

    def _begin_silence(self, program: Program) -> None:
        if self._now is not None:
            self._turn_to(None)
        else:
            self._take_seek(program)

    def _differs(self, voice: Voice, program: Program) -> bool:
        moved = program.seek_serial != self.seek_serial
        return moved or voice.source is not program.source or voice.loop is not program.loop

    def _new_voice(self, program: Program) -> Voice:
        voice = self._voices[0] if self._now is not self._voices[0] else self._voices[1]
        voice.begin(program.source, program.loop, self.position, program.gain)
        return voice

    def _take_seek(self, program: Program) -> None:
        if program.seek_serial != self.seek_serial:
            self.seek_serial = program.seek_serial
            self.position = program.seek_frame

    def _turn_to(self, voice: Voice | None) -> None:
        self._fade.begin(self._now, voice)
        self._now = voice

    def _heard(self) -> Voice | None:
        """The voice that tells position and source: the one that comes in, or the last that goes out."""
        return self._now or self._fade.old

    def _straight_frames(self, program: Program, limit: int) -> int:
        """How far the next piece goes: to the next border of a loop, a fade or the track."""
        limit = self._fade.straight_frames(limit)
        heard = self._heard()
        for voice in (heard, self._fade.old):
            if voice is not None:
                limit = voice.straight_frames(limit)
        return limit if heard is None else max(min(limit, program.end_frame - heard.position), 0)

    def _note(self, offset: int, frames: int, journal: Journal) -> None:
        heard = self._heard()
        if heard is not None and heard.source is not None:
            journal.note(offset, frames, heard.source.serial, heard.position, self.seek_serial)

    def _mix(self, out: Frames) -> None:
        heard = self._heard()
        if self._fade.active:
            self._fade.mix(self._now, out)
        elif self._now is not None:
            self._now.read(out)
        else:
            out.fill(0.0)
        if heard is not None:
            self.position = heard.position

    def _end_what_is_over(self, program: Program) -> None:
        heard = self._heard()
        if heard is not None and heard.position >= program.end_frame:
            self._now = None
            self._fade.end()
            self._stop(program, ended=program.playing)

    def _stop(self, program: Program, ended: bool) -> None:
        self.stopped_serial = program.play_serial
        self.ended = ended


class _Fade:
    """From one voice, or silence, to another."""

    def __init__(self, sample_rate: int) -> None:
        self._start = raised_cosine(fade_frames(START_S, sample_rate))[:, np.newaxis]
        self._stop = self._start[::-1].copy()
        self._cross = CrossfadeCurves(fade_frames(SWITCH_S, sample_rate))
        self._cross_in, self._cross_out = (c[:, np.newaxis] for c in (self._cross.fade_in, self._cross.fade_out))
        # Room for the frames of one piece; the likeness is taken over the length of a crossfade.
        self._scratch, self._ahead = (np.empty((max(MAX_FRAMES, self._cross.frames), 2), np.float32) for _ in range(2))
        self.old: Voice | None = None
        self._done = self._frames = 0
        self._fade_in = self._fade_out = self._start

    @property
    def active(self) -> bool:
        return self._done < self._frames

    def begin(self, old: Voice | None, new: Voice | None) -> None:
        self.old, self._done = old, 0
        if old is None or new is None:
            self._fade_in, self._fade_out = self._start, self._stop
        else:
            self._cross.fit(self._likeness(old, new))
            self._fade_in, self._fade_out = self._cross_in, self._cross_out
        self._frames = len(self._fade_in)

    def _likeness(self, old: Voice, new: Voice) -> float:
        first, second = self._scratch[: self._cross.frames], self._ahead[: self._cross.frames]
        old.peek(first)
        new.peek(second)
        return correlation(first, second)

    def straight_frames(self, limit: int) -> int:
        return min(limit, self._frames - self._done) if self.active else limit

    def mix(self, new: Voice | None, out: Frames) -> None:
        """Fill `out` with the next frames of the fade; at most `straight_frames`."""
        span = slice(self._done, self._done + len(out))
        out.fill(0.0)
        for voice, curve in ((self.old, self._fade_out), (new, self._fade_in)):
            if voice is not None:
                part = self._scratch[: len(out)]
                voice.read(part)
                np.multiply(part, curve[span], out=part)
                np.add(out, part, out=out)
        self._done += len(out)
        if not self.active:
            self.old = None

    def end(self) -> None:
        self.old, self._done = None, self._frames
