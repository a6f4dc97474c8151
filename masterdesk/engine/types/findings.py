"""Remarks about a track or a result, in plain words, for a person to read and a program to test."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something worth telling about a track.

    `code` is a stable lower-case word for programs (`clipped`), `severity` is
    `info` or `warning`, `message` is a sentence for people, `at` holds the
    times in seconds where it occurs (the worst or first few).
    """

    code: str
    severity: str
    message: str
    at: tuple[float, ...] = ()


@dataclass(frozen=True)
class Warning:
    """Something about a run that the user should know though it succeeded."""

    code: str
    message: str
