import pytest
from engine.encode.support import delivery, source_format

from masterdesk.engine.encode import container_suffix, open_writer
from masterdesk.engine.errors import SettingsError
from masterdesk.engine.types.delivery import Delivery


def short(how):
    return how.container, how.codec, how.sample_rate, how.bit_depth, how.bit_rate_kbps, how.dither


def test_a_master_has_the_sources_container_rate_and_depth():
    assert delivery("master") == Delivery("wav", "pcm_s24le", 44100, 2, 24, False, None, "tpdf")
    mono = source_format("aiff", "pcm_s16be", 16, 96000, 1)
    assert delivery("master", mono) == Delivery("aiff", "pcm_s16be", 96000, 1, 16, False, None, "tpdf")
    mp3 = source_format("mp3", "mp3", None, 44100, bit_rate=192)
    assert delivery("master", mp3) == Delivery("mp3", "mp3", 44100, 2, None, False, 320, "none")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (("rf64", "pcm_s24le", 24), ("wav", "pcm_s24le")),
        (("w64", "pcm_f32le", 32), ("wav", "pcm_f32le")),
        (("caf", "pcm_s16be", 16), ("wav", "pcm_s16le")),
        (("caf", "alac", 24), ("m4a", "alac")),
        (("m4a", "alac", 16), ("m4a", "alac")),
        (("m4a", "aac", None), ("m4a", "aac")),
        (("mov", "aac", None), ("m4a", "aac")),
        (("aac", "aac", None), ("m4a", "aac")),
        (("mkv", "mp3", None), ("mp3", "mp3")),
        (("wavpack", "wavpack", 24), ("flac", "flac")),
        (("asf", "wmav2", None), ("m4a", "aac")),
        (("ogg", "opus", None), ("opus", "opus")),
        (("ogg", "flac", 16), ("flac", "flac")),
        (("ogg", "vorbis", None), ("ogg", "vorbis")),
        (("webm", "vorbis", None), ("webm", "opus")),
        (("wav", "pcm_mulaw", None), ("wav", "pcm_s24le")),
    ],
)
def test_a_source_that_cannot_be_written_falls_to_the_nearest(source, expected):
    how = delivery("master", source_format(*source))
    assert (how.container, how.codec) == expected


@pytest.mark.parametrize(
    ("out", "container"),
    [
        ("a.wav", "wav"),
        ("a.WAVE", "wav"),
        ("a.aif", "aiff"),
        ("a.aifc", "aiff"),
        ("a.flac", "flac"),
        ("a.Mp3", "mp3"),
        ("a.m4a", "m4a"),
        ("a.m4b", "m4a"),
        ("a.ogg", "ogg"),
        ("a.oga", "ogg"),
        ("a.opus", "opus"),
        ("a.webm", "webm"),
        ("a v1.2", "flac"),
        (b"caf\xe9.ogg", "ogg"),
    ],
)
def test_the_name_of_the_output_decides(out, container):
    assert delivery(out, source_format("flac", "flac", 24)).container == container


def test_the_format_asked_for_goes_before_the_name():
    assert delivery("a.wav", container="flac").codec == "flac"
    assert delivery("a.ogg", container="opus").container == "opus"


@pytest.mark.parametrize(
    ("depth", "codec", "expected"),
    [
        (8, "pcm_u8", ("pcm_s16le", "flac", "aac")),
        (16, "pcm_s16le", ("pcm_s16le", "flac", "aac")),
        (20, "pcm_s24le", ("pcm_s24le", "flac", "aac")),
        (32, "pcm_s32le", ("pcm_s32le", "flac", "aac")),
        (32, "pcm_f32le", ("pcm_f32le", "flac", "aac")),
        (64, "pcm_f64le", ("pcm_f32le", "flac", "aac")),
    ],
)
def test_depth_is_the_sources_as_far_as_the_codec_holds_it(depth, codec, expected):
    source = source_format("wav", codec, depth)
    assert tuple(delivery(out, source).codec for out in ("a.wav", "a.flac", "a.m4a")) == expected
    assert delivery("a.flac", source).bit_depth == (16 if depth <= 16 else 24)
    assert delivery("a.m4a", source).bit_depth is None


@pytest.mark.parametrize(
    ("out", "rates"),
    [
        ("a.mp3", {44100: 44100, 48000: 48000, 88200: 44100, 96000: 48000, 192000: 48000, 37800: 44100, 7350: 8000}),
        ("a.m4a", {44100: 44100, 96000: 48000, 176400: 44100, 64000: 48000}),
        ("a.ogg", {96000: 48000, 37800: 37800, 22050: 22050}),
        ("a.opus", {44100: 48000, 48000: 48000, 8000: 48000}),
        ("a.webm", {44100: 48000}),
        ("a.wav", {7350: 8000, 37800: 37800, 384000: 384000, 768000: 384000}),
        ("a.flac", {192000: 192000}),
    ],
)
def test_rate_is_the_sources_or_the_nearest_that_loses_least(out, rates):
    assert {rate: delivery(out, source_format(sample_rate=rate)).sample_rate for rate in rates} == rates


