"""The profiles as data: complete, within sane bounds, and different from each other."""

import numpy as np
import pytest

from masterdesk.engine.errors import SettingsError
from masterdesk.engine.resources import over_thirds, profile, profiles

LETTERS = "abcdefghijklmn"


def test_there_are_fourteen_with_a_name_each():
    assert "".join(one.letter for one in profiles()) == LETTERS
    assert len({one.name for one in profiles()}) == 14
    assert all(one.promise and one.genre and one.description for one in profiles())


def test_an_unknown_letter_is_refused():
    for letter in ("o", "", "A", "../a"):
        with pytest.raises(SettingsError):
            profile(letter)


@pytest.mark.parametrize("letter", LETTERS)
def test_tone_is_complete_and_musical(letter):
    tone = profile(letter).tone
    assert tone.frequencies_hz.size == 31 and (np.diff(tone.frequencies_hz) > 0).all()
    for values in (tone.target_db, tone.spread_db, tone.max_boost_db, tone.max_cut_db, tone.max_rate_db_per_s):
        assert values.shape == (31,) and np.isfinite(values).all()
    assert (tone.spread_db >= 2).all() and (tone.max_rate_db_per_s > 0).all()
    assert (tone.max_boost_db <= 6).all() and (tone.max_cut_db <= 6).all()
    assert 0 < tone.strength <= 1 and 0 < tone.character <= 1 and 0 < tone.section_share <= 1


@pytest.mark.parametrize("letter", LETTERS)
def test_dynamics_are_as_the_promise_says(letter):
    one = profile(letter)
    assert len(one.dynamics.bands) == len(one.dynamics.crossovers_hz) + 1
    assert list(one.dynamics.crossovers_hz) == sorted(one.dynamics.crossovers_hz)
    for band in one.dynamics.bands:
        assert -0.6 < band.above_slope < 0.3 and 0 < band.range_db <= 6
        if "wide dynamics" in one.promise:
            assert band.above_slope > 0 and band.below_slope > 0
        else:
            assert band.above_slope < 0
    if "tight" in one.promise:
        assert one.dynamics.character == "tight"


@pytest.mark.parametrize("letter", "fg")
def test_a_wide_low_end_widens_only_above_the_bass(letter):
    width = profile(letter).width
    assert (width.side_gain_db[width.frequencies_hz <= 80] == 0).all()
    assert width.side_gain_db.max() <= 3
    low_mid = (width.frequencies_hz >= 140) & (width.frequencies_hz <= 400)
    assert (width.side_gain_db[low_mid] > 1).all()


def test_the_common_balance_falls_as_published():
    """Pestana and others: about 5 dB per octave in power density from 100 Hz to 4 kHz, in thirds 3 dB less."""
    tone = profile("i").tone
    assert (tone.deviation_db == 0).all()
    inside = (tone.frequencies_hz >= 250) & (tone.frequencies_hz <= 4000)
    slope = np.polyfit(np.log2(tone.frequencies_hz[inside]), tone.target_db[inside], 1)[0]
    assert -3.5 < slope < -1.5


def test_anchors_are_joined_by_straight_lines_over_log_frequency():
    values = over_thirds({"100": 0.0, "400": 4.0}, np.array([50.0, 100.0, 200.0, 400.0, 800.0]))
    assert np.allclose(values, [0, 0, 2, 4, 4])
