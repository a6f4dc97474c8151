import base64
import errno
import hashlib
import os
import shutil
import struct
from pathlib import Path

import av
import judge
import mutagen
import numpy as np
import pytest
import shared_data
from engine.encode.support import av_decode, delivery, noise, write
from mutagen.flac import FLAC
from mutagen.flac import Picture as FlacPicture
from mutagen.id3 import APIC, COMM, ID3, TIT2, TPE1, TXXX, USLT
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggvorbis import OggVorbis

from masterdesk.engine.encode import copy_tags, destination
from masterdesk.engine.encode.tags import copying
from masterdesk.engine.encode.tags.copying import _READERS, _function
from masterdesk.engine.encode.tags.model import FRONT_COVER, Picture, Tags
from masterdesk.engine.errors import OutputError

FILES = ["a.wav", "a.aiff", "a.flac", "a.mp3", "a.m4a", "a.ogg", "a.opus", "a.webm"]
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
TEXTS = {
    "title": ["Wünsche & 夢"],
    "artist": ["First", "Second"],
    "album": ["The Album"],
    "albumartist": ["Various"],
    "date": ["2024-05-06"],
    "genre": ["Folk"],
    "tracknumber": ["3"],
    "tracktotal": ["12"],
    "discnumber": ["1"],
    "disctotal": ["2"],
    "composer": ["Someone"],
    "lyricist": ["A Poet"],
    "conductor": ["A Leader"],
    "comment": ["line one\nline two"],
    "isrc": ["DEZ012345678"],
    "copyright": ["(C) 2024"],
    "label": ["A Label"],
    "grouping": ["A Group"],
    "language": ["deu"],
    "bpm": ["128"],
    "compilation": ["1"],
    "lyrics": ["la la\nla"],
}
PICTURES = [Picture(FRONT_COVER, "front", JPEG), Picture(4, "back", PNG)]


def read(path):
    tags = Tags()
    _function(_READERS, path)(tags, str(path))
    return tags


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """One file of each kind, as the writer leaves it."""
    folder = tmp_path_factory.mktemp("blank")
    for out in FILES:
        write(folder / out, noise(12_345), delivery(out))
    return folder


@pytest.fixture(scope="module")
def tagged(blank, tmp_path_factory):
    """One file of each kind with every field and two pictures, made by way of a FLAC that mutagen alone has tagged."""
    folder = tmp_path_factory.mktemp("tagged")
    (folder / "seed.flac").write_bytes((blank / "a.flac").read_bytes())
    seed = FLAC(folder / "seed.flac")
    seed.update({name.upper(): values for name, values in TEXTS.items()})
    seed["REPLAYGAIN_TRACK_GAIN"], seed["R128_TRACK_GAIN"] = ["-7.00 dB"], ["-512"]
    for picture in PICTURES:
        block = FlacPicture()
        block.type, block.mime, block.desc, block.data = picture.kind, picture.mime, picture.description, picture.data
        seed.add_picture(block)
    seed.save()
    for out in FILES:
        (folder / out).write_bytes((blank / out).read_bytes())
        left_behind = copy_tags(folder / "seed.flac", folder / out)
        assert [warning.code for warning in left_behind] == (["pictures_left_behind"] if out == "a.webm" else [])
    return folder


@pytest.mark.parametrize("to", FILES)
@pytest.mark.parametrize("of", FILES)
def test_every_field_goes_from_every_kind_to_every_kind(tagged, blank, tmp_path, of, to):
    (tmp_path / to).write_bytes((blank / to).read_bytes())
    before = (tagged / of).read_bytes()
    copy_tags(tagged / of, tmp_path / to)
    texts = dict(TEXTS)
    if "a.webm" in (of, to):
        texts["artist"] = ["First; Second"]
    found = read(tmp_path / to)
    assert found.texts == texts
    assert sorted(picture.data for picture in found.pictures) == ([] if "a.webm" in (of, to) else sorted([JPEG, PNG]))
    assert (tagged / of).read_bytes() == before


