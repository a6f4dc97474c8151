"""References on the command line: matched, saved, used again, told in plain words, refused by one clear line."""

import json

import numpy as np
import pytest
import soundfile
from cli.run_masterdesk import masterdesk
from cli.test_command_line import assert_one_clear_line
from engine.match.tracks import RATE, balance_db, distance, music
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
        (["--reference", "x.wav@0"], 2),
        (["--reference", "x.wav", "--use-match", "m.json"], 2),
    ],
)
def test_wrong_matches_are_one_clear_line(files, tmp_path, arguments, code):
    result = masterdesk("master", files / "track.wav", "-o", tmp_path / "x.wav", *arguments)
    assert_one_clear_line(result, code)
    assert not list(tmp_path.iterdir())


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
