"""Our limiter against its peers at equal loudness.

    python tests/bench/limiters.py MUSIC [--peers PYTHON] [--seconds 30] [--only NAME ...] [--tones]

Every limiter gets a drive of its own, found so that all outputs of a track have the integrated loudness that
ours has when the track's true peak is driven 5 dB over the ceiling. Prints the yardsticks of quality.py (noise to mask,
disturbed frames, spectral distance, signal to distortion), the true peak over the ceiling at 16 times oversampling and
CPU time; then the distortion of tones driven 7 dB over the ceiling.
PYTHON is an interpreter with matchering, pedalboard and libsonare (default: this one). A peer that is missing
(these, ffmpeg, or the x42 plugins) is left out and named.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import numpy as np  # noqa: E402
import soundfile  # noqa: E402

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]
import shared_data  # noqa: E402

from masterdesk.engine.limit import Limiter, LimiterStudy, solve_drive  # noqa: E402

CEILING_DBTP, OVER_DB, MATCH_LU = -1.0, 5.0, 0.05
TRACKS = (
    "orchestral/nunc_dimittis.ogg",
    "orchestral/battle.ogg",
    "metal/starfall.ogg",
    "electronic/nebula.ogg",
    "electronic/enemy_unknown.ogg",
    "acoustic/minstrels.ogg",
    "premaster/escape.wav",
)
COLUMNS = ("nmr_mean", "disturbed", "mrlsd", "sdr_k", "trans_keep", "LRA", "over_db")

DPL = r"http\\://gareus.org/oss/lv2/dpl#stereo"
PROBE = ("-f", "lavfi", "-i", f"anullsrc,atrim=end=0.1,lv2=p={DPL}", "-f", "null", "-")
READ = "import sys, soundfile as sf\nx, fs = sf.read(sys.argv[1], always_2d=True, dtype='float32')\n"
WRITE = "\nsf.write(sys.argv[2], y, fs, 'FLOAT')\n"
MATCHERING = """
import matchering; from matchering.limiter import limit
c = matchering.Config(); c.internal_sample_rate = fs; c.threshold = 10 ** (float(sys.argv[3]) / 20)
y = limit(x.astype(float), c)
"""
PEDALBOARD = """
from pedalboard import Limiter
y = Limiter(threshold_db=float(sys.argv[3]))(x.T, fs).T
"""
LIBSONARE = """
import libsonare, numpy as np
ceiling = {'ceilingDb': float(sys.argv[3])}
r = libsonare.mastering_process_stereo('maximizer.truePeakLimiter', x[:, 0], x[:, 1], fs, ceiling)
y = np.stack([np.asarray(r.left), np.asarray(r.right)], 1)
"""


def python_peer(python, code):
    """A peer that is a few lines of Python."""
    return lambda source, target, rate: [python, "-c", READ + code + WRITE, source, target, str(CEILING_DBTP)]


def alimiter(source, target, rate):
    """ffmpeg's limiter, at four times the rate."""
    chain = (
        f"aresample={4 * rate},alimiter=limit={10 ** (CEILING_DBTP / 20):.6f}:level=false:latency=1,aresample={rate}"
    )
    return ["ffmpeg", "-v", "error", "-y", "-nostdin", "-i", source, "-af", chain, "-c:a", "pcm_f32le", target]


def dpl(source, target, rate):
    """x42's digital peak limiter with its true-peak switch on, hosted by ffmpeg."""
    chain = f"lv2=p={DPL}:c=threshold={CEILING_DBTP}|truepeak=1"
    return ["ffmpeg", "-v", "error", "-y", "-nostdin", "-i", source, "-af", chain, "-c:a", "pcm_f32le", target]


def peers(python):
    """Name and command maker of every peer that is there."""
    found = {}
    for name, code in (("matchering", MATCHERING), ("pedalboard", PEDALBOARD), ("libsonare", LIBSONARE)):
        if subprocess.run([python, "-c", f"import {name}"], capture_output=True, check=False).returncode == 0:
            found[name] = python_peer(python, code)
    if shutil.which("ffmpeg"):
        found["alimiter 4x"] = alimiter
        if subprocess.run(["ffmpeg", "-v", "quiet", *PROBE], capture_output=True, check=False).returncode == 0:
            found["x42 dpl"] = dpl
    missing = {"matchering", "pedalboard", "libsonare", "alimiter 4x", "x42 dpl"} - set(found)
    print("left out, not installed:", ", ".join(sorted(missing)) or "none")
    return found