@pytest.mark.parametrize("out", FILES)
def test_tags_change_no_sample_and_no_length(tagged, blank, out):
    np.testing.assert_array_equal(judge.decoded(tagged / out, 2), judge.decoded(blank / out, 2))
    assert av_decode(tagged / out)[0].shape[1] == 12_345


@pytest.mark.parametrize("out", FILES)
def test_others_read_what_was_written(tagged, out):
    with av.open(str(tagged / out)) as file:
        seen = {key.casefold(): value for key, value in {**file.streams.audio[0].metadata, **file.metadata}.items()}
    assert seen["title"] == TEXTS["title"][0] and seen["album"] == "The Album"
    assert seen["track"].split("/")[0] == "3"
    assert not [key for key in seen if "replaygain" in key or "r128" in key]
    with av.open(str(tagged / out)) as file:
        pictures = len(file.streams.video)
    # ffmpeg looks for no pictures in the ID3 chunk of a WAV.
    assert pictures == {"a.webm": 0, "a.wav": pictures}.get(out, 2)


def test_the_kind_of_a_picture_is_kept_where_the_format_knows_it(tagged):
    for out in ("a.wav", "a.aiff", "a.flac", "a.mp3", "a.ogg", "a.opus"):
        kinds = {picture.data: (picture.kind, picture.description.strip()) for picture in read(tagged / out).pictures}
        assert kinds == {JPEG: (3, "front"), PNG: (4, "back")}
    assert next(iter(MP4(tagged / "a.m4a").tags["covr"])) == JPEG


def test_a_wav_says_it_in_its_info_list_too(tagged):
    content = (tagged / "a.wav").read_bytes()
    assert b"LIST" in content and b"IART\x06\x00\x00\x00First\x00" in content
    assert struct.unpack_from("<I", content, 4)[0] == len(content) - 8


def test_only_an_info_list_is_read_too(blank, tmp_path):
    content = (blank / "a.wav").read_bytes()
    info = b"INFO" + b"".join(
        struct.pack("<4sI", name, len(text)) + text + b"\0" * (len(text) % 2)
        for name, text in ((b"INAM", b"Caf\xe9\0"), (b"IART", "Zoë".encode()), (b"ITRK", b"7\0"), (b"IXXX", b"?"))
    )
    (tmp_path / "a.wav").write_bytes(content + struct.pack("<4sI", b"LIST", len(info)) + info)
    (tmp_path / "a.mp3").write_bytes((blank / "a.mp3").read_bytes())
    assert copy_tags(tmp_path / "a.wav", tmp_path / "a.mp3") == ()
    tags = ID3(tmp_path / "a.mp3")
    assert [str(tags[name]) for name in ("TIT2", "TPE1", "TRCK")] == ["Café", "Zoë", "7"]


def test_a_wav_with_64_bit_sizes_takes_tags(tagged, tmp_path):
    how = delivery("a.wav")
    from masterdesk.engine.encode import open_writer

    with open_writer(str(tmp_path / "a.wav"), how, 720_000_000, 1) as writer:
        writer.write(noise(1000))
    assert (tmp_path / "a.wav").read_bytes()[:4] == b"RF64"
    copy_tags(tagged / "a.flac", tmp_path / "a.wav")
    assert read(tmp_path / "a.wav").texts == TEXTS
    assert judge.decoded(tmp_path / "a.wav", 2).shape[1] == 1000


def test_a_second_copy_replaces_the_first(tagged, tmp_path):
    for out in ("a.wav", "a.aiff", "a.mp3", "a.m4a", "a.ogg"):
        (tmp_path / out).write_bytes((tagged / out).read_bytes())
        other = tmp_path / "other.mp3"
        tags = ID3()
        tags.add(TIT2(encoding=3, text=["Another"]))
        tags.save(other)
        copy_tags(other, tmp_path / out)
        assert read(tmp_path / out).first("title") == "Another"


