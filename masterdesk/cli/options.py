"""Options that several commands share, and how they become requests."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from masterdesk.engine.errors import InputError, SettingsError, shown_path
from masterdesk.engine.resources import platform
from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.engine.types.settings import Settings, settings_from_mapping

#: Key, how its value is written, what it does.
SETTING_OPTIONS = {
    "profile": ("LETTER", "a to n, or none (default: none with a reference, else i)"),
    "intensity": ("PERCENT", "how much of the tonal adjustment, 0 to 100 (default: 100)"),
    "loudness": ("LUFS", "integrated loudness, -40 to -5, or off (default: -14)"),
    "platform": ("NAME", "take loudness and ceiling from a platform (see: masterdesk platforms)"),
    "ceiling": ("DBTP", "true peak never passed, -9 to 0 (default: -1)"),
    "stereo_image": ("on|off", "widen or tighten the bands to a better balance (default: off)"),
    "selection": ("START:END", "seconds: process this range only, and deliver it"),
}
#: Keys a recipe carries for the record beside its settings.
RECIPE_EXTRAS = ("engine_version", "dither_seed")
#: Options of a match, written like `SETTING_OPTIONS`.
MATCH_OPTIONS = {
    "reference": ("FILE@WEIGHT", "sound like this track; may be repeated; FILE@WEIGHT@START:END for a range of it,"
                  " FILE@loudest for its loudest part"),
    "match": ("AMOUNTS", "how far, as in tone=100,dynamics=100,width=100,loudness=0, each 0 to 100; above a profile,"
              " 100 is the reference alone, 0 the profile alone"),
    "use_match": ("FILE", "a match saved before, instead of a reference"),
}  # fmt: skip
FORMATS = ("wav", "aiff", "flac", "mp3", "m4a", "ogg", "opus", "webm")


def add_command(commands: Any, name: str, summary: str, module_text: str | None) -> argparse.ArgumentParser:
    """Add a command to the parser, described by what its module says of itself after the colon."""
    description = (module_text or "").partition(": ")[2]
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=description[:1].upper() + description[1:]
    )
    return parser


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add the options of a master's settings, and `--recipe`."""
    group = parser.add_argument_group("settings")
    for key, (value, text) in SETTING_OPTIONS.items():
        group.add_argument("--" + key.replace("_", "-"), dest=key, metavar=value, help=text)
    group.add_argument("--recipe", metavar="FILE", help="a JSON file of settings; options given beside it win")


def add_match(parser: argparse.ArgumentParser) -> None:
    """Add the options of a match, and `--save-match`."""
    group = parser.add_argument_group("match")
    for key, (value, text) in MATCH_OPTIONS.items():
        kind: Any = {"action": "append"} if key == "reference" else {}
        group.add_argument("--" + key.replace("_", "-"), dest=key, metavar=value, help=text, **kind)
    group.add_argument("--save-match", metavar="FILE", help="keep the match for other tracks, without its reference")


def given_match(options: argparse.Namespace) -> dict[str, Any]:
    """The options of a match that were given."""
    return {key: getattr(options, key) for key in MATCH_OPTIONS if getattr(options, key) is not None}


def add_delivery(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what kind of file is written."""
    group = parser.add_argument_group("delivery")
    group.add_argument("--format", choices=FORMATS, help="default: from OUT's name, else the source's")
    group.add_argument("--bit-depth", choices=("16", "24", "32", "32f"), help="default: the source's")
    group.add_argument("--sample-rate", type=int, metavar="HZ", help="default: the source's, or the nearest possible")
    group.add_argument("--bit-rate", type=int, metavar="KBPS", help="of a lossy format")
    group.add_argument("--dither", choices=("tpdf", "shaped", "none"), help="where words get shorter (default: tpdf)")
    group.add_argument("--overwrite", action="store_true", help="replace an existing file")
    group.add_argument("--no-tags", dest="tags", action="store_false", help="carry no tags and no cover over")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def delivery_request(options: argparse.Namespace) -> DeliveryRequest:
    """The delivery that the options ask for."""
    return DeliveryRequest(
        container=options.format,
        bit_depth=options.bit_depth,
        sample_rate=options.sample_rate,
        bit_rate_kbps=options.bit_rate,
        dither=options.dither,
        tags=options.tags,
        overwrite=options.overwrite,
    )


def settings_and_seed(options: argparse.Namespace, default_seed: int) -> tuple[Settings, int]:
    """The settings of the options on top of the recipe, and the recipe's dither seed."""
    recipe = {} if options.recipe is None else read_recipe(options.recipe)
    given = {key: getattr(options, key) for key in SETTING_OPTIONS if getattr(options, key) is not None}
    given.update(given_match(options))
    if "reference" in given or "use_match" in given:
        # References named now take the place of those that the recipe carries.
        recipe = {key: value for key, value in recipe.items() if key not in ("reference", "use_match")}
    if "platform" in given:
        # A platform named now outranks the figures that the recipe carries.
        recipe = {key: value for key, value in recipe.items() if key not in ("loudness", "ceiling")}
    seed = recipe.get("dither_seed", default_seed)
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise SettingsError(f"dither_seed {seed!r} is not possible", "use a whole number from 0")
    settings = settings_of({key: value for key, value in recipe.items() if key not in RECIPE_EXTRAS} | given)
    check_match_has_goal(options, settings)
    return settings, seed


def check_match_has_goal(options: argparse.Namespace, *slots: Settings) -> None:
    """Raise `SettingsError` where amounts of a match were given, and nothing that is matched."""
    if options.match is not None and not any(slot.has_reference for slot in slots):
        raise SettingsError("--match has nothing to go to", "give a --reference, or a saved match by --use-match")


def settings_of(given: dict[str, Any]) -> Settings:
    """Settings from texts or JSON values, with the platform they name looked up."""
    name = given.get("platform")
    return settings_from_mapping(given, None if name is None else platform(str(name)))


def read_recipe(path: str) -> dict[str, Any]:
    """A recipe file; a report of `master --json` is taken for the recipe in it.

    Raises `InputError` where the file cannot be read or is no recipe.
    """
    try:
        recipe = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"recipe {shown_path(path)} cannot be read ({error.strerror})", "check the path") from error
    except ValueError as error:
        raise InputError(f"recipe {shown_path(path)} is not JSON ({error})", "give a recipe file") from error
    if isinstance(recipe, dict) and isinstance(recipe.get("recipe"), dict):
        recipe = recipe["recipe"]
    if not isinstance(recipe, dict):
        raise InputError(f"recipe {shown_path(path)} is not a JSON object", "give a recipe file")
    return recipe
