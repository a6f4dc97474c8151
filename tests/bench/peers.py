"""Whole masters side by side: ours, Matchering, ffmpeg's two-pass loudnorm, pedalboard, libsonare.

    python tests/bench/peers.py TRACK [--reference FILE] [--peers PYTHON] [--runs 3]

PYTHON is an interpreter whose environment has `matchering`, `pedalboard` and `libsonare` (default: this one);
a peer that is missing is left out and named. Each process runs in turn, `--runs` times; the table gives the
median wall and CPU time, the ratio to Matchering, the peak memory and what ffmpeg's ebur128 reads on the result.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from judge import ebur128

MATCHERING = """
import sys, matchering as mg
mg.process(target=sys.argv[1], reference=sys.argv[2], results=[mg.pcm24(sys.argv[3])])
"""
PEDALBOARD = """
import sys
from pedalboard import Compressor, HighShelfFilter, Limiter, LowShelfFilter, Pedalboard
from pedalboard.io import AudioFile
with AudioFile(sys.argv[1]) as f:
    audio, rate = f.read(f.frames), f.samplerate
board = Pedalboard([LowShelfFilter(100, 1.0), HighShelfFilter(8000, 1.0), Compressor(-18, 2), Limiter(-1.0)])
with AudioFile(sys.argv[3], "w", rate, audio.shape[0], bit_depth=24) as f:
    f.write(board(audio, rate))
"""
LOUDNORM = """
import json, re, subprocess, sys
measure = "loudnorm=I=-14:TP=-1:LRA=20:print_format=json"
text = subprocess.run(["ffmpeg", "-hide_banner", "-nostdin", "-i", sys.argv[1], "-af", measure, "-f", "null", "-"],
                      capture_output=True, text=True).stderr
m = json.loads(text[text.rindex("{"):text.rindex("}") + 1])
apply = (f"loudnorm=I=-14:TP=-1:LRA=20:linear=true:measured_I={m['input_i']}:measured_TP={m['input_tp']}:"
         f"measured_LRA={m['input_lra']}:measured_thresh={m['input_thresh']}:offset={m['target_offset']}")
subprocess.run(["ffmpeg", "-v", "error", "-y", "-nostdin", "-i", sys.argv[1], "-af", apply, "-ar", "44100",
                "-c:a", "pcm_s24le", sys.argv[3]], check=True)
"""


def commands(options, folder):
    """(name, command) of every contestant."""
    track, reference = str(options.track), str(options.reference or options.track)
    peer = lambda name, code: (name, [options.peers, "-c", code, track, reference, f"{folder}/{name}.wav"])  # noqa: E731
    ours = [sys.executable, "-m", "masterdesk", "master", track, "-o", f"{folder}/masterdesk.wav", "--overwrite"]
    yield "masterdesk", [*ours, "--stereo-image", "on", "--bit-depth", "24"]
    yield peer("matchering", MATCHERING)
    yield ("loudnorm", [sys.executable, "-c", LOUDNORM, track, reference, f"{folder}/loudnorm.wav"])
    yield peer("pedalboard", PEDALBOARD)


def run(command):
    """Wall seconds, CPU seconds and peak MiB of one run; None if it failed."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        return None
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("track", type=Path)
    parser.add_argument("--reference", type=Path)
    parser.add_argument("--peers", default=sys.executable)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        contestants = list(commands(options, folder))
        runs = {name: [] for name, _ in contestants}
        for turn in range(options.runs + 1):
            for name, command in contestants:
                figures = run(command)
                if turn and figures:  # the first turn only warms the disk
                    runs[name].append(figures)
        report(runs, folder)


def report(runs, folder):
    """Print the table."""
    medians = {
        name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in runs.items() if rows
    }
    base = medians.get("matchering", [float("nan")] * 3)
    print(
        f"{'':12s} {'wall s':>7s} {'/Matchering':>11s} {'CPU s':>7s} {'MiB':>6s} {'LUFS':>7s} {'LRA':>5s} {'dBTP':>6s}"
    )
    for name in runs:
        if name not in medians:
            print(f"{name:12s} not run: it is missing or it failed")
            continue
        wall, cpu, memory = medians[name]
        integrated, loudness_range, peak = ebur128(f"{folder}/{name}.wav")
        costs = f"{name:12s} {wall:7.2f} {wall / base[0]:11.2f} {cpu:7.2f} {memory:6.0f}"
        print(f"{costs} {integrated:7.1f} {loudness_range:5.1f} {peak:6.1f}")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