def test_loudness_tags_stay_behind(blank, tmp_path):
    (tmp_path / "in.mp3").write_bytes((blank / "a.mp3").read_bytes())
    tags = ID3(tmp_path / "in.mp3")
    tags.add(TXXX(encoding=3, desc="replaygain_track_gain", text=["-9 dB"]))
    tags.add(COMM(encoding=3, lang="eng", desc="iTunNORM", text=[" 00000E"]))
    tags.add(COMM(encoding=3, lang="eng", desc="", text=["a real comment"]))
    tags.save()
    for out in ("a.flac", "a.m4a", "a.wav"):
        (tmp_path / out).write_bytes((blank / out).read_bytes())
        copy_tags(tmp_path / "in.mp3", tmp_path / out)
        assert read(tmp_path / out).texts == {"comment": ["a real comment"]}
        content = (tmp_path / out).read_bytes()
        assert b"9 dB" not in content and b"00000E" not in content


@pytest.mark.music
@pytest.mark.parametrize("name", ["formats/minstrels.opus", "acoustic/minstrels.ogg", "formats/minstrels.webm"])
def test_tags_of_real_music_arrive(blank, tmp_path, name):
    source = shared_data.track(name)
    digest = hashlib.sha256(source.read_bytes()).digest()
    for out in ("a.mp3", "a.wav", "a.m4a"):
        (tmp_path / out).write_bytes((blank / out).read_bytes())
        assert copy_tags(source, tmp_path / out) == ()
        tags = read(tmp_path / out)
        assert (tags.first("artist"), tags.first("tracknumber")) == ("Mattias Westlund", "1")
        assert tags.first("album") == "The Battle for Wesnoth OST"
    assert hashlib.sha256(source.read_bytes()).digest() == digest


@pytest.mark.parametrize("out", FILES)
def test_a_source_without_tags_leaves_the_file_alone(blank, tmp_path, out):
    (tmp_path / out).write_bytes((blank / out).read_bytes())
    assert copy_tags(blank / "a.wav", tmp_path / out) == ()
    assert (tmp_path / out).read_bytes() == (blank / out).read_bytes()


def broken_tags(blank):
    """Name to bytes of sources whose tags are hurt in one way or another."""
    mp3 = (blank / "a.mp3").read_bytes()
    yield "cut.mp3", b"ID3\x04\x00\x00\x7f\x7f\x7f\x7fTIT2" + mp3
    yield "version.mp3", b"ID3\x09\x00\xff\x00\x00\x00\x10" + bytes(16) + mp3
    yield "frames.mp3", b"ID3\x03\x00\x00\x00\x00\x00\x20TIT2\xff\xff\xff\xff\x00\x00\x01\xff\xfeX" + bytes(32) + mp3
    yield "cut.flac", (blank / "a.flac").read_bytes()[:60]
    yield "cut.m4a", (blank / "a.m4a").read_bytes()[:3000]
    yield "cut.ogg", (blank / "a.ogg").read_bytes()[:90]
    yield "cut.webm", (blank / "a.webm").read_bytes()[:70]
    yield "noise.mp3", bytes(np.random.default_rng(0).integers(0, 256, 5000, dtype=np.uint8))
    yield "list.wav", (blank / "a.wav").read_bytes() + b"LIST\xff\xff\xff\x7fINFOINAM\xff\xff\xff\xff"
    yield "id3.wav", (blank / "a.wav").read_bytes() + b"id3 \x10\x00\x00\x00ID3\x04\x00\x00\x7f\x7f\x7f\x7fTIT2\x00\x00"
    yield "empty.mp3", b""


@pytest.mark.parametrize("out", ["a.flac", "a.mp3", "a.wav"])
def test_broken_tags_never_fail_a_render(blank, tmp_path, out):
    for name, content in broken_tags(blank):
        source = tmp_path / f"in_{name}"
        source.write_bytes(content)
        (tmp_path / out).write_bytes((blank / out).read_bytes())
        for warning in copy_tags(source, tmp_path / out):
            assert warning.code in ("tags_unreadable", "tags_not_written")
            assert f"in_{name} has tags that could not be" in warning.message
        np.testing.assert_array_equal(av_decode(tmp_path / out)[0], av_decode(blank / out)[0])
        assert source.read_bytes() == content


