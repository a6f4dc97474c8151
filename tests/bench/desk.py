"""The desk in a real window with real sound: how long a change takes to be heard, and whether frames and sound hold.

    python tests/bench/desk.py TRACK [--changes 40] [--rounds 5] [--seconds 15] [--rendering 15] [--scale 1]

Everything that a user would have runs: window, meters, spectra, sound process, workers; on a virtual screen of 1440x900
and a sound server of its own. `selected` is from the call of a control's action to the moment at which the player has
the new audio (its next seconds first) as what is heard, `audible` to the moment at which its first frame is in the ear
(the sound card's latency is in it). A frame is all that the window's thread did since the painting before, up to the
end of this one. Wall time counts on a quiet machine; the load average is printed with it.
"""

import argparse
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# In the place of this folder, in which scripts stand under the names of packages of helpers.
sys.path[0:1] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

#: Name, unit, and the mark of the project's issue for the audition: for the median and the 95th percentile.
MARKS = {
    "change to selected, s": (0.4, 0.8),
    "change to audible, s": (0.4, 0.8),
    "change to exact, s": (None, 3.4),
    "heard anew while dragging, s": (0.4, 0.8),
    "end of drag to selected, s": (0.4, 0.8),
    "five anew to the first sound, s": (3.0, 3.0),
    "five anew to exact, s": (3.0, 3.0),
    "  exact after the first, s": (3.0, 3.0),
    "frame while playing, ms": (None, 12.0),
    "frame while rendering, ms": (None, 12.0),
}
SLOT = 1
WAIT_S = 120.0
#: How long a slider is dragged, and how often it moves.
DRAG_S, DRAG_STEP_S = 2.0, 0.016


def main():
    """Run the desk in a process of its own and print one table."""
    options = _options()
    if options.inside:
        print(json.dumps(Bench(options).run()), flush=True)
        return
    from playback.pulse import Pulse
    from window.end_to_end.screen import Screen

    screen, pulse = Screen(), Pulse()
    try:
        with tempfile.TemporaryDirectory() as folder:
            _print(json.loads(_run_inside(screen, pulse, folder)))
    finally:
        pulse.close()
        screen.close()


def _options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("track", type=Path)
    parser.add_argument("--changes", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=15.0, help="of playing")
    parser.add_argument(
        "--rendering", type=float, default=15.0, help="seconds of playing while master after master is made"
    )
    parser.add_argument("--scale", default="1")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.track = options.track.absolute()
    return options


