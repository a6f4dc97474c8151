"""Tags as they travel between formats: plain texts under one set of names, and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

FRONT_COVER = 3
_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"GIF8": "image/gif", b"BM": "image/bmp"}


@dataclass(frozen=True)
class Picture:
    """A picture and what it shows: `kind` is a number of ID3's APIC frame, 3 the front cover."""

    kind: int
    description: str
    data: bytes

    @property
    def mime(self) -> str:
        """What the data is, whatever the file called it."""
        if self.data[:4] == b"RIFF" and self.data[8:12] == b"WEBP":
            return "image/webp"
        return next((mime for magic, mime in _MAGIC.items() if self.data.startswith(magic)), "application/octet-stream")


@dataclass
class Tags:
    """Texts by field name (see `FIELDS`), each with one or more values, and pictures."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)

    def add(self, name: str, values: Iterable[object]) -> None:
        """Set a field unless it is set already; values without text are left out."""
        clean = [text for value in values if (text := clean_text(value))]
        if clean and name not in self.texts:
            self.texts[name] = clean

    def add_number(self, name: str, number: object, total: object = None) -> None:
        """Set `track` or `disc`: a number, or `number/total`."""
        first, _, rest = clean_text(number).partition("/")
        self.add(f"{name}number", [first])
        self.add(f"{name}total", [rest or total])

    def add_picture(self, kind: int, description: object, data: bytes) -> None:
        """Add a picture; one that is empty or is there already is left out."""
        if data and all(data != picture.data for picture in self.pictures):
            self.pictures.append(Picture(kind, clean_text(description), data))

    def first(self, name: str) -> str | None:
        """The first value of a field."""
        return self.texts[name][0] if name in self.texts else None

    def number(self, name: str) -> str | None:
        """`track` or `disc` as `number` or `number/total`."""
        number, total = self.first(f"{name}number"), self.first(f"{name}total")
        return f"{number or 0}/{total}" if total else number

    def __bool__(self) -> bool:
        return bool(self.texts or self.pictures)


#: Every field that is carried, with the other names it goes by in Vorbis comments, APE and ASF tags and in
#: ffmpeg's metadata. What is measured of the old audio (ReplayGain, R128, iTunNORM) is not among them:
#: it would be wrong for the new.
FIELDS: dict[str, tuple[str, ...]] = {
    "title": (),
    "artist": ("author",),
    "album": ("albumtitle",),
    "albumartist": (),
    "date": ("year",),
    "genre": (),
    "tracknumber": ("track", "partnumber"),
    "tracktotal": ("totaltracks",),
    "discnumber": ("disc", "disk", "partofset"),
    "disctotal": ("totaldiscs",),
    "composer": (),
    "lyricist": ("writer",),
    "conductor": (),
    "comment": ("description",),
    "isrc": ("tsrc",),
    "copyright": (),
    "label": ("publisher", "organization"),
    "grouping": ("contentgroup", "contentgroupdescription"),
    "language": (),
    "bpm": ("tbpm", "beatsperminute", "tempo"),
    "compilation": ("iscompilation",),
    "lyrics": ("unsyncedlyrics",),
}


def add_named(tags: Tags, given: Mapping[str, Iterable[object]]) -> None:
    """Add what stands under any of the names of `FIELDS`, spelled with any case, blanks or underscores."""
    plain = {_plain(name): values for name, values in reversed(list(given.items()))}
    for name, others in FIELDS.items():
        for known in (name, *others):
            if known not in plain:
                continue
            if name.endswith("number"):
                tags.add_number(name.removesuffix("number"), next(iter(plain[known]), ""))
            else:
                tags.add(name, plain[known])


def clean_text(value: object) -> str:
    """A value as text that every format can hold: valid Unicode, no NUL, no blanks around it."""
    text = "" if value is None else str(value)
    return text.encode("utf-8", "replace").decode().replace("\0", " ").strip()


def _plain(name: str) -> str:
    return name.casefold().removeprefix("wm/").replace(" ", "").replace("_", "").replace("-", "")