def test_a_source_that_went_away_is_a_warning(blank, tmp_path):
    (tmp_path / "a.flac").write_bytes((blank / "a.flac").read_bytes())
    (warning,) = copy_tags(tmp_path / "gone.mp3", tmp_path / "a.flac")
    assert warning.code == "tags_unreadable" and "it is not a file" in warning.message


@pytest.mark.parametrize("out", FILES)
def test_names_that_are_no_text_are_read(tagged, blank, tmp_path, out):
    source = os.fsencode(tmp_path) + b"/caf\xe9" + os.fsencode(out[1:])
    shutil.copy(tagged / out, source)
    (tmp_path / "b.flac").write_bytes((blank / "a.flac").read_bytes())
    assert copy_tags(source, tmp_path / "b.flac") == ()
    assert read(tmp_path / "b.flac").first("album") == "The Album"


def test_texts_that_are_no_unicode_are_mended(blank, tmp_path):
    (tmp_path / "in.flac").write_bytes((blank / "a.flac").read_bytes())
    tags = FLAC(tmp_path / "in.flac")
    tags["TITLE"], tags["ARTIST"] = ["XXXX"], ["  "]
    tags.save()
    content = (tmp_path / "in.flac").read_bytes().replace(b"TITLE=XXXX", b"TITLE=X\xff\xfeY")
    (tmp_path / "in.flac").write_bytes(content)
    for out in FILES:
        (tmp_path / out).write_bytes((blank / out).read_bytes())
        assert copy_tags(tmp_path / "in.flac", tmp_path / out) == ()
        assert read(tmp_path / out).texts["title"] == ["X\ufffd\ufffdY"]


def test_odd_numbers_go_where_they_fit(blank, tmp_path):
    (tmp_path / "in.ogg").write_bytes((blank / "a.ogg").read_bytes())
    tags = OggVorbis(tmp_path / "in.ogg")
    tags.update({"TRACKNUMBER": ["A3"], "DISCNUMBER": ["1/4"], "BPM": ["127.6"], "YEAR": ["1999"]})
    tags.save()
    for out, expected in (
        ("a.mp3", {"tracknumber": ["A3"], "discnumber": ["1"], "disctotal": ["4"], "bpm": ["127.6"], "date": ["1999"]}),
        ("a.m4a", {"discnumber": ["1"], "disctotal": ["4"], "bpm": ["128"], "date": ["1999"]}),
    ):
        (tmp_path / out).write_bytes((blank / out).read_bytes())
        assert copy_tags(tmp_path / "in.ogg", tmp_path / out) == ()
        assert read(tmp_path / out).texts == expected


def test_old_and_foreign_pictures_are_found(blank, tmp_path):
    for name in ("ape.mp3", "old.ogg", "many.mp3"):
        (tmp_path / name).write_bytes((blank / f"a{Path(name).suffix}").read_bytes())
    from mutagen.apev2 import APEv2, APEValue

    ape = APEv2()
    ape["Title"], ape["Track"] = "By APE", "4/9"
    ape["Cover Art (Front)"] = APEValue(b"cover.jpg\0" + JPEG, 1)
    ID3(tmp_path / "ape.mp3").delete(tmp_path / "ape.mp3")
    ape.save(tmp_path / "ape.mp3")
    old = OggVorbis(tmp_path / "old.ogg")
    old["COVERART"], old["METADATA_BLOCK_PICTURE"] = [base64.b64encode(PNG).decode()], ["not a picture"]
    old.save()
    many = ID3(tmp_path / "many.mp3")
    for place in range(3):
        data = JPEG + bytes([place])
        many.add(APIC(encoding=3, mime="jpg", type=3, desc=f"{place}", data=data))
    many.add(APIC(encoding=3, mime="-->", type=3, desc="link", data=b"http://example.org/a.jpg"))
    many.add(USLT(encoding=3, lang="eng", desc="x", text="words"))
    many.save()
    for name, pictures in (
        ("ape.mp3", [JPEG]),
        ("old.ogg", [PNG]),
        ("many.mp3", [JPEG + bytes([i]) for i in range(3)]),
    ):
        (tmp_path / "a.flac").write_bytes((blank / "a.flac").read_bytes())
        assert copy_tags(tmp_path / name, tmp_path / "a.flac") == ()
        file = FLAC(tmp_path / "a.flac")
        assert [picture.data for picture in file.pictures] == pictures
        assert {picture.mime for picture in file.pictures} == {"image/png" if name == "old.ogg" else "image/jpeg"}
        assert file.get("TITLE") == (["By APE"] if name == "ape.mp3" else None)
        assert file.get("LYRICS") == (["words"] if name == "many.mp3" else None)


