"""Feeds meters with blocks of uneven sizes, as a player would."""

import itertools

import numpy as np

SIZES = (480, 1470, 1, 2646, 960, 37)


def uneven_blocks(audio, sizes=SIZES):
    """Consecutive blocks of (channels, frames) in float32."""
    audio = np.ascontiguousarray(audio, dtype=np.float32)
    start = 0
    for size in itertools.cycle(sizes):
        if start >= audio.shape[1]:
            return
        yield audio[:, start : start + size]
        start += size


def heard(meter, audio, sizes=SIZES):
    """The meter after it heard the audio."""
    for block in uneven_blocks(audio, sizes):
        meter.push(block)
    return meter


def sine(hz, seconds, rate=48000, level_db=0.0, channels=2):
    wave = 10 ** (level_db / 20) * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)
    return np.tile(wave, (channels, 1)).astype(np.float32)


def pink_noise(seconds, rate=48000, rms_db=-20.0, seed=1):
    """Two unrelated channels of pink noise from 20 Hz to 20 kHz, and no power elsewhere."""
    frames = round(seconds * rate)
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=(2, frames)), axis=1)
    hz = np.fft.rfftfreq(frames, 1 / rate)
    inside = (hz >= 20) & (hz <= 20000)
    spectrum[:, inside] /= np.sqrt(hz[inside])
    spectrum[:, ~inside] = 0
    noise = np.fft.irfft(spectrum, frames, axis=1)
    return (noise * 10 ** (rms_db / 20) / np.sqrt(np.mean(noise**2))).astype(np.float32)
