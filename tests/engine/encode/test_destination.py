import errno
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import shared_data
from engine.encode.support import delivery, noise, write

from masterdesk.engine.encode import check_destination, destination, part, room
from masterdesk.engine.errors import InputError, OutputError, SettingsError

NEW, OLD = b"new content", b"old content"


@pytest.fixture(params=["unnamed", "hidden", "copied"])
def kind(request, monkeypatch):
    """Where the unfinished file lies: without a name (Linux), hidden beside its place, unnamed but not to be linked."""
    if request.param == "hidden":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    elif not hasattr(os, "O_TMPFILE"):
        pytest.skip("no unnamed files on this system")
    if request.param == "copied":
        real = os.link

        def link(source, target, **options):
            if str(source).startswith("/proc"):
                raise OSError(errno.EXDEV, "no links here")
            return real(source, target, **options)

        monkeypatch.setattr(os, "link", link)
    return request.param


def put(path, content=NEW, overwrite=False, sources=()):
    with destination(path, overwrite, sources) as name:
        Path(name).write_bytes(content)


def names(folder):
    return sorted(entry.name for entry in Path(folder).iterdir())


def refusal(path, overwrite=False, sources=()):
    """What both doors say; they must agree."""
    with pytest.raises(OutputError) as checked:
        check_destination(path, overwrite, sources)
    with pytest.raises(OutputError) as opened, destination(path, overwrite, sources):
        pytest.fail("the block must not run")
    assert str(checked.value) == str(opened.value)
    return str(checked.value)


def test_a_new_file_appears_whole(tmp_path, kind):
    with destination(tmp_path / "a.wav") as name:
        Path(name).write_bytes(NEW)
        assert not (tmp_path / "a.wav").exists()
        assert bool(names(tmp_path)) == (kind == "hidden")
    assert (tmp_path / "a.wav").read_bytes() == NEW
    assert names(tmp_path) == ["a.wav"]


def test_permissions_follow_the_umask_or_the_old_file(tmp_path, kind):
    old_mask = os.umask(0o027)
    try:
        put(tmp_path / "a.wav")
        (tmp_path / "b.wav").write_bytes(OLD)
        (tmp_path / "b.wav").chmod(0o664)
        put(tmp_path / "b.wav", overwrite=True)
    finally:
        os.umask(old_mask)
    assert stat.S_IMODE((tmp_path / "a.wav").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "b.wav").stat().st_mode) == 0o664
    assert (tmp_path / "b.wav").read_bytes() == NEW


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_file_and_no_litter(tmp_path, kind, failure):
    (tmp_path / "a.wav").write_bytes(OLD)
    with pytest.raises(failure), destination(tmp_path / "a.wav", overwrite=True) as name:
        Path(name).write_bytes(NEW)
        raise failure
    assert (tmp_path / "a.wav").read_bytes() == OLD
    assert names(tmp_path) == ["a.wav"]


def test_an_existing_file_is_kept_unless_overwriting_is_allowed(tmp_path, kind):
    (tmp_path / "a.wav").write_bytes(OLD)
    assert "exists already: choose another name, or allow overwriting" in refusal(tmp_path / "a.wav")
    put(tmp_path / "a.wav", overwrite=True)
    assert (tmp_path / "a.wav").read_bytes() == NEW


def test_of_two_jobs_to_one_name_the_later_is_refused(tmp_path, kind):
    with pytest.raises(OutputError, match="exists already"), destination(tmp_path / "a.wav") as first:
        Path(first).write_bytes(NEW)
        put(tmp_path / "a.wav", OLD)
    assert (tmp_path / "a.wav").read_bytes() == OLD
    assert names(tmp_path) == ["a.wav"]


