"""Commands: words, keys, and that each does what it says."""

import pytest
from PySide6.QtGui import QKeySequence


def test_no_two_commands_share_a_key(desk):
    owner = {}
    for action in desk.actions.commands.actions():
        for key in action.shortcuts():
            text = key.toString(QKeySequence.SequenceFormat.PortableText)
            assert text, f"{action.objectName()} has a key that Qt does not know"
            assert text not in owner, f"{text}: {owner.get(text)} and {action.objectName()}"
            owner[text] = action.objectName()


def test_every_command_has_words_and_a_line_of_help(desk):
    wordless = [
        action.objectName()
        for action in desk.actions.commands.actions()
        if not action.text().strip() or not action.statusTip().strip()
    ]
    assert wordless == []


def test_every_command_is_in_one_group_of_the_help_sheet(desk):
    grouped = [action for _, actions in desk.actions.commands.groups() for action in actions]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) == set(desk.actions.commands.actions())


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("play", "Space"),
        ("loop", "L"),
        ("match_loudness", "M"),
        ("hear_original", "0"),
        ("hear_1", "1"),
        ("hear_5", "5"),
        ("hear_reference", "R"),
        ("render_master", "Ctrl+R"),
        ("help", "F1"),
        ("undo", "Ctrl+Z"),
        ("quit", "Ctrl+Q"),
        ("open_track", "Ctrl+O"),
    ],
)
def test_keys_that_people_learn_stay(desk, name, key):
    assert QKeySequence(key) in desk.actions.commands[name].shortcuts()


DIALOGS = {
    "open_track": "open_track",
    "open_reference": "open_reference",
    "open_session": "open_session",
    "save_session": "save_session_as",
    "save_session_as": "save_session_as",
    "render_queue": "render_queue",
    "blind_test": "blind_test",
    "settings": "settings",
    "help": "help",
    "about": "about",
    "quit": "quit",
}


@pytest.mark.parametrize("name", DIALOGS)
def test_a_command_that_needs_a_dialog_asks_the_window_for_it(desk, name):
    asked = []
    desk.actions.view.asked.connect(asked.append)
    desk.actions.commands[name].trigger()
    assert asked == [DIALOGS[name]]


def test_a_switch_follows_the_desk_and_the_desk_the_switch(loaded):
    switches = {
        "loop": lambda: loaded.state.looping,
        "match_loudness": lambda: loaded.state.match_loudness,
        "crossfeed": lambda: loaded.state.monitor.crossfeed,
        "small_speaker": lambda: loaded.state.monitor.small_speaker,
    }
    for name, value in switches.items():
        switch, before = loaded.actions.commands[name], value()
        assert switch.isCheckable() and switch.isChecked() is before
        switch.trigger()
        assert value() is not before
        assert switch.isChecked() is value()
    loaded.actions.transport.set_looping(True)
    loaded.actions.listening.set_match_loudness(True)
    assert loaded.actions.commands["loop"].isChecked()
    assert loaded.actions.commands["match_loudness"].isChecked()


def test_modes_exclude_each_other(loaded):
    commands = loaded.actions.commands
    modes = ("stereo", "mono", "side", "swap")
    for mode in modes[::-1]:
        commands[f"monitor_{mode}"].trigger()
        assert loaded.state.monitor.mode == mode
        assert [name for name in modes if commands[f"monitor_{name}"].isChecked()] == [mode]


def test_a_restored_desk_shows_its_switches(loaded):
    state = loaded.state
    loaded.actions.listening.set_crossfeed(True)
    loaded.actions.listening.set_mode("side")
    loaded.models.desk.restore(state)
    assert not loaded.actions.commands["crossfeed"].isChecked()
    assert loaded.actions.commands["monitor_stereo"].isChecked()


def test_undo_and_redo_are_commands_with_the_name_of_the_change(loaded):
    undo, redo = loaded.actions.commands["undo"], loaded.actions.commands["redo"]
    assert not undo.isEnabled() and not redo.isEnabled()
    loaded.actions.slots.set_profile(1, "c")
    assert "Profile of card 2" in undo.text()
    undo.trigger()
    assert loaded.state.slots[1].profile != "c"
    redo.trigger()
    assert loaded.state.slots[1].profile == "c"
