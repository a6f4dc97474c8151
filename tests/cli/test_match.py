"""References on the command line: matched, saved, used again, told in plain words, refused by one clear line."""

import json

import numpy as np
import pytest
import soundfile
from cli.run_masterdesk import masterdesk
from cli.test_command_line import assert_one_clear_line
from engine.match.tracks import RATE, balance_db, distance, music, side_ratio_db
from judge import ebur128


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("match")
    tracks = {
        "track": music(1, tilt_db=-6.0, width=0.2),
        "bright": music(2, tilt_db=-3.5, width=0.5),
        "bump": music(3, bump=(500.0, 8.0)),
    }
    for name, audio in tracks.items():
        soundfile.write(folder / f"{name}.wav", audio.T, RATE, subtype="FLOAT")
    return folder


def read(path):
    return soundfile.read(path, always_2d=True, dtype="float32")[0].T


def test_a_master_sounds_like_its_reference_and_says_what_moved(files, tmp_path):
    out = tmp_path / "out.wav"
    arguments = ["--reference", files / "bright.wav", "--match", "loudness=100", "--save-match", tmp_path / "m.json"]
    result = masterdesk("master", files / "track.wav", "-o", out, *arguments, "--json")
    assert result.code == 0, result.stderr
    report = result.json
    assert distance(balance_db(read(out)), balance_db(read(files / "bright.wav"))) < 0.6
    wanted, _, _ = ebur128(files / "bright.wav")
    integrated, _, peak = ebur128(out)
    assert integrated == pytest.approx(wanted, abs=0.15)
    assert peak <= -1.0
    assert report["recipe"]["profile"] == "none"
    assert report["recipe"]["reference"] == [str(files / "bright.wav")]
    assert report["recipe"]["match"] == {"tone": 100.0, "dynamics": 100.0, "width": 100.0, "loudness": 100.0}
    assert any(line.endswith("kHz") for line in report["match"]["moves"])
    assert len(report["match"]["curves"]) == 31
    saved = json.loads((tmp_path / "m.json").read_text())
    assert saved["names"] == ["bright"]
    again = tmp_path / "again.wav"
    arguments = ["--use-match", tmp_path / "m.json", "--match", "loudness=100"]
    assert masterdesk("master", files / "track.wav", "-o", again, *arguments).code == 0
    assert distance(balance_db(read(again)), balance_db(read(out))) < 0.05


def test_the_recipe_gives_the_same_bits(files, tmp_path):
    first, second, recipe = tmp_path / "1.wav", tmp_path / "2.wav", tmp_path / "r.json"
    references = ["--reference", f"{files / 'bright.wav'}@2", "--reference", f"{files / 'bump.wav'}@1@0:12"]
    options = [*references, "--match", "tone=70,width=30", "--profile", "c", "--bit-depth", "16"]
    result = masterdesk("master", files / "track.wav", "-o", first, *options, "--json")
    assert result.code == 0, result.stderr
    recipe.write_text(result.stdout)
    assert masterdesk("master", files / "track.wav", "-o", second, "--recipe", recipe, "--bit-depth", "16").code == 0
    assert first.read_bytes() == second.read_bytes()


def test_preview_takes_references_for_all_slots_or_for_one(files, tmp_path):
    arguments = ["--reference", files / "bright.wav", "--slot", "match=tone=50", "--slot", "profile=a"]
    arguments += ["--slot", f"reference={files / 'bump.wav'};match=tone=100,width=0", "--duration", "5"]
    result = masterdesk("preview", files / "track.wav", "-o", tmp_path / "p", *arguments, "--json")
    assert result.code == 0, result.stderr
    settings = [slot["settings"] for slot in result.json["slots"]]
    assert [one["profile"] for one in settings] == ["none", "a", "none"]
    assert [one["reference"] for one in settings] == [
        [str(files / name)] for name in ("bright.wav",) * 2 + ("bump.wav",)
    ]
    assert all(slot["match"]["moves"] for slot in result.json["slots"])


