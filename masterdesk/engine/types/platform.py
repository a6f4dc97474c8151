"""Where music is published, and the loudness and peak it should have there."""

from __future__ import annotations

from dataclasses import dataclass

from masterdesk.engine.types.settings import PlatformTarget


@dataclass(frozen=True)
class Platform(PlatformTarget):
    """A published or customary target, with where it was read and when.

    `title` is the name for people. `basis` is `published` (the platform's own words),
    `measured` (others' measurement of what it does), `standard` (a standards
    body) or `house` (our choice). `conflicts` says where sources disagree, or is empty.
    """

    title: str
    basis: str
    source: str
    date: str
    conflicts: str
