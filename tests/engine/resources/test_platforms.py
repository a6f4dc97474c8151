"""Platform targets say where they come from."""

import pytest

from masterdesk.engine.errors import SettingsError
from masterdesk.engine.resources import platform, platforms
from masterdesk.engine.types.settings import CEILING_RANGE_DBTP, LOUDNESS_RANGE_LUFS, settings_from_mapping


def test_every_platform_can_be_asked_for():
    assert len({one.name for one in platforms()}) == len(platforms()) >= 15
    for one in platforms():
        assert platform(one.name) is one
        settings = settings_from_mapping({"platform": one.name}, one)
        assert settings.loudness_lufs == one.integrated_lufs
        assert settings.ceiling_dbtp == one.true_peak_dbtp


def test_every_target_has_its_source_and_lies_in_range():
    for one in platforms():
        assert one.title and one.source and one.date and one.basis in ("published", "measured", "standard", "house")
        assert LOUDNESS_RANGE_LUFS[0] <= one.integrated_lufs <= LOUDNESS_RANGE_LUFS[1]
        assert CEILING_RANGE_DBTP[0] <= one.true_peak_dbtp <= CEILING_RANGE_DBTP[1]
        if one.basis == "measured":
            assert one.conflicts, f"{one.name} is hearsay without saying so"


def test_an_unknown_platform_is_refused_and_the_known_ones_named():
    with pytest.raises(SettingsError, match="spotify"):
        platform("myspace")
