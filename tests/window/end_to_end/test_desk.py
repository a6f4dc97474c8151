"""The whole program in a real window, with real music, a keyboard and a mouse."""

import json
import time

import pytest
from judge import ebur128
from shared_data import track

# One screen and one sound server for all; and two programs at a time would only wait for each other.
pytestmark = [pytest.mark.music, pytest.mark.xdist_group("end to end")]

#: A master may pass its ceiling by no more than two meters differ, in dB.
METERS_DIFFER_DB = 0.1
LOUDNESS_TOLERANCE_LU = 0.1


def is_exact(state):
    return all(slot["status"] == "exact" for slot in state["slots"])


def has_read(state):
    return state["track"]["status"] == "ready" and state["reference"]["status"] in ("ready", "empty")


@pytest.fixture
def ready(start):
    """The program with a track and a reference on the desk, all slots exact."""

    def begin(*names):
        desk = start(*(track(name) for name in names))
        desk.wait_for_window()
        desk.wait(has_read, "read")
        desk.wait(is_exact, "exact")
        return desk

    return begin


def test_from_two_files_to_a_measured_master(start, tmp_path):
    desk = start(track("premaster/war.wav"), track("acoustic/love_theme.ogg"))
    desk.wait_for_window()
    desk.wait(lambda state: state["track"]["has_peaks"], "drawn")
    state = desk.wait(has_read, "read")
    assert state["track"]["lufs"] is not None and state["reference"]["lufs"] is not None
    state = desk.wait(is_exact, "exact")
    assert len({slot["profile"] for slot in state["slots"]}) == 5
    assert "war" in state["title"]
    _plays(desk)
    _switches(desk)
    _changes(desk)
    output = _renders(desk, tmp_path)
    integrated, _, true_peak = ebur128(output)
    (job,) = desk.state()["jobs"]
    assert integrated == pytest.approx(-14.0, abs=LOUDNESS_TOLERANCE_LU)
    assert true_peak <= -1.0 + METERS_DIFFER_DB
    assert job["lufs"] == pytest.approx(integrated, abs=LOUDNESS_TOLERANCE_LU)
    desk.key("ctrl+q")
    assert desk.ended() == 0
    assert "Traceback" not in desk.errors.read_text()


def _plays(desk):
    desk.key("space")
    state = desk.wait(lambda state: state["playback"]["is_playing"], "playing")
    assert state["playback"]["problem"] == ""
    began = state["playback"]["position_s"]
    desk.wait(lambda state: state["playback"]["position_s"] > began + 0.5, "moving")
    desk.wait(lambda state: state["live"] is not None and state["live"]["momentary_lufs"] is not None, "metered")


def _switches(desk):
    keys = [*"12345", "0", "r"]
    heard = dict(zip(keys, [*"12345", "original", "reference"], strict=True))
    for key in keys:
        at = time.monotonic()
        before = desk.state()["playback"]["position_s"]
        desk.key(key)
        state = desk.wait(
            lambda state, key=key: state["heard"] == state["playing_key"] == heard[key], f"switched to {key}", 10.0
        )
        passed_s = time.monotonic() - at
        moved_s = state["playback"]["position_s"] - before
        assert state["playback"]["is_playing"]
        assert -0.2 <= moved_s <= passed_s + 0.3, "switching goes on at the same place"


def _changes(desk):
    desk.key("2")
    slider, steps = desk.widget("Intensity of card 2"), desk.state()["undo"][0]
    desk.drag(slider, 0.95, 0.4)
    state = desk.wait(lambda state: state["slots"][1]["intensity"] < 60.0, "changed")
    intensity = state["slots"][1]["intensity"]
    assert state["undo"][0] == steps + 1, "a drag is one step"
    desk.wait(lambda state: state["slots"][1]["rendered_intensity"] == intensity, "rendered anew")
    desk.key("ctrl+z")
    desk.wait(lambda state: state["slots"][1]["intensity"] == 100.0, "undone")
    desk.key("ctrl+shift+z")
    desk.wait(lambda state: state["slots"][1]["intensity"] == intensity, "made again")
    desk.wait(is_exact, "exact again")
    assert desk.state()["playback"]["is_playing"]


