"""What is opened and what is not, and in which words."""

import os
import subprocess
import sys
import time

import pytest

from masterdesk.engine.decode import libav, open_source
from masterdesk.engine.decode.libav import Window, open_container
from masterdesk.engine.errors import InputError


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("missing.wav", lambda p: None, "was not found"),
        ("folder.wav", lambda p: p.mkdir(), "is a folder"),
        ("pipe.wav", os.mkfifo, "is a pipe"),
        ("empty.wav", lambda p: p.touch(), "is empty"),
        ("loop.wav", lambda p: p.symlink_to(p), "leads back to itself"),
        ("dangling.wav", lambda p: p.symlink_to("gone.wav"), "is a link to gone.wav, which was not found"),
        ("device.wav", lambda p: p.symlink_to("/dev/zero"), "is a device"),
        ("x" * 300 + ".wav", lambda p: None, "longer than the system allows"),
    ],
)
def test_what_is_no_file_is_refused_by_name(tmp_path, name, make, words):
    path = tmp_path / name
    make(path)
    with pytest.raises(InputError) as caught:
        open_source(path)
    assert name in caught.value.what
    assert words in caught.value.what


def test_a_name_with_a_null_byte_is_an_input_error():
    with pytest.raises(InputError, match="not found"):
        open_source("a\0b.wav")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"RIFF", r"too short to hold audio \(4 bytes\)"),
        (b"#EXTM3U\n/etc/passwd\n" * 9, "a playlist"),
        (b"<!DOCTYPE html><html></html>" * 9, "a web page"),
        (b"%PDF-1.4 ..." * 9, "a PDF"),
        (b"\x89PNG\r\n\x1a\n" * 9, "a picture"),
        (b"MThd\0\0\0\6" * 9, "a MIDI file"),
        (b"PK\3\4" * 19, "a ZIP archive"),
        ("Straße\n".encode() * 900, "a text file"),
        (bytes(5000), "nothing but zeros"),
        (bytes(range(128, 250)) * 9, "not audio of a known kind"),
    ],
)
def test_what_is_no_audio_is_called_what_it_is(tmp_path, content, words):
    path = tmp_path / "song.wav"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        open_source(path)


def test_the_name_in_a_message_cannot_disturb_a_terminal(tmp_path):
    path = tmp_path / "two\nlines\x1b[31m.wav"
    path.touch()
    with pytest.raises(InputError) as caught:
        open_source(path)
    assert str(caught.value).isprintable()


def test_a_name_that_looks_like_an_address_is_a_file(copies, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("concat:a.m4a", "http:x.m4a", "-rf.m4a"):
        (tmp_path / name).write_bytes(copies("aac.m4a").read_bytes())
        assert open_source(name).format.codec == "aac"


def test_wav_needs_no_library_and_nothing_loads_what_it_does_not_need(copies):
    script = (
        "import sys\n"
        "from masterdesk.engine.decode import open_source\n"
        "list(open_source(sys.argv[1]).blocks())\n"
        "print([name for name in ('av', 'soundfile', 'scipy', 'mutagen') if name in sys.modules])\n"
    )
    command = [sys.executable, "-c", script, str(copies("pcm24.wav"))]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_playlist_given_to_its_demuxer_still_opens_nothing(copies, tmp_path):
    """Even past the sniffing of contents, no demuxer gets at a second file."""
    import av

    (tmp_path / "part.m4a").write_bytes(copies("aac.m4a").read_bytes())
    playlist = tmp_path / "list.ffconcat"
    playlist.write_text("ffconcat version 1.0\nfile part.m4a\n")
    with av.open(str(playlist), format="concat") as unguarded:
        assert next(unguarded.decode(audio=0)).samples
    with playlist.open("rb", buffering=0) as file, pytest.raises((av.error.FFmpegError, PermissionError)):
        open_container(Window(file, 0, playlist.stat().st_size), "concat", {})


def test_a_demuxer_that_never_comes_to_an_end_is_stopped(copies, monkeypatch):
    monkeypatch.setattr(libav, "PATIENCE_S", -1.0)
    with pytest.raises(InputError, match="no audio can be found"):
        open_source(copies("lame.mp3"))


@pytest.mark.parametrize(
    "filling", [b"OggS\0" * 4_000_000, b"\xff\xf8\xc9\x18\0\xc2" * 2_000_000], ids=["pages", "frames"]
)
def test_endless_false_beginnings_do_not_hold_up(copies, tmp_path, filling):
    name = "vorbis.ogg" if filling.startswith(b"Ogg") else "pcm16.flac"
    data = copies(name).read_bytes()
    path = tmp_path / name
    path.write_bytes(data[:30_000] + filling + data[30_000:])
    began = time.process_time()
    for _ in open_source(path).blocks():
        pass
    assert time.process_time() - began < 5.0