def _run_inside(screen, pulse, folder):
    own = {name: folder for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    scale = sys.argv[sys.argv.index("--scale") + 1] if "--scale" in sys.argv else "1"
    environment = os.environ | own | pulse.environment | screen.environment
    environment |= {"QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": scale}
    command = [sys.executable, __file__, *sys.argv[1:], "--inside"]
    answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return answer.stdout.strip().splitlines()[-1]


def _print(found):
    print(f"load average {', '.join(f'{load:.1f}' for load in os.getloadavg())}")
    print(f"{'':33s}{'n':>6s}{'median':>9s}{'95 %':>9s}{'max':>9s}{'mark: median':>15s}{'95 %':>7s}")
    for name, values in found["times"].items():
        ordered = sorted(values)
        at_95 = ordered[min(round(0.95 * len(ordered)), len(ordered) - 1)]
        median_mark, late_mark = ("" if mark is None else f"{mark:g}" for mark in MARKS.get(name, (None, None)))
        print(
            f"{name:33s}{len(values):6d}{statistics.median(values):9.3f}{at_95:9.3f}{ordered[-1]:9.3f}"
            f"{median_mark:>15s}{late_mark:>7s}"
        )
    for name, (value, mark) in found["counts"].items():
        print(f"{name:33s}{value:>24}{'':>9s}{mark:>15s}")


def counting_application():
    """The application, which knows how long it is at its events; imported late, since the caller needs no Qt."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    class CountingApplication(QApplication):
        _depth, _is_counting, _paints, _spent = 0, False, False, (0.0, 0.0)

        def start_counting(self):
            self._frames, self._spent, self._is_counting = [], (0.0, 0.0), True

        def stop_counting(self):
            self._is_counting = False
            return [wall for wall, _ in self._frames], [cpu for _, cpu in self._frames]

        def notify(self, receiver, event):
            if not self._is_counting:
                return super().notify(receiver, event)
            if event.type() == QEvent.Type.UpdateRequest:
                self._paints = True
            if self._depth:
                return super().notify(receiver, event)
            self._depth, wall, cpu = 1, time.perf_counter(), time.thread_time()
            try:
                return super().notify(receiver, event)
            finally:
                self._depth = 0
                self._add(time.perf_counter() - wall, time.thread_time() - cpu)

        def _add(self, wall_s, cpu_s):
            self._spent = (self._spent[0] + 1000.0 * wall_s, self._spent[1] + 1000.0 * cpu_s)
            if self._paints:
                self._frames.append(self._spent)
                self._spent, self._paints = (0.0, 0.0), False

    return CountingApplication(sys.argv[:1])


class Bench:
    """Drives the desk of this process by its actions, as its views do."""

    def __init__(self, options):
        from masterdesk.app import Desk, make_application

        self._options = options
        self._app = counting_application()
        make_application()
        self._desk = Desk()
        self._models, self._actions = self._desk.models, self._desk.actions
        self._dice = random.Random(1)

    def run(self):
        """All measurements, by name."""
        self._desk.start([self._options.track])
        self._spin(lambda: self._is_exact(range(5)))
        times = {}
        self._actions.listening.hear(str(SLOT + 1))
        self._actions.transport.toggle_play()
        self._rest(2.0)
        underruns = self._models.playback.underruns
        selected, audible, exact = zip(*[self._change() for _ in range(self._options.changes)], strict=True)
        times["change to selected, s"], times["change to audible, s"] = selected, audible
        times["change to exact, s"] = exact
        gaps, ends = zip(*[self._drag() for _ in range(self._options.rounds)], strict=True)
        times["heard anew while dragging, s"] = list(itertools.chain(*gaps))
        times["end of drag to selected, s"] = ends
        first, exact = zip(*[self._five() for _ in range(self._options.rounds)], strict=True)
        times["five anew to the first sound, s"], times["five anew to exact, s"] = first, exact
        times["  exact after the first, s"] = [b - a for a, b in zip(first, exact, strict=True)]
        changing = self._models.playback.underruns - underruns
        wall_ms, cpu_ms, playing_fps = self._frames(self._options.seconds)
        times["frame while playing, ms"], times["  its CPU time, ms"] = wall_ms, cpu_ms
        masters = []
        wall_ms, cpu_ms, rendering_fps = self._frames(self._options.rendering, lambda: self._keep_rendering(masters))
        times["frame while rendering, ms"], times["  CPU time of it, ms"] = wall_ms, cpu_ms
        self._spin(lambda: not self._models.queue.unfinished)
        counts = {
            "painted a second, playing": (f"{playing_fps:.1f}", "60"),
            "painted a second, rendering": (f"{rendering_fps:.1f}", "60"),
            "underruns": (self._models.playback.underruns - underruns, "0"),
            "underruns while changing": (changing, "0"),
            "masters done": (sum(job.status.value == "done" for job in masters), str(len(masters))),
        }
        self._desk.window.close()
        return {"times": times, "counts": counts}

    def _change(self):
        """One turn of a knob of the heard slot: seconds until it is selected, audible and exact."""
        self._rest(0.3)
        before, began = self._player_serial(), time.perf_counter()
        self._turn(self._dice.choice(("profile", "intensity", "loudness", "ceiling", "stereo")), SLOT)
        wanted = self._models.desk.state.slots[SLOT]

        def is_selected():
            audio = self._models.slots[SLOT].audio
            return audio is not None and audio.settings == wanted and self._player_serial() != before

        self._spin(is_selected)
        selected_s, serial = time.perf_counter() - began, self._player_serial()
        self._spin(lambda: self._audible_serial() not in (None, before) and self._audible_serial() >= serial)
        audible_s = time.perf_counter() - began
        self._spin(lambda: self._is_exact([SLOT]))
        return selected_s, audible_s, time.perf_counter() - began

    def _turn(self, kind, slot):
        slots, settings = self._actions.slots, self._models.desk.state.slots[slot]
        if kind == "profile":
            slots.set_profile(slot, self._dice.choice([x for x in "abcdefghijklmn" if x != settings.profile]))
        elif kind == "intensity":
            slots.set_intensity(slot, (settings.intensity + self._dice.randrange(10, 90)) % 100)
        elif kind == "loudness":
            slots.set_loudness(
                slot, self._dice.choice([x for x in (-16, -14, -12, -11) if x != settings.loudness_lufs])
            )
        elif kind == "ceiling":
            slots.set_ceiling(slot, self._dice.choice([x for x in (-0.5, -1, -1.5, -2) if x != settings.ceiling_dbtp]))
        else:
            slots.set_stereo_image(slot, not settings.stereo_image)
        slots.end_drag()

    def _drag(self):
        """A slider of the heard slot is moved for two seconds: gaps between what is heard of it, and the last one."""
        self._rest(0.3)
        heard, serial, began = [time.perf_counter()], self._player_serial(), time.perf_counter()
        moved = -1
        while (passed_s := time.perf_counter() - began) < DRAG_S:
            if (step := int(passed_s / DRAG_STEP_S)) > moved:
                moved = step
                self._actions.slots.set_intensity(SLOT, 20.0 + 0.5 * step)
            self._app.processEvents()
            if self._player_serial() != serial:
                serial = self._player_serial()
                heard.append(time.perf_counter())
            time.sleep(0.001)
        self._actions.slots.end_drag()
        ended = time.perf_counter()
        wanted = self._models.desk.state.slots[SLOT]
        self._spin(lambda: self._models.slots[SLOT].audio.settings == wanted)
        end_s = time.perf_counter() - ended
        self._spin(lambda: self._is_exact([SLOT]))
        return [later - earlier for earlier, later in itertools.pairwise(heard)], end_s

    def _five(self):
        """Every slot another intensity at once: seconds until all five are heard anew, and until all are exact."""
        self._rest(0.5)
        began = time.perf_counter()
        for slot in range(5):
            self._turn("intensity", slot)
        self._spin(lambda: self._has_sound(range(5)))
        first_s = time.perf_counter() - began
        self._spin(lambda: self._is_exact(range(5)))
        return first_s, time.perf_counter() - began

    def _has_sound(self, slots):
        """Whether all of the window can be heard of the newest settings."""
        pairs = [(self._models.slots[slot].audio, self._models.desk.state.slots[slot]) for slot in slots]
        return all(audio is not None and audio.piece is None and audio.settings == new for audio, new in pairs)

    def _frames(self, seconds, look=lambda: False):
        """Milliseconds of each frame on the clock and on the processor, and how many were painted in a second."""
        self._app.start_counting()
        began = time.perf_counter()
        self._rest(seconds, look)
        seconds = time.perf_counter() - began
        wall_ms, cpu_ms = self._app.stop_counting()
        return wall_ms, cpu_ms, len(wall_ms) / seconds

    def _keep_rendering(self, masters):
        """Whenever the queue is empty, have the masters of three cards made again; the last ones' files are deleted."""
        from masterdesk.engine.types.delivery import DeliveryRequest

        if not self._models.queue.unfinished:
            folder = Path(os.environ["XDG_DATA_HOME"])
            for file in folder.glob("bench *.wav"):
                file.unlink()
            known = len(self._models.queue.jobs)
            name = f"bench {len(masters)}"
            self._actions.rendering.render([0, 2, 3], folder, name, [DeliveryRequest("wav", "24")])
            masters += self._models.queue.jobs[known:]
        return False

    def _is_exact(self, slots):
        slots = [(self._models.slots[slot], self._models.desk.state.slots[slot]) for slot in slots]
        return all(slot.status.value == "exact" and slot.audio.settings == settings for slot, settings in slots)

    def _player_serial(self):
        """The number that the player gave to the slot's audio."""
        return self._desk.workers.sound.player._clips.get(str(SLOT + 1), (0, None))[0]

    def _audible_serial(self):
        """The number of the audio that is in the ear now."""
        note = self._desk.workers.sound.player._ledger.heard(time.perf_counter())
        return None if note is None else note.serial

    def _spin(self, is_over):
        """Let the program run until something is so; looking costs next to nothing."""
        self._rest(WAIT_S, is_over, look_ms=4)
        if not is_over():
            raise SystemExit("it did not come to pass")

    def _rest(self, seconds, is_over=lambda: False, look_ms=100):
        """Let the program run its own loop, as it does when nobody measures."""
        from PySide6.QtCore import QEventLoop, Qt, QTimer

        if is_over():
            return
        loop, looks = QEventLoop(), QTimer(interval=look_ms, timerType=Qt.TimerType.PreciseTimer)
        looks.timeout.connect(lambda: is_over() and loop.quit())
        looks.start()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()


if __name__ == "__main__":
    main()
