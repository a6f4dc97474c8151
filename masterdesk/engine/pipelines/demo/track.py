"""A demo track that the program plays itself: a rough mix for whoever has no file at hand."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from masterdesk.engine.encode import destination, open_writer
from masterdesk.engine.pipelines.demo import voices
from masterdesk.engine.pipelines.demo.score import BARS_PER_PHRASE, BEAT_S, BEATS_PER_BAR, SONG, Chord, Note, Phrase
from masterdesk.engine.pipelines.demo.voices import RATE, Float32Array
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.delivery import Delivery

#: As rough mixes come: quiet, with headroom to spare.
PEAK_DBFS = -7.0
TAIL_S = 2.5
SEED = 20
_DELIVERY = Delivery("wav", "pcm_s24le", RATE, 2, 24, False, None, "tpdf")
_PHRASE_BEATS = BARS_PER_PHRASE * BEATS_PER_BAR
_CONVOLVED_FRAMES = 1 << 18

Voice = Callable[[int, float], Float32Array]


def write_demo_track(path: str | os.PathLike[str], progress: Progress | None = None) -> None:
    """Write the demo track, 89 s of 24-bit stereo at 44.1 kHz, as a WAV file; always the same bits.

    It is a rough mix with a few faults for mastering to find: quiet, heavy in
    the low end, the bass too wide, the strings so wide that they hardly stand
    in mono. Replaces what is there, raises
    `OutputError` where the file cannot be written, `Cancelled`.
    """
    progress = progress or Progress()
    audio = demo_audio(progress.part("Playing", 0.0, 0.8))
    with destination(path, overwrite=True) as part, open_writer(part, _DELIVERY, audio.shape[1], SEED) as writer:
        for start in range(0, audio.shape[1], RATE):
            progress.advance(0.8 + 0.2 * start / audio.shape[1])
            writer.write(audio[:, start : start + RATE])
    progress.advance(1.0)


def demo_audio(progress: Progress | None = None) -> Float32Array:
    """The demo track, (2, frames) at 44.1 kHz."""
    band = _Band()
    for index, phrase in enumerate(SONG):
        (progress or Progress()).advance(index / len(SONG))
        band.play(phrase, index * _PHRASE_BEATS)
    return band.mixed()


class _Band:
    """Everyone plays into one mix, and into the room."""

    def __init__(self) -> None:
        frames = round((len(SONG) * _PHRASE_BEATS * BEAT_S + TAIL_S) * RATE)
        self._dry: Float32Array = np.zeros((2, frames), dtype=np.float32)
        self._sent: Float32Array = np.zeros(frames, dtype=np.float32)
        self._chance = np.random.default_rng(SEED)

    def play(self, phrase: Phrase, beat: float) -> None:
        """Four bars from `beat` on."""
        self._play_tune(phrase, beat)
        for bar, chord in enumerate(phrase.chords):
            self._play_bar(phrase, chord, beat + bar * BEATS_PER_BAR)
        if phrase.drums:
            self._drum(phrase, beat)
        if phrase.riser:
            self._add(voices.riser(8 * BEAT_S), beat + 8, 0.35, send=0.4)

    def mixed(self) -> Float32Array:
        """The rough mix, with the room, at its level."""
        mix = self._dry + _in_the_room(self._sent)
        return mix * np.float32(10.0 ** (PEAK_DBFS / 20.0) / np.abs(mix).max())

    def _play_tune(self, phrase: Phrase, beat: float) -> None:
        for note in phrase.tunes:
            sound = _played(voices.lead, note.pitch, note.beats * BEAT_S)
            self._add(sound, beat + note.beat, 0.15 * note.level, pan=0.06, send=0.35)
            for echo, gain in enumerate((0.055, 0.025), start=1):
                self._add(sound, beat + note.beat + 0.75 * echo, gain * note.level, pan=0.7 * (-1) ** echo, send=0.2)

    def _play_bar(self, phrase: Phrase, chord: Chord, beat: float) -> None:
        if phrase.pads:
            for pitch in chord.notes:
                self._add(_played(voices.pad, pitch, 3.9 * BEAT_S), beat, 0.10 * phrase.level, send=0.25)
        if phrase.piano:
            self._play_piano(chord, beat, phrase.level)
        if phrase.plucks:
            self._play_plucks(chord, beat, phrase.level)
        for note in phrase.bass:
            sound = _played(voices.bass, chord.root + note.pitch, note.beats * BEAT_S)
            self._add(sound, beat + note.beat, 0.33 * note.level, send=0.02)

    def _play_piano(self, chord: Chord, beat: float, level: float) -> None:
        for at, beats, gain in ((0.0, 1.4, 1.0), (1.5, 1.0, 0.7), (2.5, 1.4, 0.85)):
            for place, pitch in enumerate(chord.notes):
                sound = _played(voices.electric_piano, pitch, beats * BEAT_S)
                # The chord is strummed a little, its low notes on the left.
                self._add(sound, beat + at + 0.012 * place, 0.13 * gain * level, pan=-0.5 + 0.33 * place, send=0.2)

    def _play_plucks(self, chord: Chord, beat: float, level: float) -> None:
        for step in range(16):
            pitch = chord.notes[(0, 2, 1, 3)[step % 4]] + (24 if step % 8 >= 4 else 12)
            gain = 0.085 * level * (1.0 if step % 4 == 0 else 0.7)
            self._add(
                _played(voices.pluck, pitch, 0.2 * BEAT_S), beat + step / 4, gain, pan=0.75 * (-1) ** step, send=0.3
            )

    def _drum(self, phrase: Phrase, beat: float) -> None:
        for bar in range(BARS_PER_PHRASE):
            has_fill = phrase.fill and bar == BARS_PER_PHRASE - 1
            for hit in _beats_of_bar(phrase.drums, has_fill):
                self._hit(hit, beat + bar * BEATS_PER_BAR, phrase.level)
        if phrase.drums == 2:
            self._add(_played_hat(0.6), beat, 0.34, pan=-0.3, send=0.3)

    def _hit(self, note: Note, beat: float, level: float) -> None:
        sound, gain, pan, send = _KIT[note.pitch]
        swing = self._chance.normal(1.0, 0.06)
        self._add(sound(), beat + note.beat, gain * note.level * level * swing, pan=pan, send=send)

    def _add(self, sound: Float32Array, beat: float, gain: float, pan: float = 0.0, send: float = 0.0) -> None:
        """Mix in a mono or stereo sound; `pan` is -1 (left) to 1."""
        start = round(beat * BEAT_S * RATE)
        stop = min(start + sound.shape[-1], self._dry.shape[1])
        angle = (pan + 1.0) * np.pi / 4.0
        gains = np.array([[np.cos(angle)], [np.sin(angle)]], dtype=np.float32) * np.float32(gain * np.sqrt(2.0))
        kept = sound[..., : stop - start]
        self._dry[:, start:stop] += gains * kept
        self._sent[start:stop] += np.float32(gain * send) * (kept if kept.ndim == 1 else kept.mean(axis=0))


KICK, SNARE, HAT, OPEN_HAT = range(4)


@lru_cache
def _played(voice: Voice, pitch: int, duration_s: float) -> Float32Array:
    return voice(pitch, duration_s)


_played_kick, _played_snare, _played_hat = lru_cache(voices.kick), lru_cache(voices.snare), lru_cache(voices.hat)
#: Sound, gain, pan and send of each drum.
_KIT: dict[int, tuple[Callable[[], Float32Array], float, float, float]] = {
    KICK: (_played_kick, 0.66, 0.0, 0.02),
    SNARE: (_played_snare, 0.55, 0.0, 0.25),
    HAT: (lambda: _played_hat(0.03), 0.30, 0.3, 0.03),
    OPEN_HAT: (lambda: _played_hat(0.12), 0.24, 0.3, 0.05),
}


def _beats_of_bar(style: int, has_fill: bool) -> Iterator[Note]:
    """Drum notes of a bar, `pitch` saying which drum."""
    yield from (Note(beat, 0, KICK) for beat in ((0.0, 2.5) if style == 1 else (0.0, 1.5, 2.0, 3.5)))
    yield from (Note(beat, 0, SNARE) for beat in ((1.0, 3.0) if not has_fill else (1.0,)))
    if has_fill:
        yield from (Note(3.0 + step / 4, 0, SNARE, 0.45 + 0.15 * step) for step in range(4))
    steps = 8 if style == 1 else 16
    yield from (Note(step * 4 / steps, 0, HAT, 1.0 if step % 2 == 0 else 0.6) for step in range(steps))
    if style == 2:
        yield from (Note(beat + 0.5, 0, OPEN_HAT) for beat in range(BEATS_PER_BAR))


def _in_the_room(sent: Float32Array) -> Float32Array:
    """What is heard of the room, (2, frames): convolution by overlap-add."""
    response = voices.room()
    step = _CONVOLVED_FRAMES - response.shape[1]
    spectra = np.fft.rfft(response, _CONVOLVED_FRAMES, axis=1)
    heard: npt.NDArray[np.float32] = np.zeros((2, sent.size + _CONVOLVED_FRAMES), dtype=np.float32)
    for start in range(0, sent.size, step):
        spectrum = np.fft.rfft(sent[start : start + step], _CONVOLVED_FRAMES)
        heard[:, start : start + _CONVOLVED_FRAMES] += np.fft.irfft(spectra * spectrum, _CONVOLVED_FRAMES, axis=1)
    return heard[:, : sent.size]
