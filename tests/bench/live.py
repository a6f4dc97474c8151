"""What the meters of a playing desk cost, and how quick a track is drawn.

    python tests/bench/live.py [FILE] [--seconds 30] [--block-ms 33]

Prints the share of one core that the live meter and the spectrum take (with
three curves drawn per block), the CPU time of a clip's long-term spectrum and
loudness, and, with FILE, when its waveform is first seen and how long a look
at it takes at each zoom. Without FILE the meters hear noise.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import statistics
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from masterdesk.engine.live import LiveMeter, SpectrumMeter, integrated_lufs, long_term_spectrum
from masterdesk.engine.pipelines.desk.desk_track import load_desk_track
from masterdesk.engine.progress import Progress

COLUMNS = 1400


def cpu_s(work, repeats=3):
    """Least CPU seconds of a few runs."""
    spent = []
    for _ in range(repeats):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


def hear(audio, rate, frames):
    meter, spectrum = LiveMeter(rate, len(audio)), SpectrumMeter(rate, len(audio))

    def meters():
        for start in range(0, audio.shape[1], frames):
            meter.push(audio[:, start : start + frames])
            meter.readings()

    def spectra():
        for start in range(0, audio.shape[1], frames):
            spectrum.push(audio[:, start : start + frames])
            spectrum.now().curve_db(1 / 6, 4.5)
            spectrum.average().curve_db(1 / 6, 4.5)
            spectrum.peak_hold_db(4.5)

    return cpu_s(meters), cpu_s(spectra)


def show_meters(audio, rate, block_ms):
    seconds = audio.shape[1] / rate
    shares = [100.0 * spent / seconds for spent in hear(audio, rate, round(rate * block_ms / 1000))]
    print(f"{rate} Hz, {len(audio)} channels, blocks of {block_ms:g} ms, share of one core:")
    print(f"  live meter {shares[0]:.2f} %, spectrum {shares[1]:.2f} %, together {sum(shares):.2f} %")
    print(f"clip of {seconds:.0f} s: long-term spectrum {1e3 * cpu_s(lambda: long_term_spectrum(audio, rate)):.0f} ms,")
    print(f"  integrated loudness {1e3 * cpu_s(lambda: integrated_lufs(audio, rate)):.0f} ms of CPU")


def show_track(path):
    started, seen = time.monotonic(), []
    with load_desk_track(path, Progress(), on_peaks=lambda update: seen.append(time.monotonic() - started)) as track:
        print(f"{path}: waveform first seen after {seen[0]:.3f} s, {len(seen)} updates, all after {seen[-1]:.2f} s")
        for frames_per_column in (track.frames / COLUMNS, 1000, 256, 128, 64, 32, 4, 0.5):
            looks = []
            for look in range(20):
                start = track.frames / 3 + look * 40 * frames_per_column
                began = time.perf_counter()
                track.peaks.range(start, start + COLUMNS * frames_per_column, COLUMNS)
                looks.append(1e3 * (time.perf_counter() - began))
            print(f"  {frames_per_column:8.1f} frames per column: {statistics.median(looks):.2f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--block-ms", type=float, default=33.0)
    options = parser.parse_args()
    rate = 48000
    noise = np.random.default_rng(1).normal(0.0, 0.1, (2, round(options.seconds * rate))).astype(np.float32)
    if options.file is None:
        show_meters(noise, rate, options.block_ms)
        return
    with load_desk_track(options.file, Progress()) as track:
        audio = np.ascontiguousarray(track.samples()[: round(options.seconds * track.sample_rate)].T)
        show_meters(audio, track.sample_rate, options.block_ms)
    show_track(options.file)


if __name__ == "__main__":
    main()
