"""The tags of M4A files."""

from __future__ import annotations

from typing import Any

from mutagen.mp4 import MP4, MP4Cover, MP4FreeForm

from masterdesk.engine.encode.tags.model import FRONT_COVER, Picture, Tags, add_named

# mypy: disallow-untyped-calls=False

_ATOMS = {
    "\xa9nam": "title",
    "\xa9ART": "artist",
    "\xa9alb": "album",
    "aART": "albumartist",
    "\xa9day": "date",
    "\xa9gen": "genre",
    "\xa9wrt": "composer",
    "\xa9cmt": "comment",
    "\xa9lyr": "lyrics",
    "\xa9grp": "grouping",
    "cprt": "copyright",
}
_NUMBERS = {"trkn": "track", "disk": "disc"}
#: Fields without an atom of their own, kept where iTunes and taggers keep them.
_FREE_FORM = ("isrc", "label", "lyricist", "conductor", "language")
_FREE_FORM_PREFIX = "----:com.apple.iTunes:"
_COVER_FORMATS = {"image/jpeg": MP4Cover.FORMAT_JPEG, "image/png": MP4Cover.FORMAT_PNG}
_LARGEST_NUMBER = 65535


def read_mp4(tags: Tags, path: str) -> None:
    """Add the tags of an M4A or MP4 file."""
    given: Any = MP4(path).tags or {}
    for atom, name in _ATOMS.items():
        tags.add(name, given.get(atom, ()))
    for atom, name in _NUMBERS.items():
        for number, total in given.get(atom, ())[:1]:
            tags.add_number(name, number or None, total or None)
    tags.add("bpm", (bpm for bpm in given.get("tmpo", ()) if bpm))
    tags.add("compilation", ["1"] if given.get("cpil") else [])
    free_form = [key for key in given if key.startswith(_FREE_FORM_PREFIX)]
    add_named(tags, {key.removeprefix(_FREE_FORM_PREFIX): map(_free_text, given[key]) for key in free_form})
    for cover in given.get("covr", ()):
        tags.add_picture(FRONT_COVER, "", bytes(cover))


def write_mp4(tags: Tags, path: str) -> list[Picture]:
    """Put tags into an M4A file; returns the pictures it cannot hold."""
    file: Any = MP4(path)
    if file.tags is None:
        file.add_tags()
    for atom, name in _ATOMS.items():
        if name in tags.texts:
            file.tags[atom] = tags.texts[name]
    for name in _FREE_FORM:
        if name in tags.texts:
            file.tags[_FREE_FORM_PREFIX + name.upper()] = [MP4FreeForm(value.encode()) for value in tags.texts[name]]
    _write_numbers(tags, file.tags)
    kept = [picture for picture in tags.pictures if picture.mime in _COVER_FORMATS]
    kept.sort(key=lambda picture: picture.kind != FRONT_COVER)  # players show the first
    if kept:
        file.tags["covr"] = [MP4Cover(picture.data, _COVER_FORMATS[picture.mime]) for picture in kept]
    file.save()
    return [picture for picture in tags.pictures if picture not in kept]


def _write_numbers(tags: Tags, atoms: Any) -> None:
    for atom, name in _NUMBERS.items():
        number, total = (_whole(tags.first(f"{name}{part}")) for part in ("number", "total"))
        if number or total:
            atoms[atom] = [(number, total)]
    if bpm := _whole(tags.first("bpm")):
        atoms["tmpo"] = [bpm]
    if tags.first("compilation") in ("1", "True", "true"):
        atoms["cpil"] = True


def _free_text(value: bytes) -> str:
    return bytes(value).decode("utf-8", "replace")


def _whole(text: str | None) -> int:
    """A number as the format holds it; 0, which stands for none, where it cannot."""
    try:
        number = round(float(text or 0))
    except (ValueError, OverflowError):
        return 0
    return number if 0 < number <= _LARGEST_NUMBER else 0
