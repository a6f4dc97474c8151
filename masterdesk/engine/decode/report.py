"""What a pass over a file found wrong with it, and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from masterdesk.engine.types.findings import Warning

#: How many times (in seconds) a report keeps of each kind of trouble.
TIMES_KEPT = 8


@dataclass(frozen=True)
class DecodeReport:
    """What the longest pass over a source so far has found.

    `frames` were handed out by it; `complete` says whether it ran from the
    first frame to the last. Non-finite samples were replaced by 0. Damaged
    places could not be decoded; `silenced_frames` were put there instead.
    `missing_frames` were promised by the header but are not in the file.
    Times are in seconds, the first few only. `warnings` says all of it, and
    what was wrong with the header, in words.
    """

    frames: int
    complete: bool
    nonfinite_samples: int
    nonfinite_at_s: tuple[float, ...]
    damaged_places: int
    damaged_at_s: tuple[float, ...]
    silenced_frames: int
    missing_frames: int
    warnings: tuple[Warning, ...]


@dataclass
class PassLog:
    """Takes notes during one pass; `report` sums them up."""

    sample_rate: int
    header_warnings: tuple[Warning, ...] = ()
    frames: int = 0
    complete: bool = False
    nonfinite_samples: int = 0
    nonfinite_at_s: list[float] = field(default_factory=list)
    damaged_places: int = 0
    damaged_at_s: list[float] = field(default_factory=list)
    silenced_frames: int = 0
    missing_frames: int = 0
    notes: dict[str, str] = field(default_factory=dict)

    def note(self, code: str, message: str) -> None:
        """Keep a warning; the first of each code is the one that is told."""
        self.notes.setdefault(code, message)

    def damaged(self, frame: int) -> None:
        """What stands at `frame` could not be decoded."""
        self.damaged_places += 1
        self._remember(self.damaged_at_s, frame)

    def nonfinite(self, samples: int, frames: npt.NDArray[np.intp]) -> None:
        """`samples` were NaN or infinite, in the given frames (counted from the track's first)."""
        self.nonfinite_samples += samples
        for frame in frames[:TIMES_KEPT]:
            self._remember(self.nonfinite_at_s, int(frame))

    def report(self) -> DecodeReport:
        """Everything noted so far."""
        return DecodeReport(
            self.frames,
            self.complete,
            self.nonfinite_samples,
            tuple(self.nonfinite_at_s),
            self.damaged_places,
            tuple(self.damaged_at_s),
            self.silenced_frames,
            self.missing_frames,
            (*(w for w in self.header_warnings if w.code not in self.notes), *self._own_warnings()),
        )

    def _remember(self, times: list[float], frame: int) -> None:
        time_s = round(frame / self.sample_rate, 2)
        if len(times) < TIMES_KEPT and time_s not in times:
            times.append(time_s)

    def _own_warnings(self) -> list[Warning]:
        warnings = [Warning(code, message) for code, message in self.notes.items()]
        if self.nonfinite_samples:
            message = f"{self.nonfinite_samples:,} samples that are not numbers were replaced by silence"
            warnings.append(Warning("non_finite", message + _at(self.nonfinite_at_s)))
        if self.damaged_places:
            message = f"{_times(self.damaged_places, 'place')} in the file could not be decoded"
            if self.silenced_frames:
                message += f"; {self.silenced_frames / self.sample_rate:.2f} s were replaced by silence"
            warnings.append(Warning("damaged", message + _at(self.damaged_at_s)))
        return warnings


def _at(times_s: list[float]) -> str:
    return f" (at {', '.join(f'{t:.2f} s' for t in times_s)}{' ...' if len(times_s) == TIMES_KEPT else ''})"


def _times(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
