"""Reference matching side by side with Matchering: tone, loudness, peaks, width, dynamics, damage and time.

    python tests/bench/matching.py MUSIC --peers PYTHON [--only NUMBER ...] [--seconds N] [--ceiling -1] [--cache DIR]
                                   [--json OUT]

PYTHON is an interpreter whose environment has `matchering`. Each pair is one whole process of either program, in
turn; the files they write are measured by the shared yardsticks (quality.py) and by ffmpeg's ebur128. Prints a
table per pair, then means, wins and which marks hold; exit code 1 if one does not. With --cache, Matchering's
files and times are kept in DIR and taken from there by later runs. Matchering fills the whole scale and passes it;
a ceiling of -0.1 gives both the same room.

Measures (smaller is better): third-octave distance to the reference, 40 Hz to 16 kHz, level removed, dB RMS;
distances of loudness, of width per octave (dB RMS), of crest factor and of LRA; `lsd`, the multi-resolution
log-spectral distance (dB) of the output to its linear part: the input through the fixed filter and, after it,
the slowly varying equalizer (third octaves, 3 s) that explain it best, its level matched every 100 ms; `smear`,
by how much the 30 ms before onsets are louder in the output than in that linear part (its level not matched:
that would spread the onset), dB.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile
from scipy import signal

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import shared_data
from judge import ebur128

PAIRS = (
    ("premaster/escape.wav", "metal/second_birth.ogg"),
    ("premaster/escape.wav", "electronic/quite.ogg"),
    ("premaster/feelings.wav", "acoustic/love_theme.ogg"),
    ("premaster/feelings.wav", "electronic/constructive.ogg"),
    ("premaster/metal_madness.wav", "metal/starfall.ogg"),
    ("premaster/metal_madness.wav", "metal/orphanage.ogg"),
    ("premaster/war.wav", "metal/second_birth.ogg"),
    ("premaster/war.wav", "electronic/quite.ogg"),
    ("cinematic/music002.ogg", "orchestral/battle.ogg"),
    ("cinematic/music002.ogg", "electronic/march_to_dis.ogg"),
    ("cinematic/music009.ogg", "cinematic/music007.ogg"),
    ("cinematic/music009.ogg", "orchestral/nunc_dimittis.ogg"),
    ("cinematic/music007.ogg", "electronic/advanced_simulacra.ogg"),
    ("electronic/nebula.ogg", "electronic/advanced_simulacra.ogg"),
    ("electronic/nebula.ogg", "electronic/deprecation.ogg"),
    ("electronic/enemy_unknown.ogg", "electronic/quite.ogg"),
    ("electronic/deprecation.ogg", "electronic/enemy_unknown.ogg"),
    ("acoustic/minstrels.ogg", "acoustic/elvish.ogg"),
    ("acoustic/elvish.ogg", "acoustic/minstrels.ogg"),
    ("acoustic/love_theme.ogg", "acoustic/minstrels.ogg"),
    ("orchestral/nunc_dimittis.ogg", "orchestral/battle.ogg"),
    ("orchestral/revelation.ogg", "orchestral/vengeful.ogg"),
    ("orchestral/battle.ogg", "orchestral/nunc_dimittis.ogg"),
    ("electronic/march_to_dis.ogg", "orchestral/vengeful.ogg"),
    ("metal/second_birth.ogg", "metal/starfall.ogg"),
    ("metal/starfall.ogg", "metal/second_birth.ogg"),
    ("game/theme1_raw.ogg", "electronic/constructive.ogg"),
    ("electronic/quite.ogg", "orchestral/battle.ogg"),
)
MATCHERING = """
import sys, matchering as mg
mg.process(target=sys.argv[1], reference=sys.argv[2], results=[mg.pcm24(sys.argv[3])])
"""
#: Seconds from the middle of a track in which damage is looked for.
DAMAGE_S = 40.0
MAX_LOUDNESS_LU, MAX_TIME_RATIO, LEAST_WINS = 0.1, 0.4, 0.9


def measure(path, reference, ref_rate):
    """Distances of a file to the reference, and the file's own true peak by ffmpeg."""
    quality = shared_data.tool("quality")
    audio, rate = quality.rd(path)
    own, wanted = quality.loudness(audio, rate), quality.loudness(reference, ref_rate)
    dyn, dyn_wanted = quality.dyn(audio, rate), quality.dyn(reference, ref_rate)
    widths = quality.width_bands(audio, rate) - quality.width_bands(reference, ref_rate)
    return {
        "tone": quality.ltas_distance(audio, reference, rate, ref_rate, lo=40),
        "loudness": own["I"] - wanted["I"],
        "width": float(np.sqrt(np.mean(widths**2))),
        "crest": dyn["crest"] - dyn_wanted["crest"],
        "lra": own["LRA"] - wanted["LRA"],
        "peak": ebur128(path)[2],
    }


