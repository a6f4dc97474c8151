"""Every kind of file: the right length, in its place, and the same samples however they are asked for."""

import shutil
import subprocess
import threading

import numpy as np
import pytest
import shared_data
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masterdesk.engine.decode import open_source

RATE = 44_100
LOSSLESS_BITS = {
    "pcm16.wav": 16, "pcm24.wav": 24, "pcm32.wav": 32, "float.wav": 24, "double.wav": 52, "u8.wav": 8,
    "pcm24.rf64": 24, "pcm24.w64": 24, "pcm16.aiff": 16, "pcm24.aiff": 24, "s8.aiff": 8, "float.aifc": 24,
    "sowt.aifc": 16, "pcm24.caf": 24, "little.caf": 24, "pcm32.au": 32, "pcm16.flac": 16, "pcm24.flac": 24,
    "flac.oga": 16, "flac.mka": 16, "alac16.m4a": 16, "alac24.m4a": 24,
}  # fmt: skip
LOSSY = ["vorbis.ogg", "aac.m4a", "video.mp4", "lame.mp3", "opus.opus", "opus.webm"]
READ_BY_OTHERS = [
    "pcm16.wav", "pcm24.wav", "pcm32.wav", "float.wav", "double.wav", "ulaw.wav", "alaw.wav", "u8.wav", "pcm24.aiff",
    "pcm16.flac", "pcm24.flac",
]  # fmt: skip
EVERY = [*LOSSLESS_BITS, *LOSSY, "ulaw.wav", "alaw.wav", "aac.aac"]
MUSIC = ["aiff", "flac", "m4a", "mp3", "opus", "webm"]

FORMATS = {
    "pcm16.wav": ("wav", "pcm_s16le", 16), "pcm24.rf64": ("rf64", "pcm_s24le", 24),
    "pcm24.w64": ("w64", "pcm_s24le", 24),
    "float.wav": ("wav", "pcm_f32le", 32), "double.wav": ("wav", "pcm_f64le", 64), "u8.wav": ("wav", "pcm_u8", 8),
    "ulaw.wav": ("wav", "pcm_mulaw", 8), "alaw.wav": ("wav", "pcm_alaw", 8), "pcm24.aiff": ("aiff", "pcm_s24be", 24),
    "s8.aiff": ("aiff", "pcm_s8", 8), "float.aifc": ("aiff", "pcm_f32be", 32), "sowt.aifc": ("aiff", "pcm_s16le", 16),
    "pcm24.caf": ("caf", "pcm_s24be", 24), "little.caf": ("caf", "pcm_f32le", 32), "pcm32.au": ("au", "pcm_s32be", 32),
    "pcm24.flac": ("flac", "flac", 24), "flac.oga": ("ogg", "flac", 16), "flac.mka": ("mka", "flac", 16),
    "alac16.m4a": ("m4a", "alac", 16), "alac24.m4a": ("m4a", "alac", 24), "vorbis.ogg": ("ogg", "vorbis", None),
    "aac.m4a": ("m4a", "aac", None), "aac.aac": ("aac", "aac", None), "video.mp4": ("mp4", "aac", None),
    "lame.mp3": ("mp3", "mp3", None), "opus.opus": ("opus", "opus", None), "opus.webm": ("webm", "opus", None),
}  # fmt: skip


def whole(source, **how):
    return np.concatenate(list(source.blocks(**how)), axis=1)


@pytest.mark.parametrize("name", FORMATS)
def test_the_format_is_told(copies, name):
    found = open_source(copies(name)).format
    assert (found.container, found.codec, found.bit_depth) == FORMATS[name]
    assert found.channels == 2
    assert found.channel_order == "FL+FR"
    assert found.size == copies(name).stat().st_size
    assert found.sample_rate == (48_000 if "opus" in name else RATE)


@pytest.mark.parametrize("name", LOSSLESS_BITS)
def test_lossless_copies_give_the_samples_that_were_stored(copies, sound, name):
    source = open_source(copies(name))
    assert source.format.frames in (len(sound), None)
    decoded = whole(source, dtype=np.float64)
    assert decoded.shape == (2, len(sound))
    step = 2.0 ** (1 - LOSSLESS_BITS[name])
    assert np.abs(decoded - sound.T).max() <= 1.01 * step
    if LOSSLESS_BITS[name] <= 32 and not source.format.is_float:
        assert np.all(decoded % step == 0.0)


