"""The player and its process, on a computer without a sound card."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from playback.mixing import RATE, noise, ramp

from masterdesk.playback.clips import ClipFiles
from masterdesk.playback.player import Clip, Monitor

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="how to hide the sound cards is known for Linux only")


@pytest.fixture
def player(monkeypatch, make_player):
    cards = Path("/proc/asound/cards")
    if cards.exists() and "[" in cards.read_text():
        pytest.skip("this computer has a sound card of its own")
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    player = make_player(RATE)
    player.set_clip("original", Clip(noise(30)))
    player.select("original")
    return player


def test_it_plays_in_silence_and_says_so(player, wait_until):
    player.play()
    wait_until(lambda: player.status().frame > 1000)
    began, frame = time.perf_counter(), player.status().frame
    time.sleep(0.5)
    passed = player.status().frame - frame
    assert passed == pytest.approx((time.perf_counter() - began) * RATE, abs=0.1 * RATE)
    status = player.status()
    assert status.playing and status.device_name is None and "silent" in status.problem


def test_seek_shows_at_once_and_holds(player, wait_until):
    player.seek(123_456)
    assert player.status().frame == 123_456
    player.play()
    assert player.status().frame == 123_456
    wait_until(lambda: player.status().frame > 124_000)
    player.pause()
    wait_until(lambda: not player.tap.read())
    time.sleep(0.1)
    rest = player.status().frame
    time.sleep(0.2)
    assert player.status().frame == rest > 123_456


def test_it_ends_at_the_track_and_starts_over(player, wait_until):
    player.set_clip("reference", Clip(noise(40)))
    player.seek(30 * RATE - 4000)
    player.play()
    wait_until(lambda: player.status().ended)
    wait_until(lambda: player.status().frame == 30 * RATE)
    assert not player.status().playing
    player.play()
    wait_until(lambda: player.status().playing)
    assert player.status().frame < RATE and not player.status().ended


def test_after_the_end_a_seek_counts(player, wait_until):
    player.seek(30 * RATE - 4000)
    player.play()
    wait_until(lambda: player.status().ended)
    player.seek(5000)
    assert player.status().frame == 5000 and not player.status().ended
    player.play()
    wait_until(lambda: player.status().frame > 5000)
    assert player.status().frame < 2 * RATE


def test_the_same_audio_again_is_no_change(player, wait_until):
    samples = noise(5)
    player.set_clip("1", Clip(samples, 100))
    player.select("1")
    player.play()
    wait_until(lambda: player.tap.read())
    number = player._clips["1"][0]
    player.set_clip("1", Clip(samples[:], 100, -3.0))
    assert player._clips["1"][0] == number
    player.set_clip("1", Clip(samples, 101))
    assert player._clips["1"][0] != number


def test_a_clip_taken_away_is_silence_at_a_moving_position(player, wait_until):
    player.play()
    wait_until(lambda: player.tap.read())
    player.set_clip("1", None)
    player.select("1")
    time.sleep(0.3)
    player.tap.read()
    frame = player.status().frame
    time.sleep(0.2)
    assert player.status().frame > frame and not player.tap.read()


def test_everything_can_be_set_at_any_time(player):
    player.set_volume(float("-inf"))
    player.set_gain("5", 3.0)
    player.set_monitor(Monitor("side", True, True))
    player.set_loop((100, 50))
    player.set_loop((1000, 20_000))
    player.set_device("Nothing")
    player.select("5")
    player.play()
    time.sleep(0.3)
    assert player.status().key == "5" and player.output_devices() == []


def test_a_killed_sound_process_is_told_and_started_again(player, wait_until):
    player.play()
    wait_until(lambda: player.status().frame > 1000)
    os.kill(player._link._process.pid, signal.SIGKILL)
    wait_until(lambda: not player.status().playing)
    assert "unexpectedly" in player.status().problem
    player.seek(50_000)
    player.play()
    wait_until(lambda: player.status().frame > 52_000)
    assert player.status().playing


def test_a_sound_system_that_crashes_leaves_a_clock(monkeypatch, make_player, wait_until):
    monkeypatch.setenv("ALSA_CONFIG_PATH", os.devnull)  # PortAudio aborts the process when ALSA finds no configuration
    player = make_player(RATE)
    player.set_clip("original", Clip(noise(10)))
    player.select("original")
    player.play()
    wait_until(lambda: player.status().frame > 1000)
    assert player.status().playing and "crashes" in player.status().problem


def test_close_leaves_no_file_and_may_come_twice(player, wait_until):
    player.play()
    wait_until(lambda: player.status().frame > 1000)
    folder = Path(player._files.folder)
    assert folder.exists()
    player.close()
    player.close()
    assert not folder.exists()


def test_a_killed_window_leaves_no_process_and_no_file(tmp_path):
    script = tmp_path / "window.py"
    script.write_text(
        "import os, time, numpy as np\n"
        "from masterdesk.playback.player import Clip, Player\n"
        "if __name__ == '__main__':\n"
        "    player = Player(44100)\n"
        "    player.set_clip('original', Clip(np.ones((441000, 2), np.float32)))\n"
        "    player.select('original'); player.play()\n"
        "    while player.status().frame < 100: time.sleep(0.02)\n"
        "    print(player._link._process.pid, player._files.folder, flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    environment = os.environ | {
        "PULSE_SERVER": "unix:/nowhere",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    answer = subprocess.run([sys.executable, str(script)], env=environment, capture_output=True, text=True, timeout=30)
    pid, folder = answer.stdout.split()
    deadline = time.monotonic() + 5
    while Path(folder).exists() or _runs(int(pid)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _runs(pid):
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def test_clips_that_are_files_are_shared_as_they_are(tmp_path):
    path, whole = tmp_path / "spool.f32", ramp(10_000)
    whole.tofile(path)
    mapped = np.memmap(path, np.float32, "r", shape=(10_000, 2))
    files = ClipFiles()
    for number, samples in enumerate([mapped, mapped[1000:5000], mapped[1000:][500:], np.asarray(mapped)[7:]]):
        shared = files.share(number, Clip(samples))
        assert shared.path == str(path)
        assert np.array_equal(shared.open(), samples)
    assert files.folder is None
    offset = np.memmap(path, np.float32, "r", offset=8 * 600, shape=(9_400, 2))
    assert np.array_equal(files.share(10, Clip(offset[50:])).open(), whole[650:])
    copied = files.share(11, Clip(mapped[:, :1]))
    assert copied.path != str(path) and np.array_equal(copied.open(), whole[:, :1])
    files.keep_only(set())
    assert not Path(copied.path).exists()
    files.close()