def damage(source, path):
    """(lsd, smear) of an output against its linear part, in the middle of the track."""
    quality = shared_data.tool("quality")
    before, rate = quality.rd(source)
    after, after_rate = quality.rd(path)
    if rate != after_rate:
        common = np.gcd(rate, after_rate)
        before = signal.resample_poly(before, after_rate // common, rate // common, axis=0)
    length = min(len(before), len(after))
    first = max((length - round(DAMAGE_S * after_rate)) // 2, 0)
    stop = first + round(DAMAGE_S * after_rate)
    before, after, _ = quality.align(before[first:stop], after[first:stop], after_rate)
    linear = np.stack([linear_part(before[:, c], after[:, c], after_rate) for c in range(2)], axis=1)
    frames = min(len(linear), len(after))
    linear, after = linear[:frames], after[:frames]
    matched = linear * quality.ls_gain(linear, after, int(0.1 * after_rate), 256)
    return quality.mrlsd(matched, after, after_rate)[0], smear(
        before.mean(1), linear.mean(1), after.mean(1), after_rate
    )


def linear_part(before, after, rate):
    """The input through a fixed gain per bin, then third-octave gains slow over 3 s, nearest to the output."""
    size, hop = 4096, 1024
    options = {"fs": rate, "nperseg": size, "noverlap": size - hop}
    hertz, _, x = signal.stft(before, **options)
    _, _, y = signal.stft(after, **options)
    still = (np.conj(x) * y).real.sum(axis=1) / (np.abs(x) ** 2).sum(axis=1).clip(1e-20)
    x = x * np.maximum(still, 0.0)[:, None]
    band = np.maximum(np.round(3 * np.log2(np.maximum(hertz, 30.0) / 30.0)).astype(int), 0)
    members = (band == np.arange(band.max() + 1)[:, None]).astype(float)
    kernel = np.ones((1, round(3.0 * rate / hop)))
    cross = signal.fftconvolve(members @ (np.conj(x) * y).real, kernel, mode="same")
    power = signal.fftconvolve(members @ np.abs(x) ** 2, kernel, mode="same")
    gains = cross / np.maximum(power, 1e-12 * power.max() + 1e-20)
    centers = 30.0 * 2.0 ** (np.arange(band.max() + 1) / 3)
    over = np.stack([np.interp(np.log2(np.maximum(hertz, 1.0)), np.log2(centers), g) for g in gains.T], axis=1)
    _, out = signal.istft(x * over, **options)
    return out[: len(before)]


def smear(before, linear, after, rate):
    """Mean rise of the 30 ms before the onsets of the input, from the linear part to the output, in dB."""
    step = round(0.005 * rate)
    energy = lambda v: (v[: len(v) // step * step].reshape(-1, step) ** 2).sum(axis=1) + 1e-12  # noqa: E731
    own, reached = energy(linear), energy(after)
    source = energy(before)
    steps = min(len(own), len(reached), len(source))
    past = np.array([source[max(i - 10, 0) : i].mean() if i else np.inf for i in range(steps)])
    onsets = np.flatnonzero((source[:steps] > 16.0 * past) & (source[:steps] > 1e-3 * source.max()))
    onsets = onsets[(onsets > 8) & (onsets < steps - 5)]
    if not onsets.size:
        return float("nan")
    ahead = lambda e, i: 10 * np.log10(e[i - 7 : i - 1].sum())  # noqa: E731
    return float(np.mean([ahead(reached, i) - ahead(own, i) for i in onsets]))


def run(command):
    """Wall and CPU seconds of a process; raises if it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[:4]} failed with code {process.returncode}")
    return {"seconds": time.perf_counter() - started, "cpu": usage.ru_utime + usage.ru_stime}


def run_matchering(options, number, command, output):
    """`run`, or what a run before has left in the cache."""
    if options.cache is None:
        return run(command)
    kept, times = options.cache / f"{number:02d}.wav", options.cache / f"{number:02d}.json"
    if not times.exists():
        spent = run(command)
        options.cache.mkdir(exist_ok=True)
        shutil.copyfile(output, kept)
        times.write_text(json.dumps(spent))
    shutil.copyfile(kept, output)
    return json.loads(times.read_text())


def prepared(path, folder, seconds):
    """The file itself, or an excerpt of it from 30 s on."""
    if seconds is None:
        return path
    out = folder / ("_".join(path.parts[-2:]).rsplit(".", 1)[0] + ".wav")
    if not out.exists():
        info = soundfile.info(path)
        start = round(min(30.0, max(0.0, info.duration - seconds)) * info.samplerate)
        audio, rate = soundfile.read(path, start=start, frames=round(seconds * info.samplerate), always_2d=True)
        soundfile.write(out, audio, rate, "FLOAT")
    return out


def compare(number, options, folder):
    """Both programs on one pair, all measures."""
    source, target = (prepared(options.music / name, folder, options.seconds) for name in PAIRS[number])
    reference, ref_rate = shared_data.tool("quality").rd(target)
    outputs = {name: folder / f"{name}.wav" for name in ("matchering", "masterdesk")}
    ours = [sys.executable, "-m", "masterdesk", "master", source, "-o", outputs["masterdesk"], "--overwrite"]
    ours += ["--reference", target, "--match", "loudness=100", "--bit-depth", "24"]
    ours += ["--ceiling", str(options.ceiling)]
    theirs = [options.peers, "-c", MATCHERING, str(source), str(target), str(outputs["matchering"])]
    spent = {
        "matchering": run_matchering(options, number, theirs, outputs["matchering"]),
        "masterdesk": run([str(part) for part in ours]),
    }
    row = {"pair": PAIRS[number], "before": measure(source, reference, ref_rate)}
    for name, path in outputs.items():
        row[name] = measure(path, reference, ref_rate)
        row[name]["lsd"], row[name]["smear"] = damage(source, path)
        row[name].update(spent[name])
    return row


COLUMNS = ("tone", "width", "lra", "crest", "loudness", "peak", "lsd", "smear", "seconds", "cpu")


def show(row):
    """Print one pair."""
    name = " > ".join(Path(part).stem for part in row["pair"])
    print(f"{name:34s}", *(f"{column:>9s}" for column in COLUMNS))
    for who in ("before", "matchering", "masterdesk"):
        print(f"{who:>34s}", *(f"{row[who].get(column, float('nan')):9.2f}" for column in COLUMNS), flush=True)


def summary(rows, ceiling_dbtp):
    """Print means and marks; returns whether all marks hold."""
    mean = lambda who, column: float(np.nanmean([abs(row[who][column]) for row in rows]))  # noqa: E731
    signed = lambda who, column: float(np.nanmean([row[who][column] for row in rows]))  # noqa: E731
    print(f"\n{len(rows)} pairs, mean distances")
    for who in ("before", "matchering", "masterdesk"):
        known = [column for column in COLUMNS if column in rows[0][who]]
        print(f"{who:>12s}", *(f"{column} {mean(who, column):.2f}" for column in known))
    wins = sum(row["masterdesk"]["tone"] < row["matchering"]["tone"] for row in rows)
    spent = lambda what: [sum(row[who][what] for row in rows) for who in ("masterdesk", "matchering")]  # noqa: E731
    ratio, cpu_ratio = (ours / theirs for ours, theirs in map(spent, ("seconds", "cpu")))
    smaller = lambda column: mean("masterdesk", column) < mean("matchering", column)  # noqa: E731
    marks = {
        "tone: smaller in the mean": smaller("tone"),
        f"tone: smaller on {wins} of {len(rows)} pairs, wanted {LEAST_WINS:.0%}": wins >= LEAST_WINS * len(rows),
        "loudness within 0.1 LU on every pair": max(abs(r["masterdesk"]["loudness"]) for r in rows) <= MAX_LOUDNESS_LU,
        "true peak under the ceiling on every pair": max(r["masterdesk"]["peak"] for r in rows) <= ceiling_dbtp,
        "width: smaller in the mean": smaller("width"),
        "crest factor: smaller in the mean": smaller("crest"),
        "LRA: smaller in the mean": smaller("lra"),
        "distortion (lsd) no worse": mean("masterdesk", "lsd") <= mean("matchering", "lsd"),
        "pre-echo (smear) no worse": signed("masterdesk", "smear") <= signed("matchering", "smear") + 0.05,
        f"wall time {ratio:.2f} of Matchering's (CPU time {cpu_ratio:.2f}), wanted {MAX_TIME_RATIO}": ratio
        <= MAX_TIME_RATIO,
    }
    for mark, holds in marks.items():
        print("holds " if holds else "FAILS ", mark)
    for column in ("tone", "width", "crest", "lra", "lsd"):
        lost = [r["pair"] for r in rows if abs(r["masterdesk"][column]) > abs(r["matchering"][column])]
        print(f"lost on {column}: ", ", ".join(" > ".join(Path(part).stem for part in pair) for pair in lost) or "none")
    return all(marks.values())


def main():
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("music", type=Path)
    parser.add_argument("--peers", default=sys.executable)
    parser.add_argument("--only", type=int, nargs="*", default=range(len(PAIRS)))
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--ceiling", type=float, default=-1.0)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for number in options.only:
            rows.append(compare(number, options, Path(folder)))
            show(rows[-1])
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1))
    return 0 if summary(rows, options.ceiling) else 1


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
