"""Damage costs what was damaged, is told, and never turns into noise."""

import io
import struct

import numpy as np
import pytest
import shared_data
import soundfile

from masterdesk.engine.decode import open_source
from masterdesk.engine.errors import InputError

RATE = 44_100
CUT = ["pcm24.wav", "pcm24.aiff", "pcm24.flac", "vorbis.ogg", "opus.opus", "opus.webm", "lame.mp3", "aac.aac"]


def whole(source, **how):
    return np.concatenate(list(source.blocks(**how)), axis=1)


def codes(source):
    return [warning.code for warning in source.report.warnings]


def broken(copies, tmp_path, name, change):
    """A copy of a file whose bytes went through `change`."""
    path = tmp_path / name
    data = bytearray(copies(name).read_bytes())
    path.write_bytes(change(data) or data)
    return path


def zeros_at(*places, count=64):
    def change(data):
        for place in places:
            at = int(place * len(data))
            data[at : at + count] = bytes(count)

    return change


@pytest.mark.parametrize("name", ["pcm16.flac", "pcm24.flac"])
@pytest.mark.parametrize("change", [zeros_at(0.3), zeros_at(0.2, 0.5, 0.9), zeros_at(0.4, count=20_000)])
def test_damaged_flac_is_itself_or_silent(copies, tmp_path, name, change):
    good = whole(open_source(copies(name)))
    source = open_source(broken(copies, tmp_path, name, change))
    found = whole(source)
    assert found.shape == good.shape
    silent = ~found.any(axis=0)
    np.testing.assert_array_equal(found[:, ~silent], good[:, ~silent])
    assert 0 < silent.sum() == source.report.silenced_frames < 0.5 * found.shape[1]
    assert codes(source) == ["damaged"]
    assert source.report.damaged_at_s


