"""Plays through a real PortAudio stream into PulseAudio and counts what a listener would have missed.

    python tests/bench/playback.py [--minutes 10] [--load] [--in-window]

A ramp whose samples tell their own index is played and recorded at the sink's
monitor: every frame that is missing or comes twice shows. `--load` works beside
it as a desk does at its busiest: two threads of Python code and one that holds the
interpreter's lock for 50 ms at a time in this process, a master of noise
rendered over and over in a second one, and switches between five slots.
`--in-window` plays from a callback in this very process instead: why the player has a
process of its own. `--latency` and `--block` try other sizes there.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

REPOSITORY = Path(__file__).resolve().parents[2]
# In the place of this folder, in which this file would stand for the package of helpers of the same name.
sys.path[0:1] = [str(REPOSITORY), str(REPOSITORY / "tests")]

RATE = 44100
#: float32 counts whole numbers up to twice this exactly.
RAMP_FRAMES = 2**23
RAMP_START = RATE


def main() -> None:
    """Print one line of what PortAudio counted, and one of what the recording shows."""
    options = _options()
    from playback.pulse import Pulse

    pulse = Pulse(RATE)
    os.environ.update(pulse.environment)
    try:
        with _load() if options.load else contextlib.nullcontext():
            recording = pulse.record()
            seconds = options.minutes * 60
            play = _play_in_window if options.in_window else _play
            with _sawtooth(seconds) as ramp, _watch():
                underruns = play(ramp, seconds, options)
            _print(underruns, recording.stop(), seconds)
    finally:
        pulse.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--load", action="store_true")
    parser.add_argument("--in-window", action="store_true")
    parser.add_argument("--latency", type=float, default=0.2, help="seconds (with --in-window)")
    parser.add_argument("--block", type=int, default=1024, help="frames (with --in-window)")
    parser.add_argument("--switch-interval", type=float, help="sys.setswitchinterval, seconds")
    options = parser.parse_args()
    if options.switch_interval:
        sys.setswitchinterval(options.switch_interval)
    return options


@contextlib.contextmanager
def _sawtooth(seconds: float) -> Iterator[np.ndarray]:
    """The ramp over and over, (frames, 1), in a file that is mapped as a long track is."""
    side = np.arange(RAMP_FRAMES, dtype=np.float32) / np.float32(RAMP_FRAMES)
    with tempfile.TemporaryDirectory() as folder:
        path, left = Path(folder) / "ramp.f32", int((seconds + 30) * RATE)
        frames = left
        with path.open("wb") as file:
            while left:
                side[:left].tofile(file)
                left -= min(left, RAMP_FRAMES)
        yield np.memmap(path, np.float32, "r", shape=(frames, 1))


def _play(ramp: np.ndarray, seconds: float, options: argparse.Namespace) -> int:
    """The player; the ramp in five slots, so that a switch must not show at all."""
    from masterdesk.playback.player import Clip, Player

    player = Player(RATE)
    for key in ("original", "1", "2", "3", "4", "5"):
        player.set_clip(key, Clip(ramp))
    player.select("original")
    player.seek(RAMP_START)
    player.play()
    until, heard, delays = time.monotonic() + seconds, 0, []
    while time.monotonic() < until:
        began = time.perf_counter()
        heard += sum(block.samples.shape[1] for block in player.tap.read())
        player.status()
        delays.append(time.perf_counter() - began)
        time.sleep(1 / 30)
        if options.load and len(delays) % 15 == 0:
            player.select(str(1 + len(delays) // 15 % 5))
    player.pause()
    time.sleep(0.5)
    underruns = player.status().underruns
    player.close()
    print(f"tap: {heard / RATE:.2f} s of audio; tap and status together {1e3 * np.median(delays):.2f} ms in the median")
    return underruns


def _play_in_window(ramp: np.ndarray, seconds: float, options: argparse.Namespace) -> int:
    """A callback in this process, doing what a mixer has to do at the least: twenty steps on a block."""
    import sounddevice as sd

    state, one = {"at": RAMP_START, "underruns": 0}, np.float32(1.0)

    def callback(buffer, frames, times, status):  # type: ignore[no-untyped-def]
        out = np.frombuffer(buffer, np.float32).reshape(frames, 2)
        out[:] = ramp[state["at"] : state["at"] + frames]
        for _ in range(20):
            np.multiply(out, one, out=out)
        state["at"] += frames
        state["underruns"] += status.output_underflow

    arguments = {"blocksize": options.block, "latency": options.latency, "callback": callback}
    with sd.RawOutputStream(RATE, channels=2, dtype="float32", **arguments):
        time.sleep(seconds)
    return state["underruns"]


def _print(underruns: int, recorded: np.ndarray, seconds: float) -> None:
    """Gaps: where the index does not go on by one; a fade between equal ramps may round it by one more."""
    index = np.rint(recorded[:, 0].astype(np.float64) * RAMP_FRAMES).astype(np.int64)
    index = index[RATE : np.flatnonzero(index)[-1] - RATE // 2]
    steps = (np.diff(index) - 1 + RAMP_FRAMES // 2) % RAMP_FRAMES - RAMP_FRAMES // 2
    jumps = np.flatnonzero(np.abs(steps) > 2)
    print(f"PortAudio and our own watch: {underruns} underruns in {seconds / 60:.1f} minutes")
    print(
        f"recording: {len(index) / RATE:.1f} s, {len(jumps)} breaks in the ramp of {steps[jumps][:20].tolist()} frames"
    )


@contextlib.contextmanager
def _watch() -> Iterator[None]:
    """Tell of stalls of the whole machine: a process that only sleeps, in steps of 10 ms, woke up late by so much."""
    context = multiprocessing.get_context("spawn")
    done, (near, far) = context.Event(), context.Pipe()
    sleeper = context.Process(target=_sleep, args=(done, far), daemon=True)
    sleeper.start()
    try:
        yield
    finally:
        done.set()
        print(f"stalls of the machine over 0.1 s, which no program can help, in s: {near.recv()}")
        sleeper.join()


def _sleep(done: Any, line: Any) -> None:
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, -11)
    late = []
    while not done.is_set():
        began = time.perf_counter()
        time.sleep(0.01)
        late.append(time.perf_counter() - began - 0.01)
    line.send([round(seconds, 2) for seconds in late if seconds > 0.1])


@contextlib.contextmanager
def _load() -> Iterator[None]:
    """Neighbors: threads in this process, a render in another."""
    done = threading.Event()
    threads = [threading.Thread(target=work, args=(done,)) for work in (_count, _count, _hold)]
    with tempfile.TemporaryDirectory() as folder:
        render = multiprocessing.get_context("spawn").Process(target=_render, args=(folder,), daemon=True)
        render.start()
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            done.set()
            for thread in threads:
                thread.join()
            render.kill()
            render.join()


def _count(done: threading.Event) -> None:
    while not done.is_set():
        sum(number * number for number in range(10_000))


def _hold(done: threading.Event) -> None:
    """Hold the interpreter's lock as a large paint or a badly behaved library does."""
    nap = ctypes.PyDLL(None).usleep
    while not done.wait(0.2):
        nap(50_000)


def _render(folder: str) -> None:
    import soundfile

    from masterdesk.engine.pipelines.master import master
    from masterdesk.engine.types.delivery import DeliveryRequest
    from masterdesk.engine.types.request import MasterRequest
    from masterdesk.engine.types.settings import Settings

    track, output = f"{folder}/track.wav", f"{folder}/master.wav"
    noise = np.random.default_rng(0).normal(0, 0.1, (120 * RATE, 2))
    soundfile.write(track, np.clip(noise, -1, 1), RATE, "PCM_24")
    while True:
        master(
            MasterRequest(track, output, Settings(profile="a", loudness_lufs=-11.0), DeliveryRequest(overwrite=True))
        )


if __name__ == "__main__":
    main()
