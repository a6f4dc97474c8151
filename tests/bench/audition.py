"""How long a musician waits for a change to be heard, and for all five slots anew.

    python tests/bench/audition.py TRACK [--changes 60] [--rounds 5]

A change is what a hand does to one slot: another profile, intensity, loudness or stereo image, asked for while
nothing else is under way. Five anew: every slot another intensity at once. `first` is what is heard first (the next
seconds, or the exact preview where it is known), `whole` all of the window, `exact` the slice of the master. Wall
seconds; CPU is that of all worker processes.
"""

import argparse
import itertools
import multiprocessing
import os
import random
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from deck_listener import ask, load

from masterdesk.engine.pipelines.desk.deck import Deck
from masterdesk.engine.pipelines.processes.workers import EngineWorkers
from masterdesk.engine.types.settings import Settings

#: Where previews begin, and where in them the listener is.
START_S, HEARD_S = 45.0, 50.0
LOUDNESS = (-16.0, -14.0, -12.0, -11.0, -9.0)


def cpu_seconds():
    """CPU seconds that the worker processes have spent so far; 0 where the system does not tell."""
    ticks = 0
    for process in multiprocessing.active_children():
        stat = Path(f"/proc/{process.pid}/stat")
        if stat.exists():
            ticks += sum(map(int, stat.read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0


def row(name, seconds):
    """One line of the table."""
    ordered = sorted(seconds)
    at_95 = ordered[min(round(0.95 * len(ordered)), len(ordered) - 1)]
    print(f"{name:34s} {len(seconds):4d} {statistics.median(seconds):8.2f} {at_95:8.2f} {ordered[-1]:8.2f}", flush=True)


def changed(kind, settings, dice):
    """The settings after one turn of a knob."""
    if kind == "profile":
        return replace(settings, profile=dice.choice("abcdefghijklmn"))
    if kind == "intensity":
        return replace(settings, intensity=float(dice.randrange(20, 101)))
    if kind == "loudness":
        return replace(settings, loudness_lufs=dice.choice([x for x in LOUDNESS if x != settings.loudness_lufs]))
    return replace(settings, stereo_image=not settings.stereo_image)


def whole_s(listener):
    """Seconds until all of the window was there."""
    return next(s for s, audio in zip(listener.seconds, listener.audio, strict=True) if audio.piece is None)


def one_by_one(deck, count):
    """Single changes, each waited for until it is exact."""
    dice, settings = random.Random(1), Settings("b")
    ask(deck, 0, settings, START_S).exact()
    first, whole, exact, misses = {}, [], {}, []
    for number in range(count):
        kind = ("profile", "intensity", "loudness", "image")[number % 4]
        settings = changed(kind, settings, dice)
        listener = ask(deck, 0, settings, START_S, heard_s=HEARD_S)
        last = listener.exact()
        whole.append(whole_s(listener))
        first.setdefault(kind, []).append(listener.seconds[0])
        exact.setdefault(kind, []).append(listener.seconds[-1])
        misses.append(abs(listener.audio[0].drive_db - last.drive_db))
    for kind, seconds in first.items():
        row(f"change of {kind}, first", seconds)
    row("any change, first", list(itertools.chain(*first.values())))
    row("any change, whole", whole)
    row("any change, exact", list(itertools.chain(*exact.values())))
    row("  drive of the first off by, dB", misses)


def all_anew(deck, rounds):
    """Five slots asked for together."""
    first, last, exact, cpu = [], [], [], []
    for number in range(rounds):
        before = cpu_seconds()
        slots = [Settings(letter, 95.0 - number, stereo_image=letter < "f") for letter in "abikm"]
        listeners = [
            ask(deck, slot, settings, START_S, heard_s=None if slot else HEARD_S) for slot, settings in enumerate(slots)
        ]
        for listener in listeners:
            listener.exact()
        first.append(listeners[0].seconds[0])
        last.append(max(map(whole_s, listeners)))
        exact.append(max(listener.seconds[-1] for listener in listeners))
        cpu.append(cpu_seconds() - before)
    row("five anew, heard slot first", first)
    row("five anew, all whole", last)
    row("five anew, all exact", exact)
    row("  CPU of all that", cpu)


def main():
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("track", type=Path)
    parser.add_argument("--changes", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    workers = EngineWorkers()
    workers.warm()
    started = time.perf_counter()
    with load(options.track) as track:
        print(
            f"{track.frames / track.sample_rate:.0f} s at {track.sample_rate} Hz, load average {os.getloadavg()[0]:.1f}"
        )
        print(f"{'loaded and measured':34s} {'':4s} {time.perf_counter() - started:8.2f}")
        print(f"{'':34s} {'runs':>4s} {'median':>8s} {'95 %':>8s} {'most':>8s}")
        deck = Deck(track, workers)
        one_by_one(deck, options.changes)
        all_anew(deck, options.rounds)
        deck.close()
    workers.close()


if __name__ == "__main__":
    main()