LARGE = JPEG + bytes(17_000_000)
WEBP = b"RIFF\0\0\0\0WEBPVP8 "


@pytest.mark.parametrize(
    ("out", "data", "fits"),
    [
        ("a.wav", LARGE, True),
        ("a.mp3", LARGE, True),
        ("a.m4a", LARGE, True),
        ("a.flac", LARGE, False),
        ("a.flac", WEBP, True),
        ("a.m4a", WEBP, False),
        ("a.webm", WEBP, False),
    ],
)
def test_pictures_that_do_not_fit_are_told(blank, tmp_path, out, data, fits):
    tags = ID3()
    tags.add(TPE1(encoding=3, text=["Someone"]))
    tags.add(APIC(encoding=3, mime="image/jpeg", type=3, desc="", data=data))
    tags.save(tmp_path / "in.mp3")
    (tmp_path / out).write_bytes((blank / out).read_bytes())
    warnings = copy_tags(tmp_path / "in.mp3", tmp_path / out)
    assert [warning.message.split(" of ")[0] for warning in warnings] == ([] if fits else ["1 picture"])
    assert read(tmp_path / out).first("artist") == "Someone"
    assert [picture.data for picture in read(tmp_path / out).pictures] == ([data] if fits else [])


def test_a_disk_that_fills_up_under_the_tags_is_an_error(tagged, blank):
    with shared_data.tool("bad_inputs").full_disk(128) as folder:
        if folder is None:
            pytest.skip("no small disk can be made here")
        path = Path(folder) / "a.mp3"
        Path(folder, "ballast").write_bytes(bytes(100_000))
        with pytest.raises(OutputError, match=r"disk full: .*a.mp3"), destination(path) as name:
            Path(name).write_bytes((blank / "a.mp3").read_bytes()[:20_000])
            copy_tags(tagged / "a.flac", name)
        assert not path.exists()


def test_other_failures_to_write_are_warnings(tagged, tmp_path, monkeypatch):
    def refuse(tags, path):
        raise OSError(errno.EIO, "bad disk")

    monkeypatch.setattr(copying, "_WRITERS", {**copying._WRITERS, "mpeg": ("id3", "refuse")})
    monkeypatch.setattr("masterdesk.engine.encode.tags.id3.refuse", refuse, raising=False)
    (tmp_path / "a.mp3").write_bytes(b"\xff\xfb" + bytes(100))
    (warning,) = copy_tags(tagged / "a.flac", tmp_path / "a.mp3")
    assert warning.code == "tags_not_written" and "bad disk" in warning.message


def test_mutagen_agrees_on_what_was_written(tagged):
    easy = mutagen.File(tagged / "a.mp3", easy=True)
    assert easy["albumartist"] == ["Various"] and easy["tracknumber"] == ["3/12"]
    mp4 = MP4(tagged / "a.m4a")
    assert mp4["trkn"] == [(3, 12)] and mp4["tmpo"] == [128] and mp4["cpil"] is True
    assert mp4["covr"][0].imageformat == MP4Cover.FORMAT_JPEG
    assert OggVorbis(tagged / "a.ogg")["lyrics"] == TEXTS["lyrics"]
