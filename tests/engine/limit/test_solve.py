"""The drive meets the target, or says why not."""

import numpy as np
import pytest
import shared_data
import soundfile
from engine.limit.support import limited, noise, rumble, study_of

from masterdesk.engine.limit import solve_drive
from masterdesk.engine.limit.solve import MAX_DRIVE_DB

RATE = 48000


def measured_lufs(audio, rate):
    return shared_data.tool("quality").loudness(audio.T.astype(np.float64), rate)["I"]


@pytest.mark.parametrize("target", [-23.0, -14.0])
@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (44100, 2), (48000, 1), (96000, 2), (192000, 2)])
def test_noise_lands_on_the_target(target, rate, channels):
    audio = rumble(rate, 8.0, channels=channels)
    study = study_of(audio, rate)
    drive = solve_drive(study, target, -1.0)
    out, _ = limited(audio, study, drive.drive_db)
    assert not drive.limited
    assert drive.predicted_lufs == pytest.approx(target, abs=0.01)
    assert measured_lufs(out, rate) == pytest.approx(target, abs=0.05)


@pytest.mark.music
@pytest.mark.parametrize("target", [-23.0, -14.0, -9.0])
@pytest.mark.parametrize("name", ["metal/second_birth.ogg", "premaster/escape.wav", "electronic/nebula.ogg"])
def test_music_lands_on_what_was_predicted(name, target):
    audio, rate = soundfile.read(shared_data.track(name), dtype="float32", always_2d=True, frames=40 * 48000)
    audio = np.ascontiguousarray(audio.T)
    study = study_of(audio, rate)
    drive = solve_drive(study, target, -1.0)
    out, _ = limited(audio, study, drive.drive_db)
    assert measured_lufs(out, rate) == pytest.approx(drive.predicted_lufs, abs=0.03)
    assert drive.limited or drive.predicted_lufs == pytest.approx(target, abs=0.01)


def test_a_target_that_would_crush_the_music_is_not_reached():
    audio = noise(RATE, 8.0)
    drive = solve_drive(study_of(audio, RATE), -2.0, -1.0)
    assert drive.limited
    assert "suffer" in drive.reason
    assert drive.predicted_lufs < -3.0
    assert drive.predicted_max_reduction_db < -3.0


def test_noise_floor_is_not_boosted_without_end():
    audio = noise(RATE, 4.0, level=0.001)
    drive = solve_drive(study_of(audio, RATE), -14.0, -1.0)
    assert drive.limited
    assert drive.drive_db == MAX_DRIVE_DB
    assert "noise" in drive.reason


@pytest.mark.parametrize("seconds", [0.0, 0.3, 5.0])
def test_silence_and_snippets_are_left_alone(seconds):
    audio = np.zeros((2, round(seconds * RATE)), dtype=np.float32)
    drive = solve_drive(study_of(audio, RATE), -14.0, -1.0)
    assert (drive.drive_db, drive.predicted_lufs, drive.limited) == (0.0, None, False)
    assert "silent" in drive.reason


def test_without_a_target_only_the_ceiling_acts():
    audio = noise(RATE, 3.0, level=2.0)
    drive = solve_drive(study_of(audio, RATE), None, -1.0)
    assert (drive.drive_db, drive.limited, drive.reason) == (0.0, False, "")
    assert drive.predicted_max_reduction_db < 0.0
