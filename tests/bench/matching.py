"""Reference matching side by side with Matchering: tone, loudness, peaks, width, dynamics, damage and time.

    python tests/bench/matching.py MUSIC --peers PYTHON [--only NUMBER ...] [--seconds N] [--ceiling -0.1] [--cache DIR]
                                   [--previews 3] [--json OUT] [--with JSON ...] [--times NUMBER ...]

PYTHON is an interpreter whose environment has `matchering`. Each pair is one whole process of either program, in
turn; the files they write are measured by the shared yardsticks (quality.py) and by ffmpeg's ebur128, the damage as
`match_measures` says. Prints a table per pair, then means, wins, which marks hold, and every pair on which something
is lost, with why; exit code 1 if a mark does not hold. With --cache, Matchering's files and times are kept in DIR
and taken from there by later runs (times of different runs are not to be compared: leave it out for those).
--with adds the rows of earlier runs, so that the pairs can be split; --times runs both programs on these pairs once
more, in turn and without measuring, and takes the times from there alone. Matchering fills the whole scale and
passes it; the default ceiling gives both the same room.

Columns (smaller is better): third-octave distance to the reference, 40 Hz to 16 kHz, level removed, dB RMS;
distances of width per octave (dB RMS), LRA, crest factor and loudness; true peak, dBTP; `lsd` and `smear` of a master
that does what Matchering does, at the loudness and the true peak that Matchering reached (0 dBTP at the most): tone and
width, no dynamics; `all lsd` that of the whole match, dynamics and all; wall and CPU seconds.
"""

import argparse
import functools
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import match_measures
import shared_data
from deck_listener import ask, load

from masterdesk.engine.match.goal import WIDEST_DB, WIDEST_HZ
from masterdesk.engine.pipelines.desk.deck import Deck
from masterdesk.engine.pipelines.processes.workers import EngineWorkers
from masterdesk.engine.types.reference import MatchAmounts, Reference
from masterdesk.engine.types.settings import Settings

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
#: Middles of the octaves whose width is measured.
OCTAVES_HZ = 63.0 * 2.0 ** np.arange(8)
MATCHERING = """
import sys, matchering as mg
mg.process(target=sys.argv[1], reference=sys.argv[2], results=[mg.pcm24(sys.argv[3])])
"""
MAX_LOUDNESS_LU, MAX_TIME_RATIO, LEAST_WINS, MAX_PREVIEW_S = 0.1, 0.4, 0.9, 1.0
#: What can be lost on a pair, and differences that nobody hears: they are losses all the same, and told as nearly even.
EVEN = {"tone": 0.0, "width": 0.0, "lra": 0.05, "crest": 0.05, "lsd": 0.03, "smear": 0.1}
#: Mean smear is known no better than this, in dB.
SMEAR_TOLERANCE_DB = 0.05