def _renders(desk, folder):
    desk.key("ctrl+r")
    desk.wait_for_dialog("RenderDialog")
    desk.fill("Folder", str(folder))
    desk.fill("Name of the files", "My master")
    time.sleep(0.8)
    button = next(widget for widget in desk.ask("widgets") if widget["text"] == "Render" and widget["enabled"])
    desk.click(button)
    desk.wait(lambda state: state["modal"] is None and state["jobs"], "queued")
    state = desk.wait(lambda state: state["jobs"][0]["status"] not in ("waiting", "running"), "rendered")
    (job,) = state["jobs"]
    assert (job["status"], job["problem"]) == ("done", "")
    assert state["playback"]["is_playing"], "playing goes on"
    (written,) = folder.glob("My master*")
    assert str(written) == job["output"]
    return written


def test_quitting_while_a_master_is_written_asks(ready, tmp_path):
    desk = ready("premaster/feelings.wav")
    _ask_for_render(desk, tmp_path)
    desk.wait(lambda state: state["jobs"] and state["jobs"][0]["status"] == "running", "rendering")
    desk.key("ctrl+q")
    desk.wait_for_dialog("QMessageBox")
    state = desk.press_until("Escape", lambda state: state["modal"] is None, "stayed")
    assert desk.process.poll() is None
    assert state["jobs"][0]["status"] in ("running", "done")
    if state["jobs"][0]["status"] == "running":
        desk.key("ctrl+q")
        desk.wait_for_dialog("QMessageBox")
        desk.click(desk.widget(text="Quit", kind="QPushButton"))
        assert desk.ended() == 0
        assert list(tmp_path.glob("Left over*")) == [], "nothing half-written"


def _ask_for_render(desk, folder):
    desk.key("ctrl+r")
    desk.wait_for_dialog("RenderDialog")
    desk.fill("Folder", str(folder))
    desk.fill("Name of the files", "Left over")
    time.sleep(0.8)
    desk.key("Return")


def test_after_a_kill_the_desk_is_offered(start, tmp_path):
    desk = start(track("acoustic/love_theme.ogg"))
    desk.wait_for_window()
    desk.wait(is_exact, "exact")
    desk.drag(desk.widget("Intensity of card 1"), 0.95, 0.3)
    intensity = desk.wait(lambda state: state["slots"][0]["intensity"] < 60.0, "changed")["slots"][0]["intensity"]
    time.sleep(10.0)  # what is promised to be the most that is lost
    desk.kill()
    again = start()
    again.wait_for_window()
    again.click(again.widget(text="Open it again", kind="Button"))
    state = again.wait(lambda state: state["track"]["status"] == "ready", "restored")
    assert state["slots"][0]["intensity"] == intensity
    again.wait(is_exact, "exact")
    again.key("ctrl+q")
    assert again.ended() == 0
    third = start()
    third.wait_for_window()
    assert not [widget for widget in third.ask("widgets") if widget["text"] == "Open it again"]
    third.key("ctrl+q")
    assert third.ended() == 0


def test_an_empty_desk_shows_what_to_do_and_offers_a_demo(start):
    desk = start()
    desk.wait_for_window()
    texts = json.dumps([[widget["name"], widget["text"]] for widget in desk.ask("widgets")]).lower()
    assert "demo" in texts
    demo = next(w for w in desk.ask("widgets") if "demo" in w["text"].lower() and "Button" in w["kind"])
    desk.click(demo)
    desk.wait(has_read, "read")
    desk.wait(is_exact, "exact")
    desk.key("space")
    desk.wait(lambda state: state["playback"]["position_s"] > 46.0, "playing")
    desk.key("F1")
    desk.wait_for_dialog("HelpSheet")
    desk.press_until("Escape", lambda state: state["modal"] is None, "closed")
    desk.key("ctrl+q")
    assert desk.ended() == 0