def test_many_jobs_to_one_name_never_mix(tmp_path, kind):
    start = threading.Barrier(8)

    def job(number):
        start.wait()
        put(tmp_path / "a.wav", bytes([number]) * 100_000, overwrite=True)

    threads = [threading.Thread(target=job, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    content = (tmp_path / "a.wav").read_bytes()
    assert len(content) == 100_000 and len(set(content)) == 1
    assert names(tmp_path) == ["a.wav"]


def test_a_disk_without_hard_links_keeps_the_promise(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)

    def link(*_, **__):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", link)
    put(tmp_path / "a.wav")
    assert (tmp_path / "a.wav").read_bytes() == NEW
    with pytest.raises(OutputError, match="exists already"), destination(tmp_path / "b.wav") as name:
        Path(name).write_bytes(NEW)
        (tmp_path / "b.wav").write_bytes(OLD)
    assert (tmp_path / "b.wav").read_bytes() == OLD
    assert names(tmp_path) == ["a.wav", "b.wav"]


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files without a name are Linux's")
def test_killing_the_process_leaves_the_old_file_and_no_litter(tmp_path):
    (tmp_path / "a.wav").write_bytes(OLD)
    script = """
import sys, time
from pathlib import Path
from masterdesk.engine.encode import destination
with destination(sys.argv[1], overwrite=True) as name:
    Path(name).write_bytes(b"half")
    print("writing", flush=True)
    time.sleep(60)
"""
    command = [sys.executable, "-c", script, tmp_path / "a.wav"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": ":".join(sys.path)}) as job:
        assert job.stdout.readline() == b"writing\n"
        job.send_signal(signal.SIGKILL)
    assert (tmp_path / "a.wav").read_bytes() == OLD
    assert names(tmp_path) == ["a.wav"]


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_source_is_never_written_to(tmp_path, overwrite):
    source = tmp_path / "source.wav"
    source.write_bytes(OLD)
    (tmp_path / "soft.wav").symlink_to(source)
    os.link(source, tmp_path / "hard.wav")
    (tmp_path / "dir").mkdir()
    for name in ("source.wav", "dir/../source.wav", "soft.wav", "hard.wav"):
        assert f"{name} is the source itself" in refusal(tmp_path / name, overwrite, ["/nowhere", source])
    assert source.read_bytes() == OLD


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link.wav").symlink_to("real/a.wav")
    put(tmp_path / "link.wav")
    put(tmp_path / "link.wav", OLD, overwrite=True)
    assert (tmp_path / "link.wav").is_symlink()
    assert (tmp_path / "real" / "a.wav").read_bytes() == OLD
    assert names(tmp_path / "real") == ["a.wav"]


def test_what_is_not_a_file_is_refused(tmp_path):
    (tmp_path / "folder.wav").mkdir()
    os.mkfifo(tmp_path / "pipe.wav")
    (tmp_path / "loop.wav").symlink_to("loop.wav")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "door.wav"))
        assert "is a socket" in refusal(tmp_path / "door.wav", True)
    assert "is a folder" in refusal(tmp_path / "folder.wav", True)
    assert "is a folder" in refusal(f"{tmp_path}/new.wav/", True)
    assert "is a folder" in refusal(tmp_path / "..", True)
    assert "is a pipe" in refusal(tmp_path / "pipe.wav", True)
    assert "leads back to itself" in refusal(tmp_path / "loop.wav", True)
    assert "/dev/full is a device" in refusal("/dev/full", True)
    assert "is no file name" in refusal("", True)
    assert "is no file name" in refusal("a\0b.wav", True)


def test_a_folder_that_cannot_take_it_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(OLD)
    assert f"there is no folder {tmp_path}/nope: make it first" in refusal(tmp_path / "nope" / "x.wav")
    assert "is not a folder" in refusal(tmp_path / "file" / "x.wav")


def test_a_read_only_folder_is_refused():
    with shared_data.tool("bad_inputs").read_only_dir() as folder:
        if os.access(folder, os.W_OK):
            pytest.skip("nothing is read-only to this user")
        message = refusal(Path(folder) / "x.wav")
        assert "is read-only" in message or "may not write" in message
        assert names(folder) == []


def test_a_write_protected_file_is_kept(tmp_path):
    (tmp_path / "a.wav").write_bytes(OLD)
    (tmp_path / "a.wav").chmod(0o444)
    if os.access(tmp_path / "a.wav", os.W_OK):
        pytest.skip("nothing is write-protected from this user")
    assert "write-protected" in refusal(tmp_path / "a.wav", True)


@pytest.mark.parametrize("name", ["a" * 260 + ".wav", "\N{BLACK HEART SUIT}" * 90 + ".wav"])
def test_a_name_that_is_too_long_is_refused(tmp_path, name):
    assert "the name is too long" in refusal(tmp_path / name)
    assert "too long" in refusal(tmp_path / ("d" * 250) / ("d" * 250) / ("/".join(["e" * 250] * 20)) / "a.wav")


@pytest.mark.parametrize(
    "name", ["a" * 251 + ".wav", "\N{BLACK HEART SUIT}" * 83 + ".wav", b"caf\xe9.wav", " .wav", "-"]
)
def test_the_longest_and_strangest_names_work(tmp_path, name, kind):
    put(os.fsencode(tmp_path) + b"/" + os.fsencode(name))
    assert names(tmp_path) == [os.fsdecode(name)]


def test_a_name_without_a_folder_is_in_the_current_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put("a.wav")
    assert (tmp_path / "a.wav").read_bytes() == NEW


def test_a_folder_that_vanishes_is_told(tmp_path, kind):
    folder = tmp_path / "gone"
    folder.mkdir()
    with pytest.raises(OutputError, match=r"there is no folder .*gone"), destination(folder / "a.wav") as name:
        Path(name).write_bytes(NEW)
        for litter in folder.iterdir():
            litter.unlink()
        folder.rmdir()
    assert names(tmp_path) == []


AUDIO = noise(200_000)


def render(path, how):
    with destination(path, overwrite=True) as name:
        write(name, AUDIO, how)


@pytest.mark.parametrize("out", ["a.wav", "a.aiff", "a.flac", "a.mp3", "a.m4a", "l.m4a", "a.ogg", "a.opus", "a.webm"])
@pytest.mark.parametrize("limit", ["full disk", "size limit"])
def test_a_full_disk_is_told_with_path_and_need(tmp_path, out, limit, capfd, monkeypatch):
    how = delivery(out, bit_depth="24" if out == "l.m4a" else None)
    # What the disk would tell beforehand is left out, so that it is met while writing.
    monkeypatch.setattr(room.shutil, "disk_usage", lambda path: (0, 0, 0))
    tools = shared_data.tool("bad_inputs")
    with tools.full_disk(64) if limit == "full disk" else no_room_beyond(tools, tmp_path) as folder:
        if folder is None:
            pytest.skip("no small disk can be made here")
        path = Path(folder) / out
        path.write_bytes(OLD)
        with pytest.raises(OutputError, match=rf"disk full: {path} needs [\d,]+ bytes: make room"):
            render(path, how)
        assert path.read_bytes() == OLD
        assert names(folder) == [out]
    assert capfd.readouterr() == ("", "")


class no_room_beyond:
    def __init__(self, tools, folder):
        self._limit, self._folder = tools.size_limit(50_000), folder

    def __enter__(self):
        self._limit.__enter__()
        return self._folder

    def __exit__(self, *error):
        return self._limit.__exit__(*error)


def test_too_small_a_disk_is_found_before_anything_is_encoded():
    with shared_data.tool("bad_inputs").full_disk(256) as folder:
        if folder is None:
            pytest.skip("no small disk can be made here")
        with pytest.raises(OutputError, match=r"disk full: .*a.wav needs 1,200,000 bytes"):
            render(Path(folder) / "a.wav", delivery())
        assert names(folder) == []


def test_failures_are_told_in_the_name_of_the_destination(tmp_path, kind):
    for raised, told in (
        (lambda name: OutputError(f"{name} is odd", "x"), "a.wav is odd: x"),
        (lambda name: InputError(f"{name} is cut short", "x"), "a.wav is cut short after it was written"),
        (lambda name: OSError(errno.ENOSPC, "no space", name), "disk full: .*a.wav has no room left"),
        (lambda name: OSError(errno.EROFS, "read-only", name), "a.wav cannot be written, the disk of .* is read-only"),
    ):
        with pytest.raises(OutputError, match=told) as caught, destination(tmp_path / "a.wav") as name:
            raise raised(name)
        assert name not in str(caught.value)
    for other in (InputError("b.wav is empty", "x"), SettingsError("no", "x"), OSError(errno.EIO, "bad", "b.wav")):
        with pytest.raises(type(other)) as caught, destination(tmp_path / "a.wav"):
            raise other
        assert caught.value is other
    assert names(tmp_path) == []


def test_hidden_names_do_not_collide(tmp_path):
    names = {part._hidden_name(tmp_path / "a.wav") for _ in range(100)}
    assert len(names) == 100 and all(name.name.startswith(".a.") and name.suffix == ".wav" for name in names)
