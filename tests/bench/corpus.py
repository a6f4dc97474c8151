"""Masters every track of the real music with every profile and has ffmpeg judge each written file.

    python tests/bench/corpus.py MUSIC [--profiles abc] [--only NAME ...] [--skip NAME ...] [--jobs 2] [--json OUT]

Prints a line per master: integrated loudness and true peak by ffmpeg's ebur128, the length, and the RMS of
the difference between a preview and the same seconds of the master; at the end the worst of each, and exit
code 1 if one of them is beyond its bound.
"""

import argparse
import json
import sys
import tempfile
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import numpy as np
import soundfile
from threadpoolctl import threadpool_limits

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from judge import ebur128

TARGET_LUFS, CEILING_DBTP = -14.0, -1.0
MAX_ERROR_LU, MAX_NULL_DBFS = 0.1, -90.0


def master_all(path, profiles):
    """Master one track with each profile; yields a result per master."""
    from masterdesk.engine.encode import resolve_delivery
    from masterdesk.engine.pipelines.deliver import deliver
    from masterdesk.engine.pipelines.stopwatch import Stopwatch
    from masterdesk.engine.pipelines.takes.take import Take
    from masterdesk.engine.pipelines.takes.track import load_track
    from masterdesk.engine.pipelines.targets import targets
    from masterdesk.engine.progress import Progress
    from masterdesk.engine.types.delivery import DeliveryRequest
    from masterdesk.engine.types.request import MasterRequest
    from masterdesk.engine.types.settings import Settings

    with tempfile.TemporaryDirectory() as folder, load_track(path, None, Progress()) as track:
        for letter in profiles:
            output = Path(folder) / f"{letter}.wav"
            settings = Settings(profile=letter, stereo_image=letter in "behkn")
            request = MasterRequest(path, output, settings, DeliveryRequest(bit_depth="24"))
            delivery = resolve_delivery(request.delivery, output, track.source.format)
            watch = Stopwatch()
            with Take(track, settings, delivery.sample_rate) as take:
                with watch.time("process"):
                    take.process(Progress())
                delivered = deliver(take, request, delivery, Progress(), watch)
                # What a preview of this recipe gives: a fresh solve, not what deliver corrected.
                take.aim(0.0, 0.0)
                null = null_dbfs(take, output)
                integrated, _, peak = ebur128(output)
                reached = targets(settings, take.drive, delivered.analysis.loudness)
            frames = soundfile.info(output).frames
            yield {
                "track": str(path), "profile": letter, "integrated_lufs": integrated, "true_peak_dbtp": peak,
                "own_peak": delivered.analysis.loudness.true_peak_dbtp, "limited": take.drive.limited,
                "length_kept": frames == track.frames, "null_dbfs": null, "drive_db": take.drive.drive_db,
                "warnings": [w.code for w in reached.warnings], "seconds": watch.seconds()["total"],
            }  # fmt: skip
            output.unlink()


def null_dbfs(take, output):
    """RMS in dBFS of a preview (45 s in, or as far as the track allows) minus the master's same frames."""
    rate = take.sample_rate
    length = min(30 * rate, take.frames)
    start = min(45 * rate, take.frames - length)
    preview = np.concatenate(list(take.render(start, start + length)), axis=1)
    master, _ = soundfile.read(output, start=start, frames=length, always_2d=True)
    power = np.mean(np.square(preview - master.T))
    return float(10 * np.log10(max(power, 1e-20)))


def faults(result):
    """Which bounds a result breaks."""
    found = []
    integrated, peak = result["integrated_lufs"], result["true_peak_dbtp"]
    told = result["limited"] or "target_not_reached" in result["warnings"]
    if integrated is not None and abs(integrated - TARGET_LUFS) > MAX_ERROR_LU and not told:
        found.append("loudness")
    if peak is not None and peak > CEILING_DBTP:
        found.append("ceiling")
    if result["null_dbfs"] > MAX_NULL_DBFS:
        found.append("null")
    if not result["length_kept"]:
        found.append("length")
    return found


def work(path, profiles):
    """All masters of one track; an exception becomes a result of its own."""
    try:
        with threadpool_limits(limits=1, user_api="blas"):
            return list(master_all(path, profiles))
    except Exception:
        return [{"track": str(path), "error": traceback.format_exc()}]


def show(result):
    """Print one result; returns whether it is good."""
    name = "/".join(Path(result["track"]).parts[-2:])
    if "error" in result:
        print(f"FAILED {name}\n{result['error']}", flush=True)
        return False
    wrong = faults(result)
    own_peak = float("nan") if result["own_peak"] is None else result["own_peak"]
    columns = [
        f"{name:34s} {result['profile']}",
        f"{result['integrated_lufs']!s:>7} LUFS",
        f"{result['true_peak_dbtp']!s:>6} dBTP (own {own_peak:6.2f})",
        f"null {result['null_dbfs']:7.1f} dBFS",
        f"drive {result['drive_db']:+6.2f} dB",
        f"{result['seconds']:6.1f} s",
        "limited" if result["limited"] else "",
        *wrong,
    ]
    print(*columns, flush=True)
    return not wrong


def main():
    """Run the corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("music", type=Path)
    parser.add_argument("--profiles", default="abcdefghijklmn")
    parser.add_argument("--only", nargs="*", default=[""])
    parser.add_argument("--skip", nargs="*", default=[])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    names = [line.split("\t")[0] for line in (options.music / "index.tsv").read_text().splitlines()[1:]]
    paths = [options.music / name for name in names if any(part in name for part in options.only)]
    paths = [path for path in paths if not any(part in str(path) for part in options.skip)]
    paths.sort(key=lambda path: path.stat().st_size)
    results, good = [], True
    with ProcessPoolExecutor(options.jobs) as pool:
        for future in as_completed([pool.submit(work, path, options.profiles) for path in paths]):
            for result in future.result():
                good &= show(result)
                results.append(result)
    summary(results)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1))
    return 0 if good else 1


def summary(results):
    """Print the worst of each figure."""
    done = [r for r in results if "error" not in r]
    aimed = [r for r in done if r["integrated_lufs"] is not None and not r["limited"]]
    print(
        f"{len(done)} masters, {len(results) - len(done)} failures, {sum(bool(faults(r)) for r in done)} out of bounds"
    )
    print(f"worst loudness error {max((abs(r['integrated_lufs'] - TARGET_LUFS) for r in aimed), default=0):.2f} LU")
    peaks = [r["true_peak_dbtp"] for r in done if r["true_peak_dbtp"] is not None]
    print(f"highest true peak {max(peaks, default=-99):.1f} dBTP for a ceiling of {CEILING_DBTP}")
    print(f"worst preview null {max((r['null_dbfs'] for r in done), default=-200):.1f} dBFS")
    print(f"stopped at the limit and said so: {sum(r['limited'] for r in done)}")


if __name__ == "__main__":
    sys.exit(main())