def test_preview_with_a_reference_and_no_slot_is_the_match(files, tmp_path):
    arguments = ["--reference", files / "bright.wav", "--duration", "5", "--save-match", tmp_path / "m.json"]
    result = masterdesk("preview", files / "track.wav", "-o", tmp_path / "p", *arguments)
    assert result.code == 0, result.stderr
    assert "1 matched: " in result.stdout
    assert (tmp_path / "m.json").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--reference", "nowhere.wav"], 1),
        (["--use-match", "nowhere.json"], 1),
        (["--save-match", "m.json"], 2),
        (["--match", "tone=200"], 2),
        (["--match", "loud"], 2),
        (["--match", "tone=1,tone=2", "--reference", "x.wav"], 2),
        (["--match", "tone=50=20", "--reference", "x.wav"], 2),
        (["--match", "tone=50"], 2),
        (["--reference", "x.wav@0"], 2),
        (["--reference", "x.wav", "--use-match", "m.json"], 2),
    ],
)
def test_wrong_matches_are_one_clear_line(files, tmp_path, arguments, code):
    result = masterdesk("master", files / "track.wav", "-o", tmp_path / "x.wav", *arguments)
    assert_one_clear_line(result, code)
    assert not list(tmp_path.iterdir())


def test_a_wrong_weight_names_its_file(files, tmp_path):
    result = masterdesk("master", files / "track.wav", "-o", tmp_path / "x.wav", "--reference", "glow.wav@0")
    assert "the weight of glow.wav" in result.stderr


def test_amounts_for_previews_need_something_to_match(files, tmp_path):
    arguments = ["--slot", "profile=a", "--match", "tone=50"]
    assert_one_clear_line(masterdesk("preview", files / "track.wav", "-o", tmp_path / "p", *arguments), 2)


def test_the_range_told_is_that_of_the_master(files, tmp_path):
    arguments = ["--reference", files / "bright.wav", "--loudness", "-9", "--json"]
    report = masterdesk("master", files / "track.wav", "-o", tmp_path / "out.wav", *arguments).json
    before, after = (report[key]["loudness"]["range_lu"] for key in ("input", "result"))
    assert report["match"]["range_lu"] == pytest.approx(after - before, abs=0.2)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"{}", b'{"masterdesk_match": 1}', b"[" * 100_000])
def test_a_hostile_match_file_is_one_clear_line(files, tmp_path, content):
    saved = tmp_path / "m.json"
    saved.write_bytes(content)
    result = masterdesk("master", files / "track.wav", "-o", tmp_path / "x.wav", "--use-match", saved)
    assert_one_clear_line(result, 1)


def test_a_silent_reference_is_one_clear_line(files, tmp_path):
    silent = tmp_path / "silent.wav"
    soundfile.write(silent, np.zeros((3 * RATE, 2)), RATE)
    result = masterdesk("master", files / "track.wav", "-o", tmp_path / "x.wav", "--reference", silent)
    assert_one_clear_line(result, 1)
    assert "silent" in result.stderr
    assert not (tmp_path / "x.wav").exists()


def test_an_existing_match_is_kept_unless_told_otherwise(files, tmp_path):
    saved = tmp_path / "m.json"
    saved.write_text("precious")
    arguments = ["--reference", files / "bright.wav", "--save-match", saved]
    assert_one_clear_line(masterdesk("master", files / "track.wav", "-o", tmp_path / "x.wav", *arguments), 1)
    assert saved.read_text() == "precious"


def master(track, out, *arguments):
    result = masterdesk("master", track, "-o", out, *arguments, "--json")
    assert result.code == 0, result.stderr
    return result.json


def test_only_the_loudness_is_a_gain_and_nothing_else(files, tmp_path):
    quiet = tmp_path / "quiet.wav"
    soundfile.write(quiet, 0.2 * music(50).T, RATE, subtype="FLOAT")
    arguments = ["--reference", files / "bright.wav", "--match", "tone=0,dynamics=0,width=0,loudness=100"]
    report = master(quiet, tmp_path / "out.wav", *arguments)
    assert report["result"]["loudness"]["integrated_lufs"] == pytest.approx(ebur128(files / "bright.wav")[0], abs=0.15)
    assert report["match"]["moves"] == ["tone, width and range stay as they are"]
    before, after = read(quiet), read(tmp_path / "out.wav")
    gain = np.sum(before * after) / np.sum(before * before)
    assert 20 * np.log10(np.std(after - gain * before) / np.std(after)) < -60.0


