"""The instruments of the demo track: short notes from wave tables, and drums from shaped noise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Float32Array = npt.NDArray[np.float32]
FloatArray = npt.NDArray[np.float64]

RATE = 44100
#: What a widener that was turned up too far makes of the sides.
TOO_WIDE = 2.0
_TABLE = 2048


def midi_hz(note: float) -> float:
    """Frequency of a MIDI note (69 is A4)."""
    return float(440.0 * 2.0 ** ((note - 69.0) / 12.0))


def seconds(duration_s: float) -> FloatArray:
    """Times of the frames of a duration."""
    return np.arange(round(duration_s * RATE)) / RATE


def envelope(duration_s: float, attack_s: float, decay_s: float, sustain: float, release_s: float) -> FloatArray:
    """Attack, exponential decay to `sustain`, and release after `duration_s`."""
    time = seconds(duration_s + release_s)
    held = sustain + (1.0 - sustain) * np.exp(-np.maximum(time - attack_s, 0.0) / decay_s)
    rise = np.minimum(time / attack_s, 1.0)
    fall = np.clip((duration_s + release_s - time) / release_s, 0.0, 1.0) ** 2
    return np.asarray(rise * held * fall)


def electric_piano(note: int, duration_s: float) -> Float32Array:
    """A tine: a sine bent by another one, brightest when struck."""
    time, hz = seconds(duration_s + 0.4), midi_hz(note)
    bend = 1.6 * np.exp(-time / 0.35) * np.sin(2.0 * np.pi * hz * time)
    tine = 0.12 * np.exp(-time / 0.06) * np.sin(2.0 * np.pi * 7.0 * hz * time)
    tone = np.sin(2.0 * np.pi * hz * time + bend) + tine
    return _float32(tone * envelope(duration_s, 0.004, 0.9, 0.25, 0.4))


def pad(note: int, duration_s: float) -> Float32Array:
    """A string sound, (2, frames): three detuned saws, others on either side, and much more side than mid."""
    shape = envelope(duration_s, 0.25, 1.0, 0.85, 0.7)
    sides = [
        sum((_wave(_saw(9), midi_hz(note) * cents(offset), shape.size) for offset in offsets), np.zeros(shape.size))
        for offsets in ((-9.0, 2.0, 7.0), (-6.0, -1.0, 10.0))
    ]
    left, right = np.stack(sides) * shape / 3.0
    mid, side = 0.5 * (left + right), TOO_WIDE * 0.5 * (left - right)
    return _float32(np.stack([mid + side, mid - side]))


def bass(note: int, duration_s: float) -> Float32Array:
    """A bass whose left and right drift apart, (2, frames): wider than a bass should be."""
    shape = envelope(duration_s, 0.006, 0.25, 0.55, 0.06)
    bright = envelope(duration_s, 0.004, 0.12, 0.12, 0.06)
    sides = [
        _wave(_sine(), hz, shape.size, start) + 0.6 * bright * _wave(_saw(14), hz, shape.size, start)
        for hz, start in ((midi_hz(note) * cents(-7.0), 0.0), (midi_hz(note) * cents(7.0), 0.2))
    ]
    return _float32(np.stack(sides) * shape)


def pluck(note: int, duration_s: float) -> Float32Array:
    """A short bright string."""
    shape = envelope(duration_s, 0.003, 0.09, 0.0, 0.15)
    bright = np.exp(-seconds(duration_s + 0.15) / 0.05)
    hz = midi_hz(note)
    return _float32(shape * (_wave(_saw(4), hz, shape.size) + bright * _wave(_saw(20), hz, shape.size)))


def lead(note: int, duration_s: float) -> Float32Array:
    """A soft reed with a vibrato that sets in late."""
    shape = envelope(duration_s, 0.03, 0.5, 0.75, 0.18)
    time = seconds(duration_s + 0.18)
    depth = 0.004 * np.clip((time - 0.25) / 0.3, 0.0, 1.0)
    bent = midi_hz(note) * (1.0 + depth * np.sin(2.0 * np.pi * 5.3 * time))
    return _float32(shape * _read(_reed(), np.cumsum(bent) / RATE))


def kick() -> Float32Array:
    """A falling sine and a click."""
    time = seconds(0.42)
    phase = 46.0 * time + 5.5 * (1.0 - np.exp(-time / 0.022))
    click = 0.25 * np.exp(-time / 0.002) * _noise(1, time.size, 1500.0, 9000.0)
    return _float32(np.sin(2.0 * np.pi * phase) * np.exp(-time / 0.12) * np.minimum(time / 0.001, 1.0) + click)


def snare() -> Float32Array:
    """A skin of two tones under a burst of noise."""
    time = seconds(0.32)
    skin = np.sin(2.0 * np.pi * 187.0 * time) + 0.6 * np.sin(2.0 * np.pi * 331.0 * time)
    return _float32(
        0.5 * skin * np.exp(-time / 0.05) + 0.8 * _noise(2, time.size, 900.0, 12000.0) * np.exp(-time / 0.075)
    )


def hat(decay_s: float) -> Float32Array:
    """A cymbal: closed (0.03 s) to a crash (0.6 s)."""
    time = seconds(min(6.0 * decay_s, 3.0))
    return _float32(_noise(3, time.size, 6000.0, 16000.0) * np.exp(-time / decay_s))


def riser(duration_s: float) -> Float32Array:
    """Noise that swells and brightens."""
    time = seconds(duration_s) / duration_s
    dark, bright = (_noise(seed, time.size, low, 3.0 * low) for seed, low in ((4, 500.0), (5, 3000.0)))
    return _float32((dark * (1.0 - time) + bright * time) * time**2)


def room(duration_s: float = 1.5) -> Float32Array:
    """Impulse response of a hall, (2, frames): decaying noise, its two sides unrelated, the highs dying first."""
    time = seconds(duration_s)
    sides = []
    for seed in (6, 7):
        low, high = _noise(seed, time.size, 250.0, 2500.0), _noise(seed + 10, time.size, 2500.0, 9000.0)
        sides.append(low * np.exp(-time / 0.33) + 0.5 * high * np.exp(-time / 0.16))
    response = np.stack(sides) * np.minimum(time / 0.012, 1.0)
    return _float32(response / np.sqrt(np.square(response).sum(axis=1, keepdims=True)))


def cents(offset: float) -> float:
    """Ratio of frequencies that lie `offset` cents apart."""
    return float(2.0 ** (offset / 1200.0))


def _float32(wave: FloatArray) -> Float32Array:
    return np.asarray(wave, dtype=np.float32)


def _wave(table: FloatArray, hz: float, frames: int, start: float = 0.0) -> FloatArray:
    """The table at a constant pitch, from a phase in cycles on."""
    return _read(table, np.asarray(start + hz / RATE * np.arange(frames), dtype=np.float64))


def _read(table: FloatArray, cycles: FloatArray) -> FloatArray:
    """The table at a phase in cycles, interpolated."""
    at = np.mod(cycles, 1.0) * _TABLE
    whole = at.astype(np.intp)
    return np.asarray(table[whole] + (at - whole) * (table[whole + 1] - table[whole]))


def _table(level_of: Callable[[int], float], harmonics: Sequence[int]) -> FloatArray:
    cycle = 2.0 * np.pi * np.arange(_TABLE + 1) / _TABLE
    return np.asarray(np.sum([level_of(n) * np.sin(n * cycle) for n in harmonics], axis=0))


@lru_cache
def _saw(harmonics: int) -> FloatArray:
    """A saw whose harmonics fade out gently."""
    return _table(lambda n: np.cos(0.5 * np.pi * n / (harmonics + 1)) ** 2 / n, range(1, harmonics + 1))


@lru_cache
def _sine() -> FloatArray:
    return _table(lambda n: 1.0, (1,))


@lru_cache
def _reed() -> FloatArray:
    return _table(lambda n: 1.0 / n**1.6, (1, 2, 3, 5, 7))


def _noise(seed: int, frames: int, low_hz: float, high_hz: float) -> FloatArray:
    """Noise of RMS 0.3 between two frequencies, with edges an octave wide."""
    hz = np.fft.rfftfreq(frames, 1.0 / RATE)
    octaves = np.log2(np.maximum(hz, 1.0))
    inside = np.clip(octaves - np.log2(low_hz) + 1.0, 0.0, 1.0) * np.clip(np.log2(high_hz) - octaves + 1.0, 0.0, 1.0)
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=frames)) * inside
    noise = np.fft.irfft(spectrum, frames)
    return np.asarray(noise * (0.3 / np.sqrt(np.mean(noise**2))))
