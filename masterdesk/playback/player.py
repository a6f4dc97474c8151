"""The desk's player: clips on one time line, heard one at a time."""

from __future__ import annotations

import itertools
import math
import threading
import time
from dataclasses import replace

from masterdesk.playback.clips import ClipFiles
from masterdesk.playback.link import Link
from masterdesk.playback.monitor import Monitor
from masterdesk.playback.tap import Tap
from masterdesk.playback.values import LATENCY_S, TRACK_KEY, Clip, OutputDevice, PlayerStatus
from masterdesk.playback.wish import Wish

__all__ = ["Clip", "Monitor", "Player"]

#: The shortest loop: below, the crossfade would be all of it.
_SHORTEST_LOOP_S = 0.05

_NO_ROOM = "A preview cannot be played: there is no room for it in the temporary folder."


class Player:
    """Plays clips of `sample_rate` (Hz) through an output device, `None` for the system's default.

    `latency_s` is how much the sound card holds, and how late a switch is heard; after a first underrun it is
    `LONG_LATENCY_S`.
    No method but `close` waits: they note what is wanted, and a process of its
    own that holds the sound card follows. Safe from any thread.
    """

    def __init__(self, sample_rate: int, device: str | None = None, latency_s: float = LATENCY_S) -> None:
        self.sample_rate = sample_rate
        self._lock = threading.RLock()
        self._serials = itertools.count(1)
        self._clips: dict[str, tuple[int, Clip]] = {}
        self._gains_db: dict[str, float] = {}
        self._loop: tuple[int, int] | None = None
        self._wish = Wish(device=device or None, latency_s=latency_s)
        self._files = ClipFiles()
        self._file_problem: str | None = None
        self._link = Link(sample_rate, self._make_wish)
        self._ledger = self._link.ledger
        #: What became audible, for meters.
        self.tap = Tap(self._ledger)

    def set_clip(self, key: str, clip: Clip | None) -> None:
        """Put a clip under a key, or take it away; if it is the one that is heard, it fades into the new one."""
        with self._lock:
            number, known = self._clips.get(key, (0, None))
            if clip is None:
                self._clips.pop(key, None)
            elif known is None or not _same_audio(known, clip):
                number = next(self._serials)
                self._clips[key] = (number, clip)
                self.tap.know(number, key, clip)
            else:
                self._clips[key] = (number, clip)
            self._renew()

    def set_gain(self, key: str, gain_db: float) -> None:
        """Match gain of a key, in dB, on top of its clips' own; kept when the clip changes."""
        with self._lock:
            self._gains_db[key] = gain_db
            self._renew()

    def select(self, key: str) -> None:
        """Hear this key, at the same position; a key without a clip is silent."""
        self._renew(key=key)

    def play(self) -> None:
        """Start where the playhead is; from the loop's start or the track's if the end was reached."""
        with self._lock:
            if self.status().ended:
                self.seek(self._loop[0] if self._loop else 0)
            self._renew(playing=True, play_serial=self._wish.play_serial + 1)

    def pause(self) -> None:
        """Fade out and stay."""
        self._renew(playing=False)

    def seek(self, frame: int) -> None:
        """Go on at `frame` of the time line, or start there later; `status` shows it there from now on."""
        with self._lock:
            self._renew(seek_frame=max(frame, 0), seek_serial=self._wish.seek_serial + 1)

    def set_loop(self, region: tuple[int, int] | None) -> None:
        """Play frames `start` to `stop` (exclusive) again and again once the playhead is before `stop`; `None` ends it.

        At least 50 ms; what lies beyond the track's end is cut off.
        """
        with self._lock:
            self._loop = region
            self._renew()

    def set_volume(self, volume_db: float) -> None:
        """Listening volume in dB; 0 leaves every sample as it is, minus infinity is silence."""
        self._renew(volume_db=volume_db)

    def set_monitor(self, monitor: Monitor) -> None:
        """Mode, crossfeed and small-speaker check."""
        self._renew(monitor=monitor)

    def set_device(self, device: str | None) -> None:
        """Play through this output, `None` for the system's default; another is taken while it is not there."""
        self._renew(device=device or None)

    def output_devices(self) -> list[OutputDevice]:
        """The outputs as last seen, the default first; looked for at the start and before every opening."""
        return list(self._link.report.devices)

    def refresh_devices(self) -> None:
        """Look for outputs anew, as for a menu of them; `output_devices` knows soon. Not possible while one plays."""
        with self._lock:
            self._renew(scan_serial=self._wish.scan_serial + 1)

    def status(self) -> PlayerStatus:
        """What is heard now; quick enough for every frame of a window."""
        with self._lock:
            wish, ledger, report = self._wish, self._ledger, self._link.report
            stopped = ledger.stopped_serial == wish.play_serial
            playing = wish.playing and not stopped
            return PlayerStatus(
                playing=playing,
                frame=self._heard_frame(wish),
                key=wish.key,
                underruns=ledger.underruns,
                device_name=report.device_name,
                problem=report.problem or self._file_problem,
                ended=stopped and ledger.ended and ledger.seek_serial == wish.seek_serial,
            )

    def close(self) -> None:
        """Fade out, let the sound card go and end the sound process; takes up to half a second while playing."""
        self._link.close()
        self._files.close()
        with self._lock:
            for number, _ in self._clips.values():
                self.tap.forget(number)
            self._clips.clear()

    def _heard_frame(self, wish: Wish) -> int:
        now_s = time.perf_counter()
        note = self._ledger.heard(now_s)
        if wish.seek_serial != (note.seek_serial if note is not None else self._ledger.seek_serial):
            return wish.seek_frame
        if note is None:
            return self._ledger.position
        passed = int((now_s - note.time_s) * self.sample_rate)
        return note.position + min(max(passed, 0), note.frames)

    def _renew(self, **changes: object) -> None:
        with self._lock:
            self._wish = replace(self._wish, **changes)  # type: ignore[arg-type]
        self._link.renew()

    def _make_wish(self) -> Wish:
        """The wish with its clips where the sound process can read them; called in the link's thread."""
        with self._lock:
            wish, clips, loop = self._wish, dict(self._clips), self._loop
            gains_db = {key: self._gains_db.get(key, 0.0) + clip.gain_db for key, (_, clip) in clips.items()}
        shared = {}
        self._file_problem = None
        for key, (number, clip) in clips.items():
            try:
                shared[key] = self._files.share(number, clip)
            except OSError:
                self._file_problem = _NO_ROOM
        self._files.keep_only({clip.serial for clip in shared.values()})
        end = max((clips[key][1].stop_frame for key in clips if key in (TRACK_KEY, wish.key)), default=0)
        copies, loop = self._files.folder, self._within(loop, end)
        return replace(wish, clips=shared, copies=copies, gains_db=gains_db, end_frame=end, loop=loop)

    def _within(self, loop: tuple[int, int] | None, end_frame: int) -> tuple[int, int] | None:
        if loop is None:
            return None
        start, stop = max(loop[0], 0), min(loop[1], end_frame)
        return (start, stop) if stop - start >= math.ceil(_SHORTEST_LOOP_S * self.sample_rate) else None


def _same_audio(first: Clip, second: Clip) -> bool:
    """Whether both are the same samples at the same place, so that nothing needs to fade."""
    a, b = first.samples.__array_interface__, second.samples.__array_interface__
    same = all(a[part] == b[part] for part in ("data", "shape", "strides"))
    return same and first.start_frame == second.start_frame
