"""The visible part of a scale, and where its marks stand."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating]


@dataclass(frozen=True)
class Axis:
    """`low` to `high` of a scale that reaches from `least` to `most`, linear or logarithmic.

    Fractions are 0 at `low` and 1 at `high`. `least_span` is how far one can zoom in: the difference of
    `high` and `low`, or their ratio on a logarithmic axis.
    """

    low: float
    high: float
    least: float
    most: float
    least_span: float
    is_log: bool = False

    def fractions(self, values: npt.ArrayLike) -> FloatArray:
        """Where values stand; on a logarithmic axis they must be above 0."""
        low, high = self._inner(self.low), self._inner(self.high)
        inner = np.log(values) if self.is_log else np.asarray(values)
        return np.asarray((inner - low) / (high - low))

    def value(self, fraction: float) -> float:
        """What stands at `fraction`."""
        low, high = self._inner(self.low), self._inner(self.high)
        return self._outer(low + fraction * (high - low))

    def zoomed(self, factor: float, fraction: float) -> Axis:
        """Show `factor` times as much (below 1: zoom in), with what stands at `fraction` kept in place."""
        low, high = self._inner(self.low), self._inner(self.high)
        full = self._inner(self.most) - self._inner(self.least)
        least = math.log(self.least_span) if self.is_log else self.least_span
        span = min(max((high - low) * factor, least), full)
        return self._placed(low + fraction * (high - low) - fraction * span, span)

    def moved(self, share: float) -> Axis:
        """Show what lies `share` of the visible span further up."""
        low, high = self._inner(self.low), self._inner(self.high)
        return self._placed(low + share * (high - low), high - low)

    def _placed(self, low: float, span: float) -> Axis:
        low = min(max(low, self._inner(self.least)), self._inner(self.most) - span)
        return replace(self, low=self._outer(low), high=self._outer(low + span))

    def _inner(self, value: float) -> float:
        return math.log(value) if self.is_log else value

    def _outer(self, inner: float) -> float:
        return math.exp(inner) if self.is_log else inner


def linear_ticks(axis: Axis, steps: tuple[float, ...], most: int) -> list[float]:
    """Multiples of the smallest of `steps` (rising) that gives at most `most` marks."""
    step = next((step for step in steps if (axis.high - axis.low) / step <= most), steps[-1])
    first, last = math.ceil(axis.low / step - 1e-9), math.floor(axis.high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


#: First digits of the marks of a decade, from sparse to dense.
_DIGITS = (
    (1.0, 2.0, 5.0),
    (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0),
    (1.0, 1.2, 1.4, 1.6, 1.8, 2.0, *(n / 2 for n in range(5, 20))),
    tuple(n / 10 for n in range(10, 100)),
)


def log_ticks(axis: Axis, most: int) -> list[float]:
    """Round values on a logarithmic axis: 1, 2, 5 and their decades, and more of them where `most` allows it."""
    choices = [list(_marks(axis, digits)) for digits in _DIGITS]
    return next((marks for marks in reversed(choices) if len(marks) <= most), choices[0])


def _marks(axis: Axis, digits: tuple[float, ...]) -> Iterator[float]:
    for decade in range(math.floor(math.log10(axis.low)), math.floor(math.log10(axis.high)) + 1):
        for digit in digits:
            value = digit * 10.0**decade
            if axis.low * 0.9999 <= value <= axis.high * 1.0001:
                yield value


def frequency_text(frequency_hz: float) -> str:
    """`50`, `1k`, `1.5k`, as marks on an axis."""
    return f"{frequency_hz / 1000:g}k" if frequency_hz >= 1000 else f"{frequency_hz:g}"
