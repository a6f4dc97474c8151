"""What the loudness of a source was where it has been heard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.window.models.live import LiveFrame

FloatArray = npt.NDArray[np.float64]

#: One value per tenth of a second, as in the analysis of a file.
HOP_S = 0.1
MOMENTARY_S, SHORT_TERM_S = 0.4, 3.0
#: Two measurements further apart are a jump.
LEAST_JUMP_S = 0.25


@dataclass(frozen=True, eq=False)
class Curve:
    """Loudness over time; NaN where nothing is known."""

    times_s: FloatArray
    momentary_lufs: FloatArray
    short_term_lufs: FloatArray


class HeardTrace:
    """Readings of each source by their place on the track.

    A reading looks back 0.4 or 3 s: after a jump or a switch it counts only when it is all of this place.
    """

    def __init__(self) -> None:
        self._values: dict[str, dict[int, tuple[float, float]]] = {}
        self._key = ""
        self._last_s = 0.0
        self._since_s = 0.0

    def clear(self, key: str | None = None) -> None:
        """Forget a source, or all."""
        if key is None:
            self._values.clear()
        else:
            self._values.pop(key, None)
        self._key = ""

    def note(self, frame: LiveFrame) -> bool:
        """Take a measurement; tell whether it belongs here."""
        at_s = frame.position_s
        is_jump = not 0.0 <= at_s - self._last_s < LEAST_JUMP_S or frame.heard != self._key
        if is_jump:
            self._since_s = at_s
        has_moved = at_s != self._last_s
        self._key, self._last_s = frame.heard, at_s
        heard_s = at_s - self._since_s
        if not has_moved or heard_s < MOMENTARY_S:
            return False
        readings = frame.readings
        short_term = readings.short_term_lufs if heard_s >= SHORT_TERM_S else None
        self._keep(frame.heard, round(at_s / HOP_S), _number(readings.momentary_lufs), _number(short_term))
        return True

    def curve(self, key: str) -> Curve:
        """Everything known of a source, with a gap where something was not heard."""
        values = self._values.get(key, {})
        hops = sorted(values)
        ends = {hop + 1 for hop in hops if hop + 1 not in values}
        points = sorted([*hops, *ends])
        unknown = (np.nan, np.nan)
        table = np.array([values.get(hop, unknown) for hop in points]).reshape(-1, 2)
        return Curve(np.array(points, dtype=np.float64) * HOP_S, table[:, 0], table[:, 1])

    def _keep(self, key: str, hop: int, momentary: float, short_term: float) -> None:
        values = self._values.setdefault(key, {})
        if np.isnan(short_term) and hop in values:
            short_term = values[hop][1]
        values[hop] = momentary, short_term


def _number(lufs: float | None) -> float:
    return np.nan if lufs is None else lufs