def run_peer(command, audio, rate, drive_db):
    """The peer's output of driven audio (frames, channels), and the CPU seconds of its process."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = f"{folder}/in.wav", f"{folder}/out.wav"
        soundfile.write(source, audio * 10 ** (drive_db / 20), rate, "FLOAT")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command(source, target, rate), check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return soundfile.read(target, always_2d=True)[0], after.ru_utime - before.ru_utime


def study_of(audio, rate):
    """Our study of audio (frames, channels)."""
    recorder = LimiterStudy(rate, audio.shape[1])
    for start in range(0, len(audio), 65536):
        recorder.push(np.ascontiguousarray(audio[start : start + 65536].T, dtype=np.float32))
    return recorder.finish(lambda start, stop: [audio[start:stop].T])


def run_ours(audio, rate, drive_db, study):
    """Our output of the audio with a drive."""
    limiter = Limiter(rate, audio.shape[1], drive_db, CEILING_DBTP, study)
    out = [limiter.process(np.ascontiguousarray(audio[at : at + 65536].T)) for at in range(0, len(audio), 65536)]
    return np.concatenate([*out, limiter.flush()], axis=1).T.astype(np.float64)


def matched(run, target_lufs, loudness, start_db):
    """Output of `run(drive_db)` whose loudness is the target; by secant."""
    drive_db, tried = start_db, []
    for _ in range(8):
        out, seconds = run(drive_db)
        error = loudness(out) - target_lufs
        if abs(error) <= MATCH_LU:
            break
        tried.append((drive_db, error))
        slope = 1.0
        if len(tried) > 1 and abs(tried[-1][0] - tried[-2][0]) > 1e-6:
            slope = np.clip((tried[-1][1] - tried[-2][1]) / (tried[-1][0] - tried[-2][0]), 0.2, 1.5)
        drive_db -= error / slope
    return out, drive_db, seconds


def excerpt(path, seconds):
    """The loudest `seconds` of a file, stereo (frames, 2)."""
    audio, rate = soundfile.read(path, always_2d=True, dtype="float32")
    audio = np.repeat(audio, 2, axis=1) if audio.shape[1] == 1 else audio[:, :2]
    hop = rate
    power = (audio[: len(audio) // hop * hop] ** 2).reshape(-1, hop * 2).sum(axis=1)
    length = min(seconds, power.size)
    start = int(np.argmax(np.convolve(power, np.ones(length), "valid"))) * hop
    return audio[start : start + length * hop], rate


def integrated(quality, rate, audio):
    """Integrated loudness."""
    return quality.loudness(audio, rate)["I"]


def music(options, found, quality):
    """Compare on music."""
    rows = {}
    for name in options.only or TRACKS:
        audio, rate = excerpt(options.music / name, options.seconds)
        loudness = partial(integrated, quality, rate)
        study = study_of(audio, rate)
        start_db = CEILING_DBTP + OVER_DB - quality.true_peak(audio)
        cpu = -sum(os.times()[:2])
        ours = run_ours(audio, rate, start_db, study_of(audio, rate))
        target = loudness(ours)
        solve_drive(study, target, CEILING_DBTP)
        cpu += sum(os.times()[:2])
        print(f"\n{name}: {target:.2f} LUFS, drive {start_db:.2f} dB, ours {cpu:.2f} s CPU")
        print(f"{'':12}" + "".join(f"{column:>11}" for column in COLUMNS) + f"{'drive':>9}{'CPU':>7}")
        for peer, command in {"ours": None, **found}.items():
            if command is None:
                out, drive_db, seconds = ours, start_db, cpu
            else:
                run = partial(run_peer, command, audio, rate)
                out, drive_db, seconds = matched(run, target, loudness, start_db)
            figures = quality.limiter_metrics(audio.astype(np.float64), out, rate, CEILING_DBTP)
            rows.setdefault(peer, []).append([figures[column] for column in COLUMNS])
            print_row(peer, rows[peer][-1], f"{drive_db:9.2f}{seconds:7.2f}")
    print("\nmean of all tracks")
    for peer, values in rows.items():
        print_row(peer, np.mean(values, axis=0))


def print_row(name, values, tail=""):
    """One line of a table."""
    print(f"{name:12}" + "".join(f"{value:11.3f}" for value in values) + tail, flush=True)


def tones(found, quality):
    """Compare on tones: THD+N or intermodulation, and true peak over the ceiling."""
    rate = quality.FS
    print(f"\ntones, dB{'':8}" + "".join(f"{name:>20}" for name in ("ours", *found)))
    for name, tone in quality.tone_set().items():
        audio = np.stack([tone, tone], axis=1).astype(np.float32)
        outs = [run_ours(audio, rate, 0.0, study_of(audio, rate))]
        outs += [run_peer(command, audio, rate, 0.0)[0] for command in found.values()]
        name = name.replace("k", "000") if name.startswith("ccif") else name  # as tone_analyse reads frequencies
        cells = []
        for out in outs:
            distortion = quality.tone_analyse(name, out, rate).get("thdn_db", np.nan)
            cells.append(f"{distortion:9.1f} /{quality.tp_overs(out, rate, CEILING_DBTP)['over_db']:5.2f}")
        print(f"{name:17}" + "".join(f"{cell:>20}" for cell in cells), flush=True)


def main():
    """Read the command line and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("music", type=Path)
    parser.add_argument("--peers", default=sys.executable)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--tones", action="store_true", help="only the tones")
    options = parser.parse_args()
    quality, found = shared_data.tool("quality"), peers(options.peers)
    if not options.tones:
        music(options, found, quality)
    tones(found, quality)


if __name__ == "__main__":
    main()
