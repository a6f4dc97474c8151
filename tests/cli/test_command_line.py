"""The contract of the command line: names, keys, exit codes, one clear line for each failure."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from cli.run_masterdesk import masterdesk
from judge import ebur128

ANALYSIS_KEYS = {"file", "format", "loudness", "eq", "stereo", "findings"}


@pytest.fixture(scope="module")
def mix(tmp_path_factory):
    """Twelve seconds of decaying chords over noise, 44.1 kHz, 24 bit, stereo."""
    path = tmp_path_factory.mktemp("mix") / "mix.wav"
    rate, seconds = 44100, 12
    t = np.arange(rate * seconds) / rate
    rng = np.random.default_rng(5)
    signal = rng.standard_normal((len(t), 2)) * 0.004
    for n, frequency in enumerate((55, 110, 165, 220, 277.2, 330, 440, 880, 1760, 3520)):
        phase = rng.uniform(0, 6.28, 2)
        signal += (
            0.08 / (1 + n) * np.sin(2 * np.pi * frequency * t[:, None] + phase) * np.exp(-(t * 2 % 1.0) * 3)[:, None]
        )
    soundfile.write(path, signal, rate, subtype="PCM_24")
    return path


@pytest.fixture(scope="module")
def long_mix(tmp_path_factory):
    """Ten minutes of noise: work that no machine has finished in two seconds."""
    path = tmp_path_factory.mktemp("long") / "noise.flac"
    second = np.random.default_rng(6).standard_normal((44100, 2)) * 0.1
    soundfile.write(path, np.tile(second, (600, 1)), 44100, subtype="PCM_16")
    return path


def assert_one_clear_line(result, code):
    assert result.code == code, result
    assert result.stdout == ""
    assert result.stderr.startswith("masterdesk: error: ")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr


def test_a_file_for_the_window_that_is_not_there_is_named(mix, tmp_path):
    result = masterdesk(mix, tmp_path / "missing.wav")
    assert_one_clear_line(result, 1)
    assert "missing.wav was not found" in result.stderr


@pytest.mark.parametrize("name", ["x" * 5000, "folder/" * 900])
def test_a_name_that_no_file_can_have_is_one_clear_message(mix, name):
    for arguments in ((name,), (mix, name)):
        result = masterdesk(*arguments)
        assert result.code in (1, 2) and "Traceback" not in result.stderr and "masterdesk: error: " in result.stderr


def test_version():
    from masterdesk import __version__

    assert masterdesk("--version").stdout == f"masterdesk {__version__}\n"


def test_analyze_prints_the_promised_object(mix):
    result = masterdesk("analyze", mix, "--json")
    assert result.code == 0
    assert set(result.json) == ANALYSIS_KEYS
    shape = result.json["format"]
    assert (shape["container"], shape["codec"], shape["channels"]) == ("wav", "pcm_s24le", 2)
    assert (shape["sample_rate"], shape["bit_depth"], shape["duration"]) == (44100, 24, 12.0)
    assert shape["channel_order"] == "FL+FR"
    assert shape["size"] == mix.stat().st_size
    assert len(result.json["eq"]) == 16
    assert [band["band"] for band in result.json["stereo"]["bands"]] == ["low", "mid", "high"]
    integrated, _, _ = ebur128(mix)
    assert result.json["loudness"]["integrated_lufs"] == pytest.approx(integrated, abs=0.1)


def test_master_meets_its_targets_and_says_so(mix, tmp_path):
    out = tmp_path / "master.wav"
    result = masterdesk("master", mix, "-o", out, "--profile", "a", "--loudness", "-12", "--json")
    assert result.code == 0, result.stderr
    report = result.json
    assert set(report) == {"output", "recipe", "engine_version", "input", "result", "targets", "warnings", "seconds"}
    assert report["targets"]["integrated_lufs"]["met"] is True
    assert report["targets"]["true_peak_dbtp"]["met"] is True
    integrated, _, peak = ebur128(out)
    assert integrated == pytest.approx(-12.0, abs=0.1)
    assert peak <= -1.0
    info = soundfile.info(out)
    assert (info.subtype, info.samplerate, info.frames) == ("PCM_24", 44100, 12 * 44100)
    assert report["seconds"]["total"] > 0


def test_same_recipe_gives_the_same_bits(mix, tmp_path):
    first, second = tmp_path / "one.wav", tmp_path / "two.wav"
    recipe = tmp_path / "recipe.json"
    result = masterdesk("master", mix, "-o", first, "--profile", "k", "--bit-depth", "16", "--json")
    recipe.write_text(result.stdout)
    assert masterdesk("master", mix, "-o", second, "--recipe", recipe, "--bit-depth", "16").code == 0
    assert first.read_bytes() == second.read_bytes()


def test_preview_is_a_slice_of_the_master(mix, tmp_path):
    result = masterdesk(
        "preview", mix, "-o", tmp_path / "previews", "--slot", "profile=b", "--slot", "profile=n,intensity=50",
        "--start", "5", "--duration", "4", "--json",
    )  # fmt: skip
    assert result.code == 0, result.stderr
    assert (result.json["start"], result.json["duration"]) == (5.0, 4.0)
    for slot, options in zip(result.json["slots"], (["b", "100"], ["n", "50"]), strict=True):
        assert slot["exact"] is True
        assert set(slot["result"]) == ANALYSIS_KEYS
        master = tmp_path / f"{options[0]}.wav"
        masterdesk("master", mix, "-o", master, "--profile", options[0], "--intensity", options[1])
        whole, rate = soundfile.read(master)
        part, _ = soundfile.read(slot["file"])
        difference = part - whole[5 * rate : 9 * rate]
        assert 10 * np.log10(np.mean(difference**2)) < -90


def test_preview_without_slots_takes_five_profiles(mix, tmp_path):
    result = masterdesk("preview", mix, "-o", tmp_path, "--duration", "2", "--json")
    assert result.code == 0, result.stderr
    profiles = [slot["settings"]["profile"] for slot in result.json["slots"]]
    assert len(set(profiles)) == 5
    assert result.json["start"] == 10.0  # the latest start at which two seconds still fit


def test_selection_is_what_is_delivered(mix, tmp_path):
    out = tmp_path / "part.wav"
    assert masterdesk("master", mix, "-o", out, "--selection", "2.5:7").code == 0
    assert soundfile.info(out).frames == round(4.5 * 44100)


def test_loudness_off_and_no_profile_leave_every_bit(mix, tmp_path):
    out = tmp_path / "same.wav"
    assert masterdesk("master", mix, "-o", out, "--profile", "none", "--loudness", "off").code == 0
    np.testing.assert_array_equal(soundfile.read(out, dtype="int32")[0], soundfile.read(mix, dtype="int32")[0])


def test_convert_keeps_the_samples(mix, tmp_path):
    out = tmp_path / "copy.flac"
    result = masterdesk("convert", mix, "-o", out, "--json")
    assert result.code == 0, result.stderr
    np.testing.assert_array_equal(soundfile.read(out, dtype="int32")[0], soundfile.read(mix, dtype="int32")[0])


def test_profiles_and_platforms_are_listed():
    letters = [profile["letter"] for profile in masterdesk("profiles", "--json").json["profiles"]]
    assert letters == list("abcdefghijklmn")
    for platform in masterdesk("platforms", "--json").json["platforms"]:
        assert platform["source"] and platform["date"]
    assert len(masterdesk("profiles").stdout.splitlines()) == 14


@pytest.mark.parametrize(
    "arguments",
    [["--profile", "q"], ["--loudness", "3"], ["--ceiling", "1"], ["--selection", "9:3"], ["--platform", "nowhere"]],
)
def test_wrong_settings_are_wrong_usage(mix, tmp_path, arguments):
    out = tmp_path / "x.wav"
    assert_one_clear_line(masterdesk("master", mix, "-o", out, *arguments), 2)
    assert not list(tmp_path.iterdir())


def test_missing_source_is_a_failure(tmp_path):
    assert_one_clear_line(masterdesk("master", tmp_path / "none.wav", "-o", tmp_path / "x.wav"), 1)


def test_more_than_two_channels_are_refused_with_their_number(tmp_path):
    source = tmp_path / "six.wav"
    soundfile.write(source, np.zeros((48000, 6)), 48000)
    result = masterdesk("master", source, "-o", tmp_path / "x.wav")
    assert_one_clear_line(result, 1)
    assert "6 channels" in result.stderr


def test_an_existing_file_is_kept_unless_told_otherwise(mix, tmp_path):
    out = tmp_path / "x.wav"
    out.write_bytes(b"precious")
    assert_one_clear_line(masterdesk("master", mix, "-o", out), 1)
    assert out.read_bytes() == b"precious"
    assert masterdesk("master", mix, "-o", out, "--overwrite").code == 0
    assert soundfile.info(out).frames == 12 * 44100


@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("after_s", [0.6, 2.0])
def test_an_interrupt_leaves_nothing_behind(long_mix, tmp_path, number, after_s):
    code, stderr = interrupted(long_mix, tmp_path, [(after_s, number)])
    assert code == 130, stderr
    assert "Traceback" not in stderr
    assert not list(tmp_path.glob("**/*.*"))


@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
@pytest.mark.parametrize("after_s", [0.0, 0.05, 2.0])
def test_two_interrupts_are_as_quiet_as_one(long_mix, tmp_path, after_s):
    code, stderr = interrupted(long_mix, tmp_path, [(after_s, signal.SIGINT), (0.012, signal.SIGINT)])
    assert code == 130, stderr
    assert "Traceback" not in stderr
    assert not list(tmp_path.glob("**/*.*"))


def interrupted(mix, folder, signals):
    """Exit code and errors of a master whose processes all get signals, each after some seconds.

    The first is counted from when there is a second process, where that can be seen.
    """
    temporary = folder / "temporary"
    temporary.mkdir()
    command = [sys.executable, "-m", "masterdesk", "master", str(mix), "-o", str(folder / "x.wav")]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    wait_for_child(process)
    for after_s, number in signals:
        time.sleep(after_s)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
    _, stderr = process.communicate(timeout=10)
    assert not list(temporary.iterdir())
    return process.returncode, stderr


def wait_for_child(process):
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until = time.monotonic() + 0.5
    while time.monotonic() < until and not (children.exists() and len(children.read_text().split()) > 1):
        time.sleep(0.002)