def test_a_rate_that_was_asked_is_kept_where_the_codec_has_it():
    assert delivery("a.m4a", source_format(sample_rate=96000), sample_rate=96000).sample_rate == 96000
    assert delivery("a.m4a", source_format("m4a", "aac", None, 96000)).sample_rate == 96000
    assert delivery("a.wav", sample_rate=48000).sample_rate == 48000


def test_m4a_carries_alac_where_a_depth_is_asked():
    assert short(delivery("a.m4a", bit_depth="16")) == ("m4a", "alac", 44100, 16, None, "tpdf")
    assert short(delivery("a.m4a")) == ("m4a", "aac", 44100, None, 256, "none")
    alac = source_format("m4a", "alac", 24)
    assert short(delivery("a.m4a", alac, bit_rate_kbps=192)) == ("m4a", "aac", 44100, None, 192, "none")


@pytest.mark.parametrize(
    ("out", "channels", "source", "kbps"),
    [
        ("a.mp3", 2, {}, 320),
        ("a.mp3", 1, {}, 160),
        ("a.mp3", 2, {"sample_rate": 22050}, 160),
        ("a.m4a", 2, {}, 256),
        ("a.m4a", 1, {}, 128),
        ("a.m4a", 1, {"sample_rate": 8000}, 48),
        ("a.m4a", 2, {"codec": "aac", "bit_depth": None, "bit_rate": 317}, 317),
        ("a.mp3", 1, {"codec": "mp3", "bit_depth": None, "bit_rate": 250}, 256),
        ("a.opus", 2, {"codec": "opus", "bit_depth": None, "bit_rate": 64}, 192),
        ("a.opus", 2, {"codec": "opus", "bit_depth": None, "bit_rate": 900}, 510),
        ("a.ogg", 2, {}, 256),
    ],
)
def test_bit_rates_default_to_good_ones(out, channels, source, kbps):
    assert delivery(out, source_format(channels=channels, **source)).bit_rate_kbps == kbps


def test_only_shorter_words_get_dither():
    assert delivery(dither="shaped").dither == "shaped"
    assert delivery(dither="none").dither == "none"
    for asked in ({"bit_depth": "32"}, {"bit_depth": "32f"}):
        assert delivery(dither="tpdf", **asked).dither == "none"
    assert delivery("a.mp3", dither="tpdf").dither == "none"


@pytest.mark.parametrize(
    ("out", "asked", "message"),
    [
        ("a.mp3", {"sample_rate": 96000}, "mp3 cannot have a sample rate of 96000 Hz.*48000"),
        ("a.opus", {"sample_rate": 44100}, "opus cannot have a sample rate of 44100 Hz.*48000"),
        ("a.wav", {"sample_rate": 1_000_000}, "use 8000 to 384000 Hz"),
        ("a.ogg", {"sample_rate": 384000}, "use 8000 to 192000 Hz"),
        ("a.opus", {"bit_depth": "16"}, "opus is a lossy codec and has no bit depth"),
        ("a.flac", {"bit_depth": "32f"}, "flac cannot have a bit depth of 32f.*16 or 24"),
        ("a.m4a", {"bit_depth": "32"}, "alac cannot have a bit depth of 32"),
        ("a.m4a", {"bit_depth": "16", "bit_rate_kbps": 256}, "at once"),
        ("a.wav", {"bit_rate_kbps": 320}, "lossless and has no bit rate"),
        ("a.mp3", {"bit_rate_kbps": 300}, r"use 32 to 320 kbit/s \(32, "),
        ("a.opus", {"bit_rate_kbps": 600}, "use 12 to 510"),
        ("a.wav", {"bit_depth": "20"}, "unknown bit depth '20': use 16, 24, 32 or 32f"),
        ("a.wav", {"container": "wma"}, "unknown format 'wma'"),
        ("a.wav", {"dither": "rect"}, "unknown dither"),
        ("a.wma", {}, "a.wma: files of the kind .wma cannot be written"),
        ("a.caf", {}, "another ending"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(out, asked, message):
    with pytest.raises(SettingsError, match=message):
        delivery(out, **asked)


def test_lossy_files_hold_mono_or_stereo():
    for out in ("a.mp3", "a.m4a", "a.ogg", "a.opus", "a.webm"):
        with pytest.raises(SettingsError, match="choose wav, aiff or flac"):
            delivery(out, source_format(channels=6))
    assert delivery("a.wav", source_format(channels=6)).channels == 6


def test_every_choice_can_be_written(tmp_path):
    for rate in (8000, 37800, 44100, 88200, 192000):
        for out in ("a.wav", "a.aiff", "a.flac", "a.mp3", "a.m4a", "a.ogg", "a.opus", "a.webm"):
            for channels in (1, 2):
                how = delivery(out, source_format(sample_rate=rate, channels=channels))
                with open_writer(str(tmp_path / out), how, 0, 1):
                    pass
                assert container_suffix(how.container) == (tmp_path / out).suffix
