import dataclasses

import pytest

from masterdesk.engine.errors import SettingsError
from masterdesk.engine.types.settings import (
    PlatformTarget,
    Selection,
    Settings,
    parse_slot,
    recipe_mapping,
    settings_from_mapping,
)


def test_defaults_are_those_of_the_command_line():
    assert settings_from_mapping({}) == Settings("i", 100.0, -14.0, -1.0, None, False, None)


def test_texts_and_json_values_read_alike():
    texts = {"profile": "A", "intensity": "80", "loudness": "off", "stereo_image": "on", "selection": "12.5:42"}
    values = {"profile": "a", "intensity": 80, "loudness": "off", "stereo_image": True, "selection": "12.5:42"}
    expected = Settings("a", 80.0, None, -1.0, None, True, Selection(12.5, 42.0))
    assert settings_from_mapping(texts) == settings_from_mapping(values) == expected


def test_platform_sets_loudness_and_ceiling_unless_they_are_given():
    platform = PlatformTarget("spotify", -14.0, -2.0)
    plain = settings_from_mapping({"platform": "spotify"}, platform)
    assert (plain.loudness_lufs, plain.ceiling_dbtp, plain.platform) == (-14.0, -2.0, "spotify")
    louder = settings_from_mapping({"platform": "spotify", "loudness": -9}, platform)
    assert (louder.loudness_lufs, louder.ceiling_dbtp) == (-9.0, -2.0)


@pytest.mark.parametrize(
    "given",
    [
        {"profile": "q"},
        {"profile": ""},
        {"intensity": 101},
        {"intensity": "nan"},
        {"intensity": True},
        {"loudness": -4.9},
        {"loudness": "loud"},
        {"ceiling": 0.1},
        {"ceiling": "inf"},
        {"stereo_image": "perhaps"},
        {"selection": "12"},
        {"selection": "42:12.5"},
        {"selection": "-1:3"},
        {"selection": "nan:"},
        {"volume": 11},
    ],
)
def test_what_is_out_of_range_is_refused_with_a_remedy(given):
    with pytest.raises(SettingsError) as caught:
        settings_from_mapping(given)
    assert caught.value.remedy


def test_slot_is_split_at_commas_or_at_semicolons():
    assert parse_slot("profile=a,intensity=80") == {"profile": "a", "intensity": "80"}
    assert parse_slot("match=tone=50,width=0;stereo-image=on") == {"match": "tone=50,width=0", "stereo_image": "on"}


@pytest.mark.parametrize("text", ["", "profile", "profile=a,profile=b", "profile=a,,"])
def test_bad_slot_is_refused(text):
    with pytest.raises(SettingsError):
        parse_slot(text)


@pytest.mark.parametrize(
    "settings",
    [
        Settings(),
        Settings(profile=None, loudness_lufs=None, stereo_image=True),
        Settings("n", 33.5, -23.0, -2.0, "ebu", False, Selection(3.25, None)),
    ],
)
def test_recipe_reads_back_as_the_same_settings(settings):
    recipe = recipe_mapping(settings, dither_seed=7)
    assert recipe["dither_seed"] == 7
    assert settings_from_mapping({k: v for k, v in recipe.items() if k not in ("dither_seed", "engine_version")}) == (
        settings
    )


def test_settings_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().intensity = 3.0
