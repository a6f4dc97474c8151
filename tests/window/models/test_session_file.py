"""Sessions come back as they were saved, and nothing else is taken for one."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterdesk.engine.errors import InputError, OutputError
from masterdesk.engine.types.reference import MatchAmounts, Reference
from masterdesk.engine.types.selection import Selection
from masterdesk.engine.types.settings import Settings
from masterdesk.window.models.desk_state import DeskState, MonitorState, Region
from masterdesk.window.models.session_file import load_session, save_session, session_to_mapping
from masterdesk.window.models.slot_match import MatchSource, SlotMatch

FULL = DeskState(
    track=Path("/music/Ünïcode mix.wav"),
    reference=Path("/music/ref.flac"),
    slots=(
        Settings(profile=None, loudness_lufs=None),
        Settings(profile="c", intensity=12.5, stereo_image=True),
        Settings(profile="n", platform="spotify"),
        Settings(profile="a", loudness_lufs=-9.0, ceiling_dbtp=-0.3, match=MatchAmounts(width=35.0)),
        Settings(profile="m"),
    ),
    window_start_s=61.25,
    window_s=20.0,
    reference_start_s=33.0,
    reference_region=Region(12.5, 42.0),
    matches=(
        SlotMatch(frozenset({"tone", "width"})),
        SlotMatch(other=MatchSource("d")),
        SlotMatch(frozenset({"loudness"}), MatchSource(None, (Reference("/a@b.wav", 0.5, Selection(1.0, 9.5)),))),
        SlotMatch(other=MatchSource("b", use_match="/music/album.mdmatch")),
        SlotMatch(),
    ),
    loop=Region(62.0, 64.5),
    looping=False,
    heard="3",
    match_loudness=False,
    monitor=MonitorState("side", True, True),
)


@pytest.mark.parametrize("state", [DeskState(), FULL])
def test_a_desk_comes_back_as_it_was_saved(tmp_path, state):
    path = tmp_path / "desk.mdsession"
    save_session(state, path)
    assert load_session(path) == state
    assert path.stat().st_size < 4096


def test_a_session_of_before_there_were_regions_and_locks_is_read(tmp_path):
    old = session_to_mapping(FULL)
    del old["reference_region"], old["matches"]
    path = tmp_path / "desk.mdsession"
    path.write_text(json.dumps(old))
    state = load_session(path)
    assert (state.reference_region, state.matches) == (None, DeskState().matches)


def test_saving_leaves_no_other_file(tmp_path):
    save_session(FULL, tmp_path / "desk.mdsession")
    assert [path.name for path in tmp_path.iterdir()] == ["desk.mdsession"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(OutputError, match="missing"):
        save_session(FULL, tmp_path / "missing" / "desk.mdsession")


def broken(**changes):
    return json.dumps({**session_to_mapping(FULL), **changes})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "\x00\x01",
        "[" * 100_000,
        broken(format="another"),
        broken(version=99),
        broken(version="1"),
        broken(slots=[]),
        broken(slots=[{"profile": "z"}] * 5),
        broken(slots=[{"intensity": 1e9}] * 5),
        broken(window={"start_s": float("nan"), "duration_s": 30}),
        broken(window={"start_s": -1, "duration_s": 30}),
        broken(window={"start_s": 0, "duration_s": 0}),
        broken(loop=[1]),
        broken(loop=[3, 2]),
        broken(heard="6"),
        broken(monitor={"mode": "loud"}),
        broken(matches=[{}]),
        broken(matches=[{"locks": ["everything"]}] * 5),
        broken(matches=[{"locks": [[]]}] * 5),
        broken(matches=[{"other": {"profile": "z"}}] * 5),
        broken(reference_region=[9]),
    ],
)
def test_what_is_no_session_is_refused_by_name(tmp_path, text):
    path = tmp_path / "desk.mdsession"
    path.write_text(text)
    with pytest.raises(InputError, match=r"desk\.mdsession is not a session"):
        load_session(path)


@given(data=st.binary(max_size=200))
def test_no_bytes_make_it_fail_otherwise(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("session") / "desk.mdsession"
    path.write_bytes(data)
    with pytest.raises(InputError):
        load_session(path)
