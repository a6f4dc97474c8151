"""Drives the mixer without a sound card."""

from dataclasses import replace

import numpy as np

from masterdesk.playback.mix.loop import Loop
from masterdesk.playback.mix.mixer import Mixer
from masterdesk.playback.mix.program import Program
from masterdesk.playback.mix.source import Source

RATE = 44100


class Notes(list):
    """A journal that keeps (offset, frames, serial, position)."""

    def note(self, offset, frames, serial, position, seek_serial):
        self.append((offset, frames, serial, position))


class Deck:
    """A mixer, its program, and all that came out of it."""

    def __init__(self, samples, start_frame=0, block=1024, **program):
        self.source = source(samples, start_frame)
        defaults = {"playing": True, "play_serial": 1, "end_frame": start_frame + len(samples)}
        self.program = Program(self.source, **(defaults | program))
        self.mixer = Mixer(RATE, self.program)
        self.block = block
        self.notes = Notes()
        self.out = np.zeros((0, 2), np.float32)

    def change(self, **changes):
        """Swap the program as the control side does."""
        self.program = replace(self.program, **changes)
        self.mixer.program = self.program

    def seek(self, frame):
        self.change(seek_serial=self.program.seek_serial + 1, seek_frame=frame)

    def run(self, frames):
        """Render `frames` more and return all so far."""
        pieces = [self.out]
        while frames:
            block = np.empty((min(self.block, frames), 2), np.float32)
            self.mixer.render(block, self.notes)
            pieces.append(block)
            frames -= len(block)
        self.out = np.concatenate(pieces)
        return self.out


_serials = iter(range(1, 10**9))


def source(samples, start_frame=0):
    return Source(next(_serials), np.ascontiguousarray(samples, np.float32), start_frame, RATE)


def loop(of, start, stop):
    return Loop(of, start, stop, RATE)


def stereo(signal):
    return np.stack([signal, signal], axis=1).astype(np.float32)


def sine(hz, seconds, phase=0.0, level=0.5):
    return stereo(level * np.sin(2 * np.pi * hz * np.arange(int(seconds * RATE)) / RATE + phase))


def noise(seconds, seed=0, level=0.1):
    return np.random.default_rng(seed).normal(0, level, (int(seconds * RATE), 2)).astype(np.float32)


def ramp(frames):
    """A signal that tells its own position: frame index / 2**24 is exact in float32."""
    return stereo(np.arange(frames) / 2**24)


def positions(out):
    """The indices that a ramp was made of."""
    return np.rint(out[:, 0].astype(np.float64) * 2**24).astype(int)


def click_db(out, around, reach=2000):
    """How far the highest part of the spectrum rises near `around` over what it is elsewhere, in dB.

    The fourth difference takes music's and sines' slow parts away and keeps what a step or a kink adds.
    """
    rough = np.abs(np.diff(out.astype(np.float64).sum(axis=1), 4))
    near = rough[max(around - reach, 0) : around + reach].max()
    elsewhere = np.concatenate([rough[: max(around - reach, 0)], rough[around + reach :]])
    return 20 * np.log10(near / elsewhere.max())
