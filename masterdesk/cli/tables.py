"""Short tables for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.findings import Finding, Warning


def print_json(value: Any) -> None:
    """One JSON object on stdout; a NaN in it would be a bug and is refused."""
    print(json.dumps(value, indent=2, allow_nan=False))


def print_rows(rows: Iterable[Sequence[str]]) -> None:
    """Rows of texts in aligned columns."""
    table = [list(row) for row in rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def figure(value: float | None, unit: str, digits: int = 1) -> str:
    """A number with its unit; a dash where nothing could be measured."""
    return "-" if value is None else f"{value:.{digits}f} {unit}".rstrip()


def loudness_rows(analysis: Analysis) -> list[tuple[str, str]]:
    """The loudness readings of a track."""
    loudness = analysis.loudness
    return [
        ("Integrated", figure(loudness.integrated_lufs, "LUFS")),
        ("Range (LRA)", figure(loudness.range_lu, "LU")),
        ("Short-term max", figure(loudness.max_short_term_lufs, "LUFS")),
        ("Momentary max", figure(loudness.max_momentary_lufs, "LUFS")),
        ("True peak", figure(loudness.true_peak_dbtp, "dBTP")),
        ("Sample peak", figure(loudness.sample_peak_dbfs, "dBFS")),
        ("PLR", figure(loudness.plr_db, "dB")),
    ]


def remark_lines(remarks: Iterable[Finding | Warning]) -> Iterable[str]:
    """Findings and warnings, a line each, with the first times they name."""
    for remark in remarks:
        times = ", ".join(clock(t) for t in getattr(remark, "at", ())[:4])
        yield f"- {remark.message}" + (f" (at {times})" if times else "")


def clock(seconds: float) -> str:
    """Minutes and seconds."""
    return f"{int(seconds // 60)}:{seconds % 60:04.1f}"