@pytest.mark.parametrize("name", READ_BY_OTHERS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_lossless_copies_agree_with_another_reader_to_the_bit(copies, name, dtype):
    expected, _ = soundfile.read(copies(name), dtype=np.dtype(dtype).name, always_2d=True)
    np.testing.assert_array_equal(whole(open_source(copies(name)), dtype=dtype), expected.T)


@pytest.mark.parametrize("name", LOSSY)
def test_lossy_copies_have_the_length_of_the_original_and_lie_where_it_lay(copies, sound, name):
    source = open_source(copies(name))
    decoded = whole(source)
    assert decoded.shape[1] == len(sound)
    assert source.format.frames in (len(sound), None)
    error = decoded - sound.T
    assert np.sqrt(np.mean(error**2)) < 0.1 * np.sqrt(np.mean(sound**2)), "shifted, or another signal"


@pytest.mark.parametrize("name", EVERY)
def test_what_is_read_does_not_depend_on_how_it_is_read(copies, name):
    source = open_source(copies(name))
    reference = whole(source)
    assert reference.dtype == np.float32
    for block_frames in (1009, 4096, 65_536, 10_000_000):
        blocks = list(source.blocks(block_frames=block_frames))
        assert all(block.flags.c_contiguous and block.flags.writeable for block in blocks)
        assert all(block.shape[1] == block_frames for block in blocks[:-1])
        np.testing.assert_array_equal(np.concatenate(blocks, axis=1), reference)


@pytest.mark.parametrize("name", EVERY)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_slice_is_the_slice_of_the_whole(copies, name, data):
    source = open_source(copies(name))
    reference = whole(source)
    start = data.draw(st.integers(0, reference.shape[1] + 10))
    stop = data.draw(st.none() | st.integers(start, reference.shape[1] + 5000))
    blocks = list(source.blocks(start, stop, block_frames=data.draw(st.sampled_from((777, 30_000)))))
    found = np.concatenate(blocks, axis=1) if blocks else np.empty((2, 0), np.float32)
    np.testing.assert_array_equal(found, reference[:, start:stop])


@pytest.mark.parametrize("name", ["pcm24.wav", "pcm24.flac", "vorbis.ogg", "lame.mp3", "aac.m4a", "opus.webm"])
def test_two_passes_at_once_do_not_disturb_each_other(copies, name):
    source = open_source(copies(name))
    reference = whole(source)
    found = {}

    def read(key, block_frames):
        found[key] = whole(source, block_frames=block_frames)

    threads = [threading.Thread(target=read, args=(k, size)) for k, size in enumerate((997, 8192, 65_536))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    for decoded in found.values():
        np.testing.assert_array_equal(decoded, reference)


def test_an_abandoned_pass_leaves_the_source_usable(copies):
    source = open_source(copies("pcm24.flac"))
    blocks = source.blocks(block_frames=1000)
    next(blocks)
    blocks.close()
    assert not source.report.complete
    whole(source)
    assert source.report.complete
    assert source.report.frames == source.format.frames
    assert source.report.warnings == ()


@pytest.mark.parametrize("arguments", [{"start": -1}, {"start": 5, "stop": 4}, {"block_frames": 0}])
def test_impossible_ranges_are_refused_at_once(copies, arguments):
    with pytest.raises(ValueError, match="no such frames"):
        open_source(copies("pcm16.wav")).blocks(**arguments)


def ffmpeg_decode(path, channels):
    if not shutil.which("ffmpeg"):
        pytest.skip("no ffmpeg to compare with")
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:a:0", "-f", "f32le", "-c:a", "pcm_f32le", "-"]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(data, np.float32).reshape(-1, channels).T


@pytest.mark.parametrize("name", [*LOSSLESS_BITS, *LOSSY])
def test_ffmpeg_decodes_the_same_from_the_same_first_sample(copies, name):
    decoded = whole(open_source(copies(name)))
    expected = ffmpeg_decode(copies(name), 2)
    # ffmpeg keeps the padding of the last AAC frame and of some last Vorbis pages.
    assert 0 <= expected.shape[1] - decoded.shape[1] < 2048
    np.testing.assert_allclose(decoded, expected[:, : decoded.shape[1]], atol=1e-6)


@pytest.mark.music
@pytest.mark.parametrize("kind", MUSIC)
def test_real_music_has_one_length_in_every_format(kind):
    original = open_source(shared_data.track("acoustic/minstrels.ogg")).format
    source = open_source(shared_data.track(f"formats/minstrels.{kind}"))
    frames = sum(block.shape[1] for block in source.blocks())
    assert source.report.warnings == ()
    assert source.format.frames in (frames, None)
    assert abs(frames - original.frames * source.format.sample_rate / original.sample_rate) < 1.0


@pytest.mark.music
@pytest.mark.parametrize("kind", MUSIC)
def test_real_music_lies_where_ffmpeg_puts_it(kind):
    path = shared_data.track(f"formats/minstrels.{kind}")
    expected = ffmpeg_decode(path, 2)
    source = open_source(path)
    at = 0
    for block in source.blocks():
        np.testing.assert_allclose(block, expected[:, at : at + block.shape[1]], atol=1e-6)
        at += block.shape[1]
    assert 0 <= expected.shape[1] - at < 2048


@pytest.mark.music
@pytest.mark.parametrize("name", [*(f"formats/minstrels.{kind}" for kind in MUSIC), "formats/nebula_96k24.wav",
                                  "acoustic/minstrels.ogg", "game/time_to_strike.mp3"])  # fmt: skip
def test_previews_of_real_music_are_slices_of_it(name):
    source = open_source(shared_data.track(name))
    reference = whole(source, stop=4_000_000)
    for start, length in ((0, 100), (1, 70_000), (1_234_567, 1_000), (2_000_000, 1_323_000)):
        found = whole(source, start=start, stop=start + length)
        np.testing.assert_array_equal(found, reference[:, start : start + length])


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("subtype", ["FLOAT", "DOUBLE", "PCM_16", "PCM_24", "PCM_32", "ULAW"])
def test_a_block_stays_what_it_is_while_the_next_are_read(subtype, channels, tmp_path):
    signal = np.random.default_rng(5).uniform(-0.5, 0.5, (400_000, channels))
    soundfile.write(tmp_path / "a.wav", signal, RATE, subtype=subtype)
    expected = soundfile.read(tmp_path / "a.wav", dtype="float32", always_2d=True)[0].T
    blocks = list(open_source(tmp_path / "a.wav").blocks())
    assert len(blocks) > 2
    np.testing.assert_array_equal(np.concatenate(blocks, axis=1), expected)