def test_only_the_width_leaves_tone_and_level(files, tmp_path):
    arguments = ["--reference", files / "bright.wav", "--match", "tone=0,dynamics=0,width=100", "--loudness", "off"]
    master(files / "track.wav", tmp_path / "out.wav", *arguments)
    before, after, wanted = (read(path) for path in (files / "track.wav", tmp_path / "out.wav", files / "bright.wav"))
    assert distance(balance_db(after), balance_db(before)) < 0.4
    heard = slice(12, 29)
    assert distance(side_ratio_db(after)[heard], side_ratio_db(wanted)[heard]) < 1.0
    assert distance(side_ratio_db(before)[heard], side_ratio_db(wanted)[heard]) > 5.0


@pytest.mark.parametrize(
    ("rate", "channels", "subtype"),
    [(22050, 1, "PCM_16"), (48000, 2, "PCM_24"), (96000, 2, "FLOAT"), (8000, 1, "PCM_U8")],
)
def test_any_format_on_either_side(files, tmp_path, rate, channels, subtype):
    other = tmp_path / "other.wav"
    soundfile.write(other, music(51, seconds=12.0, rate=rate)[:channels].T, rate, subtype=subtype)
    for track, reference in ((other, files / "bright.wav"), (files / "track.wav", other)):
        out = tmp_path / f"{track.stem}_out.wav"
        report = master(track, out, "--reference", reference, "--match", "loudness=100")
        integrated, _, peak = ebur128(out)
        assert integrated == pytest.approx(ebur128(reference)[0], abs=0.2)
        assert peak <= -1.0
        ours, theirs = soundfile.info(out), soundfile.info(track)
        assert (ours.samplerate, ours.channels, ours.frames) == (theirs.samplerate, theirs.channels, theirs.frames)
        assert max(abs(point["gain_db"]) for point in report["match"]["curves"]) < 45.0


def test_a_saved_match_serves_another_track_when_its_reference_is_gone(files, tmp_path):
    reference, saved = tmp_path / "reference.wav", tmp_path / "m.json"
    reference.write_bytes((files / "bright.wav").read_bytes())
    master(files / "track.wav", tmp_path / "1.wav", "--reference", reference, "--save-match", saved)
    reference.unlink()
    master(files / "bump.wav", tmp_path / "2.wav", "--use-match", saved)
    assert distance(balance_db(read(tmp_path / "2.wav")), balance_db(read(files / "bright.wav"))) < 0.6


def test_a_track_that_is_its_own_reference_stays_what_it_is(files, tmp_path):
    arguments = ["--reference", files / "bright.wav", "--match", "loudness=100", "--ceiling", "0"]
    master(files / "bright.wav", tmp_path / "out.wav", *arguments)
    before, after = read(files / "bright.wav"), read(tmp_path / "out.wav")
    assert 20 * np.log10(np.std(after - before) / np.std(before)) < -30.0


def test_a_short_track_takes_a_match_and_a_short_reference_is_refused(files, tmp_path):
    short = tmp_path / "short.wav"
    soundfile.write(short, music(52, seconds=0.5).T, RATE, subtype="FLOAT")
    master(short, tmp_path / "out.wav", "--reference", files / "bright.wav", "--match", "loudness=100")
    out = read(tmp_path / "out.wav")
    assert out.shape == (2, RATE // 2) and np.isfinite(out).all() and np.abs(out).max() <= 1.0
    refused = masterdesk("master", files / "track.wav", "-o", tmp_path / "no.wav", "--reference", short)
    assert_one_clear_line(refused, 1)
    assert "0.5 s" in refused.stderr


def test_a_lossy_copy_of_a_reference_decides_the_same_air(files, tmp_path):
    lossy = tmp_path / "bright.mp3"
    done = masterdesk("convert", files / "bright.wav", "-o", lossy, "--bit-rate", "128")
    assert done.code == 0, done.stderr
    tops = []
    for name, reference in (("of_wav", files / "bright.wav"), ("of_mp3", lossy)):
        master(files / "track.wav", tmp_path / f"{name}.wav", "--reference", reference, "--match", "dynamics=0")
        tops.append(balance_db(read(tmp_path / f"{name}.wav"))[-4:])
    assert np.abs(tops[1] - tops[0]).max() < 1.5, "from 8 to 16 kHz"
    below = balance_db(read(lossy))[-1] - balance_db(read(files / "bright.wav"))[-1]
    assert below < -1.5, "the lossy copy lacks air"