def test_flac_with_bytes_missing_keeps_the_rest_in_its_place(copies, tmp_path):
    good = whole(open_source(copies("pcm24.flac")))

    def lose(data):
        del data[len(data) // 2 : len(data) // 2 + 30_000]

    source = open_source(broken(copies, tmp_path, "pcm24.flac", lose))
    found = whole(source)
    assert found.shape == good.shape
    np.testing.assert_array_equal(found[:, -20_000:], good[:, -20_000:])
    assert codes(source) == ["damaged"]
    start = good.shape[1] - 5000
    np.testing.assert_array_equal(whole(source, start=start), good[:, start:])


def test_flac_with_rubbish_before_and_behind_is_read(copies, tmp_path):
    good = whole(open_source(copies("pcm16.flac")))
    tag = b"ID3\4\0\0\0\0\0\x14" + bytes(20)
    path = broken(copies, tmp_path, "pcm16.flac", lambda data: tag + bytes(data) + b"TAG" + b"x" * 125)
    np.testing.assert_array_equal(whole(open_source(path)), good)


def test_flac_with_a_false_header_is_played_at_the_speed_of_its_frames(copies, tmp_path):
    def lie(data):
        data[18] ^= 0x10  # in the sample rate of STREAMINFO

    source = open_source(broken(copies, tmp_path, "pcm16.flac", lie))
    assert source.format.sample_rate == RATE
    np.testing.assert_array_equal(whole(source), whole(open_source(copies("pcm16.flac"))))
    assert "header_repaired" in codes(source)


@pytest.mark.parametrize("share", [0.35, 0.8, 0.999])
@pytest.mark.parametrize("name", CUT)
def test_a_cut_file_gives_its_beginning_and_says_so(copies, tmp_path, name, share):
    good = whole(open_source(copies(name)))

    def cut(data):
        del data[int(share * len(data)) :]

    source = open_source(broken(copies, tmp_path, name, cut))
    found = whole(source)
    assert 0.6 * share * good.shape[1] < found.shape[1] <= good.shape[1]
    same = found.shape[1] - 1200  # the last packet lacks what it would have overlapped with
    np.testing.assert_allclose(found[:, :same], good[:, :same], atol=1e-6)
    assert "cut_short" in codes(source)
    assert source.format.frames in (found.shape[1], None)


@pytest.mark.parametrize("name", ["vorbis.ogg", "opus.opus"])
def test_a_damaged_ogg_page_is_left_out_and_what_follows_stays_in_its_place(copies, tmp_path, name):
    good = whole(open_source(copies(name)))

    def hit(data):
        pages = [at for at in range(len(data)) if data[at : at + 4] == b"OggS"]
        at = pages[len(pages) // 2]
        data[at + 200] ^= 0xFF

    source = open_source(broken(copies, tmp_path, name, hit))
    found = whole(source)
    assert "damaged" in codes(source)
    assert source.report.silenced_frames > 0
    assert found.shape == good.shape
    assert np.abs(found).max() < 1.5 * np.abs(good).max()
    np.testing.assert_allclose(found[:, -2000:], good[:, -2000:], atol=0.02)


def test_recordings_in_a_row_give_the_first_and_a_warning(copies, tmp_path, sound):
    other = io.BytesIO()
    soundfile.write(other, sound[:40_000], 48_000, format="OGG", subtype="VORBIS")
    good = whole(open_source(copies("vorbis.ogg")))
    source = open_source(broken(copies, tmp_path, "vorbis.ogg", lambda data: bytes(data) + other.getvalue()))
    np.testing.assert_array_equal(whole(source), good)
    assert codes(source) == ["chained"]


def test_mp3_of_two_rates_stops_at_the_change(sound, tmp_path):
    tool = shared_data.tool("bad_inputs")
    bare = {"container_options": {"write_xing": "0", "id3v2_version": "0"}}
    parts = [tool.encode(sound[:60_000], rate, "libmp3lame", "mp3", 128, **bare) for rate in (44_100, 48_000)]
    path = tmp_path / "two.mp3"
    path.write_bytes(b"".join(parts))
    source = open_source(path)
    assert abs(whole(source).shape[1] - 60_000) < 3 * 1152
    assert codes(source) == ["format_changes"]
    assert "48,000 Hz" in source.report.warnings[0].message


def test_joined_mp3_files_are_read_to_the_end(copies, tmp_path):
    good = whole(open_source(copies("lame.mp3")))
    source = open_source(broken(copies, tmp_path, "lame.mp3", lambda data: bytes(data) * 2))
    found = whole(source)
    assert abs(found.shape[1] - 2 * good.shape[1]) < 5000
    np.testing.assert_array_equal(found[:, : good.shape[1]], good)
    assert source.format.frames is None


@pytest.mark.parametrize("frames", [44_033, 44_100, 45_251, 1025])
@pytest.mark.parametrize("movie_clock", ["600", "1000", "44100"])
def test_aac_in_m4a_is_exact_however_coarse_the_movie_clock(sound, tmp_path, frames, movie_clock):
    tool = shared_data.tool("bad_inputs")
    path = tmp_path / "a.m4a"
    options = {"movie_timescale": movie_clock}
    path.write_bytes(tool.encode(sound[:frames], RATE, "aac", "m4a", 192, container_options=options))
    source = open_source(path)
    assert source.format.frames == frames
    assert whole(source).shape[1] == frames


def test_the_gapless_note_of_itunes_is_followed(copies, tmp_path):
    """An M4A without an edit list whose tags tell encoder delay and length."""
    data = bytearray(copies("aac.m4a").read_bytes())
    at = data.index(b"edts")
    data[at : at + 4] = b"free"
    good = whole(open_source(copies("aac.m4a")))
    text = b" 00000000 00000400 00000000 %016X" % (good.shape[1] - 100)
    note = _box(b"----", _box(b"mean", b"\0\0\0\0com.apple.iTunes") + _box(b"name", b"\0\0\0\0iTunSMPB")
                + _box(b"data", b"\0\0\0\1\0\0\0\0" + text))  # fmt: skip
    tags = _box(b"udta", _box(b"meta", b"\0\0\0\0" + _box(b"ilst", note)))
    data[data.index(b"udta") : data.index(b"udta") + 4] = b"free"
    moov = data.index(b"moov") - 4
    size = struct.unpack_from(">I", data, moov)[0]
    assert moov + size == len(data)
    struct.pack_into(">I", data, moov, size + len(tags))
    path = tmp_path / "itunes.m4a"
    path.write_bytes(bytes(data) + tags)
    source = open_source(path)
    assert source.format.frames == good.shape[1] - 100
    np.testing.assert_array_equal(whole(source), good[:, :-100])


def _box(name, body):
    return struct.pack(">I", 8 + len(body)) + name + body


def test_a_file_that_changes_between_two_passes_is_refused(copies, tmp_path):
    path = broken(copies, tmp_path, "pcm16.wav", lambda data: None)
    source = open_source(path)
    whole(source)
    with path.open("ab") as file:
        file.write(b"more")
    with pytest.raises(InputError, match=r"pcm16\.wav was changed"):
        whole(source)


def test_a_file_that_shrinks_during_a_pass_is_refused(copies, tmp_path):
    path = broken(copies, tmp_path, "pcm24.wav", lambda data: None)
    blocks = open_source(path).blocks(block_frames=16_384)
    next(blocks)
    with path.open("r+b") as file:
        file.truncate(300_000)
    with pytest.raises(InputError, match="was changed"):
        list(blocks)