def run(command):
    """Wall and CPU seconds of a process; raises if it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[:4]} failed with code {process.returncode}")
    return {"seconds": time.perf_counter() - started, "cpu": usage.ru_utime + usage.ru_stime}


def run_matchering(options, number, source, target, output):
    """`run`, or what a run before has left in the cache."""
    command = [options.peers, "-c", MATCHERING, source, target, output]
    if options.cache is None:
        return run(command)
    kept, times = options.cache / f"{number:02d}.wav", options.cache / f"{number:02d}.json"
    if not times.exists():
        spent = run(command)
        options.cache.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(output, kept)
        times.write_text(json.dumps(spent))
    shutil.copyfile(kept, output)
    return json.loads(times.read_text())


def run_masterdesk(source, target, output, match, *others):
    """One master; `match` are the amounts."""
    command = [sys.executable, "-m", "masterdesk", "master", source, "-o", output, "--overwrite", "--reference", target]
    return run([*command, "--match", match, "--bit-depth", "24", *others])


def timed(options, folder):
    """Both programs on the pairs to be timed, in turn, as rows of times only."""
    rows = []
    for number in options.times:
        paths = [prepared(options.music / name, folder, options.seconds) for name in PAIRS[number]]
        command = [options.peers, "-c", MATCHERING, *paths, folder / "matchering.wav"]
        ours = run_masterdesk(*paths, folder / "masterdesk.wav", "loudness=100", "--ceiling", options.ceiling)
        rows.append({"matchering": run(command), "masterdesk": ours})
        spent = [f"{who} {row['seconds']:.1f} s ({row['cpu']:.1f} CPU)" for who, row in rows[-1].items()]
        print("timed:", " > ".join(PAIRS[number]), *spent, flush=True)
    return rows


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
    read, readings, damage = match_measures.tool().rd, match_measures.readings, match_measures.damage
    paths = [prepared(options.music / name, folder, options.seconds) for name in PAIRS[number]]
    theirs, ours, alike = (folder / f"{name}.wav" for name in ("matchering", "masterdesk", "alike"))
    spent = {
        "matchering": run_matchering(options, number, *paths, theirs),
        "masterdesk": run_masterdesk(*paths, ours, "loudness=100", "--ceiling", options.ceiling),
    }
    source, rate = read(paths[0])
    own, wanted = map(known_readings, paths)
    row = {"number": number, "pair": PAIRS[number], "facts": facts(own, wanted)}
    row["before"] = match_measures.distances(paths[0], own, wanted)
    for name, path in (("matchering", theirs), ("masterdesk", ours)):
        audio, out_rate = read(path)
        found = readings(audio, out_rate)
        row[name] = match_measures.distances(path, found, wanted) | spent[name] | damage(source, rate, audio, out_rate)
        row[name]["integrated_lufs"] = found["integrated_lufs"]
    loudness, peak = (row["matchering"][reading] for reading in ("integrated_lufs", "peak"))
    as_loud = ("--loudness", f"{loudness:.2f}", "--ceiling", min(max(peak, options.ceiling), 0.0))
    run_masterdesk(*paths, alike, "dynamics=0,loudness=0", *as_loud)
    row["masterdesk"] |= {f"all {name}": row["masterdesk"][name] for name in ("lsd", "smear")}
    row["masterdesk"] |= damage(source, rate, *read(alike))
    return row


@functools.cache
def known_readings(path):
    """Readings of a file of the music, made once."""
    return match_measures.readings(*match_measures.tool().rd(path))


def facts(own, wanted):
    """What may excuse a loss: what the track lacks, and how high the reference peaks."""
    hertz, away = match_measures.tool().THIRD, wanted["thirds_db"] - own["thirds_db"]
    heard = (hertz >= 40) & (hertz <= 16000) & (wanted["thirds_db"] > wanted["thirds_db"].max() - 70)
    narrow, wide = own["widths_db"], wanted["widths_db"]
    return {
        "lacking_bands": int((away[heard] - np.median(away[heard]) > 15.0).sum()),
        "narrow_octaves": int(((narrow < -25.0) & (wide > narrow + 6.0)).sum()),
        "too_wide": int((wide > np.interp(np.log2(OCTAVES_HZ), np.log2(WIDEST_HZ), WIDEST_DB)).sum()),
        "reference_peak_dbfs": wanted["peak_dbfs"],
    }


COLUMNS = ("tone", "width", "lra", "crest", "loudness", "peak", "lsd", "smear", "all lsd", "seconds", "cpu")


def show(row):
    """Print one pair."""
    name = f"{row['number']} " + " > ".join(Path(part).stem for part in row["pair"])
    print(f"{name:34s}", *(f"{column:>9s}" for column in COLUMNS))
    for who in ("before", "matchering", "masterdesk"):
        print(f"{who:>34s}", *(f"{row[who].get(column, float('nan')):9.2f}" for column in COLUMNS), flush=True)


def summary(rows, options, times, previews):
    """Print means and marks; returns whether all marks hold."""
    mean = lambda who, column: float(np.nanmean([abs(row[who][column]) for row in rows]))  # noqa: E731
    signed = lambda who, column: float(np.nanmean([row[who][column] for row in rows]))  # noqa: E731
    print(f"\n{len(rows)} pairs, mean distances")
    for who in ("before", "matchering", "masterdesk"):
        known = [column for column in COLUMNS if column in rows[0][who]]
        print(f"{who:>12s}", *(f"{column} {mean(who, column):.2f}" for column in known))
    spent = lambda what: [sum(row[who][what] for row in times or rows) for who in ("masterdesk", "matchering")]  # noqa: E731
    ratio, cpu_ratio = (ours / theirs for ours, theirs in map(spent, ("seconds", "cpu")))
    smaller = lambda column: mean("masterdesk", column) < mean("matchering", column)  # noqa: E731
    wins = {column: sum(not lost(row, column) for row in rows) for column in EVEN}
    print("won: ", ", ".join(f"{column} {count} of {len(rows)}" for column, count in wins.items()))
    worst = max(abs(row["masterdesk"]["loudness"]) for row in rows)
    peaks = [max(row[who]["peak"] for row in rows) for who in ("masterdesk", "matchering")]
    marks = {
        "tone: smaller in the mean": smaller("tone"),
        f"tone: on {wins['tone']} of {len(rows)} pairs, wanted {LEAST_WINS:.0%}": wins["tone"]
        >= LEAST_WINS * len(rows),
        f"loudness within {MAX_LOUDNESS_LU} LU on every pair (at worst {worst:.2f})": worst <= MAX_LOUDNESS_LU,
        "true peak under {:g} dBTP on every pair (highest {:.1f}, Matchering {:.1f})".format(options.ceiling, *peaks): (
            peaks[0] <= options.ceiling
        ),
        "width: smaller in the mean": smaller("width"),
        "crest factor: smaller in the mean": smaller("crest"),
        "LRA: smaller in the mean": smaller("lra"),
        "distortion (lsd) no worse": mean("masterdesk", "lsd") <= mean("matchering", "lsd"),
        "pre-echo (smear) no worse": signed("masterdesk", "smear")
        <= signed("matchering", "smear") + SMEAR_TOLERANCE_DB,
        f"wall time {ratio:.2f} of Matchering's (CPU time {cpu_ratio:.2f}), wanted {MAX_TIME_RATIO}": ratio
        <= MAX_TIME_RATIO,
    }
    if previews:
        middle, most = statistics.median(previews), max(previews)
        marks[f"match heard after {middle:.2f} s (median of {len(previews)}, at most {most:.2f})"] = (
            middle <= MAX_PREVIEW_S
        )
    for mark, holds in marks.items():
        print("holds " if holds else "FAILS ", mark)
    for column in EVEN:
        for row in rows:
            if lost(row, column):
                name = " > ".join(Path(part).stem for part in row["pair"])
                ours, theirs = row["masterdesk"][column], row["matchering"][column]
                print(f"lost on {column}: {name} ({ours:.2f}, Matchering {theirs:.2f}): {why(row, column)}")
    return all(marks.values())


def lost(row, column):
    """Whether Matchering is nearer."""
    return lost_by(row, column) > 0.0


def lost_by(row, column):
    """By how much Matchering is nearer (less than nothing where we are)."""
    ours, theirs = (row[who][column] for who in ("masterdesk", "matchering"))
    return ours - theirs if column == "smear" else abs(ours) - abs(theirs)


def why(row, column):
    """The reason of a loss in words, from what was measured."""
    if lost_by(row, column) <= EVEN[column]:
        return "nearly even"
    known, ours = row["facts"], row["masterdesk"]
    over = known["reference_peak_dbfs"] - ours["peak"]
    if column == "tone" and known["lacking_bands"]:
        return f"the track has next to nothing in {known['lacking_bands']} bands, and what is not there is not raised"
    if column == "width" and known["narrow_octaves"]:
        return f"the track is nearly mono in {known['narrow_octaves']} octaves, and no image is made of noise"
    if column == "width" and known["too_wide"]:
        return f"the reference's side is louder in {known['too_wide']} octaves than folds down well to mono"
    if column == "crest" and ours["crest"] < 0.0 and over > 0.0:
        return f"the reference peaks {over:.1f} dB over our true peak, and the loudness is met"
    if column == "crest" and ours["crest"] > 0.0:
        return "peaks are lowered to the reference's only as far as the limiter stays gentle"
    if column == "lra":
        return "sections are ridden within bounds, and the limiter takes from the loudest"
    if column == "lsd" and row["before"]["crest"] - ours["crest"] > 1.5:
        higher = row["matchering"]["peak"] - ours["peak"]
        told = f", and it peaks {higher:.1f} dB higher" if higher > 0.0 else ""
        return f"limited hard; our gain recovers in milliseconds, Matchering's in seconds, which leveling hides{told}"
    return "no reason but our own"


def preview_seconds(options):
    """From a turn of the match's knobs to the first sound, for some pairs whose files are loaded."""
    if not options.previews:
        return []
    workers, found = EngineWorkers(), []
    workers.warm()
    for source, target in PAIRS[: options.previews]:
        with load(options.music / source) as track:
            deck = Deck(track, workers)
            for tone in (100.0, 80.0, 60.0, 40.0):
                settings = Settings(
                    profile=None,
                    references=(Reference(str(options.music / target)),),
                    match=MatchAmounts(tone=tone, loudness=100.0),
                )
                listener = ask(deck, 0, settings)
                listener.exact()
                found.append(listener.seconds[0])
            found.pop(-4)  # the first waits for the reference's analysis
            deck.close()
    workers.close()
    return found


def main():
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("music", type=Path)
    parser.add_argument("--peers", default=sys.executable)
    parser.add_argument("--only", type=int, nargs="*", default=range(len(PAIRS)))
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--ceiling", type=float, default=-0.1)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--previews", type=int, default=3)
    parser.add_argument("--times", type=int, nargs="*", default=[])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--with", type=Path, nargs="*", default=[], dest="earlier")
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = str(shared_data.REPOSITORY)
    rows = [row for path in options.earlier for row in json.loads(path.read_text())]
    with tempfile.TemporaryDirectory() as folder:
        for number in options.only:
            rows.append(compare(number, options, Path(folder)))
            show(rows[-1])
            if options.json:
                options.json.write_text(json.dumps(rows, indent=1))
        times = timed(options, Path(folder))
    return 0 if summary(rows, options, times, preview_seconds(options)) else 1


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
