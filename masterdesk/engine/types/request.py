"""What is asked of the pipelines, frozen, so that a worker can take it and go."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.engine.types.settings import Settings

DEFAULT_DITHER_SEED = 1
DEFAULT_PREVIEW_START_S = 45.0
DEFAULT_PREVIEW_DURATION_S = 30.0


@dataclass(frozen=True)
class MasterRequest:
    """What to master, how, and into which file; `save_match` is where to save what the references ask for."""

    track: str | os.PathLike[str]
    output: str | os.PathLike[str]
    settings: Settings = field(default_factory=Settings)
    delivery: DeliveryRequest = field(default_factory=DeliveryRequest)
    dither_seed: int = DEFAULT_DITHER_SEED
    save_match: str | os.PathLike[str] | None = None


@dataclass(frozen=True)
class PreviewRequest:
    """Which seconds of a track to master under up to five settings, and into which folder.

    `slots` may be empty: the five profiles that fit the track best are then
    used. `start_s` of `None` stands for 45 s, or for what still fits a shorter track. `save_match` is where
    to save what the references of the first slot that has some ask for.
    """

    track: str | os.PathLike[str]
    folder: str | os.PathLike[str]
    slots: tuple[Settings, ...] = ()
    start_s: float | None = None
    duration_s: float = DEFAULT_PREVIEW_DURATION_S
    delivery: DeliveryRequest = field(default_factory=DeliveryRequest)
    save_match: str | os.PathLike[str] | None = None


@dataclass(frozen=True)
class ConvertRequest:
    """Which file to write again in which container, codec, rate and depth."""

    source: str | os.PathLike[str]
    output: str | os.PathLike[str]
    delivery: DeliveryRequest = field(default_factory=DeliveryRequest)
    dither_seed: int = DEFAULT_DITHER_SEED
