"""How long the program takes to a usable window, what it imports for it, and what it costs while nobody does anything.

    python tests/bench/startup.py [TRACK] [--starts 5] [--idle 20]

Starts `masterdesk` in a window of a virtual screen as a user does, each time a new process on a warm disk. `painted` is
the first painting of the window, `answering` the first event that it takes after that, both since the process was
asked for. CPU is that of the process until then. Idle CPU is that of all its processes, without a track and with one
that has been read and rendered (needs TRACK).
"""

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# In the place of this folder, in which scripts stand under the names of packages of helpers.
sys.path[0:1] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from playback.pulse import Pulse  # noqa: E402
from window.end_to_end.driven_desk import DrivenDesk  # noqa: E402
from window.end_to_end.screen import Screen  # noqa: E402

MARK_START_S, MARK_IDLE_PERCENT = 2.0, 3.0
SETTLED_S = 6.0
WORST = 14


def main():
    """Print three tables."""
    options = _options()
    screen, pulse = Screen(), Pulse()
    try:
        _starts(screen, pulse, options.starts)
        _imports()
        _idle(screen, pulse, options.idle, options.track)
    finally:
        pulse.close()
        screen.close()


def _options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("track", nargs="?", type=Path)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--idle", type=float, default=20.0, help="seconds")
    return parser.parse_args()


@contextlib.contextmanager
def _desk(screen, pulse, *files):
    with tempfile.TemporaryDirectory() as folder:
        desk = DrivenDesk(screen, Path(folder), *files, environment=pulse.environment)
        try:
            yield desk
        finally:
            desk.close()


def _starts(screen, pulse, count):
    with _desk(screen, pulse) as desk:
        desk.wait_for_window()  # the disk is warm from here on
    painted, answering, cpu = [], [], []
    for _ in range(count):
        with _desk(screen, pulse) as desk:
            while (state := desk.state())["answering_at"] is None:
                time.sleep(0.01)
            cpu.append(_cpu_seconds([desk.process.pid]))
            painted.append(state["painted_at"] - desk.started)
            answering.append(state["answering_at"] - desk.started)
    print(f"start, {count} times        median      max     mark")
    for name, values in (("painted, s", painted), ("answering, s", answering), ("its CPU time, s", cpu)):
        mark = f"{MARK_START_S:8.1f}" if name.startswith("answering") else ""
        print(f"{name:22s}{statistics.median(values):10.2f}{max(values):9.2f} {mark}")


def _imports():
    """The modules that take longest by themselves, and the packages with all that they bring."""
    command = [sys.executable, "-X", "importtime", "-c", "import masterdesk.app"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()
    rows = []
    for line in lines:
        own, _, rest = line.removeprefix("import time:").partition("|")
        total, _, name = rest.partition("|")
        if own.strip().isdigit():
            rows.append((int(own) / 1000, int(total) / 1000, name.strip()))
    print(f"\n{len(rows)} modules imported; the slowest by themselves    own ms   with theirs")
    for own_ms, total_ms, name in sorted(rows, reverse=True)[:WORST]:
        print(f"  {name:50s}{own_ms:8.1f}{total_ms:14.1f}")
    for package in ("masterdesk", "PySide6", "numpy", "scipy"):
        own_ms = sum(own for own, _, name in rows if name.split(".")[0] == package)
        print(f"  all of {package:43s}{own_ms:8.1f}")


def _idle(screen, pulse, seconds, track):
    print(f"\nidle for {seconds:.0f} s, all processes     % of a core     mark")
    with _desk(screen, pulse) as desk:
        desk.wait_for_window()
        time.sleep(SETTLED_S)
        _print_idle("without a track", desk, seconds)
    if track is not None:
        with _desk(screen, pulse, track) as desk:
            desk.wait_for_window()
            desk.wait(lambda state: all(slot["status"] == "exact" for slot in state["slots"]), "exact", 300.0)
            time.sleep(SETTLED_S)
            _print_idle("with a track", desk, seconds)


def _print_idle(name, desk, seconds):
    before, began = _by_process(desk), time.monotonic()
    time.sleep(seconds)
    passed_s = time.monotonic() - began
    after = _by_process(desk)
    shares = {pid: 100.0 * (after[pid] - before.get(pid, 0.0)) / passed_s for pid in after}
    each = ", ".join(f"{share:.1f}" for share in sorted(shares.values(), reverse=True))
    print(f"{name:34s}{sum(shares.values()):10.2f} {MARK_IDLE_PERCENT:9.1f}   ({each})")


def _by_process(desk):
    return {pid: _cpu_seconds([pid]) for pid in _session(desk.process.pid)}


def _session(leader):
    found = []
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if folder.name.isdigit() and os.getsid(int(folder.name)) == leader:
                found.append(int(folder.name))
    return found


def _cpu_seconds(pids):
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
