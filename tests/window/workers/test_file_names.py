"""The name of a file on the desk: its tags', once they have been read."""

import shutil

import soundfile as sf
from mutagen.flac import FLAC
from window import scenes

from masterdesk.window.models.lane import LaneModel, LaneStatus
from masterdesk.window.workers.file_reader import FileReader


def test_a_lane_learns_title_and_artist_and_forgets_them(qtbot, tmp_path):
    audio, rate = sf.read(scenes.wav("short", 5.0))
    sf.write(tmp_path / "take 7.flac", audio, rate)
    shutil.copy(tmp_path / "take 7.flac", tmp_path / "untagged.flac")
    file = FLAC(tmp_path / "take 7.flac")
    file["title"], file["artist"] = "Tide", "Northern Quay"
    file.save()
    lane = LaneModel()
    reader = FileReader(lane)
    reader.read(tmp_path / "take 7.flac")
    qtbot.waitUntil(lambda: lane.status is LaneStatus.READY, timeout=20000)
    assert (lane.title, lane.tagged_title, lane.artist) == ("take 7", "Tide", "Northern Quay")
    reader.read(tmp_path / "untagged.flac")
    qtbot.waitUntil(lambda: lane.status is LaneStatus.READY, timeout=20000)
    assert (lane.title, lane.tagged_title, lane.artist) == ("untagged", "", "")
    reader.clear()
