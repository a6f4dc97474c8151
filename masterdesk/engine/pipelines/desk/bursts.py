"""Who is served first."""

from __future__ import annotations

#: Previews asked for closer together than this, in seconds, belong together and are served in their order.
BURST_S = 0.1
#: So many previews fit in a burst.
BURST_PREVIEWS = 64


class Bursts:
    """Priorities: later bursts go before earlier ones, and within a burst who asked first. Not thread-safe."""

    def __init__(self) -> None:
        self._bursts, self._asked, self._last_s = 0, 0, 0.0

    def priority(self, now_s: float) -> int:
        """Of what is asked for at `now_s`, in seconds of a clock that never goes back; the lowest goes first."""
        if now_s - self._last_s > BURST_S or self._asked + 1 >= BURST_PREVIEWS:
            self._bursts, self._asked = self._bursts + 1, 0
        self._last_s = now_s
        self._asked += 1
        return self._asked - self._bursts * BURST_PREVIEWS
