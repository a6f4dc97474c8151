"""A lane is filled from a file: in pieces, in order, and by the newest file only."""

import threading
from pathlib import Path

import pytest

from masterdesk.engine.errors import InputError
from masterdesk.window.models.lane import LaneModel, LaneStatus
from masterdesk.window.workers.file_reader import FileReader

pytestmark = pytest.mark.usefixtures("nothing_is_left", "own_folders")


@pytest.fixture
def lane(qapp):
    return LaneModel()


@pytest.fixture
def reader(lane):
    reader = FileReader(lane)
    yield reader
    reader.stop()


def read(qtbot, reader, lane, path, **options):
    reader.read(path, **options)
    qtbot.waitUntil(lambda: lane.status is not LaneStatus.READING, timeout=20000)


def test_first_the_header_then_the_waveform_then_all(qtbot, reader, lane, song):
    seen = []
    lane.changed.connect(lambda: seen.append((lane.status, lane.format is not None, lane.track is not None)))
    lane.peaks_grown.connect(lambda: seen.append("peaks"))
    read(qtbot, reader, lane, song)
    assert seen.index((LaneStatus.READING, True, False)) < seen.index("peaks") < len(seen) - 1
    assert seen[-1] == (LaneStatus.READY, True, True)
    assert lane.duration_s == pytest.approx(150.0)
    assert lane.peaks is lane.track.peaks
    assert lane.analysis.loudness.integrated_lufs is not None
    assert lane.fraction == 1.0


@pytest.mark.parametrize("rate", [None, 22050])
def test_samples_come_at_the_rate_asked_for(qtbot, reader, lane, reference_song, rate):
    read(qtbot, reader, lane, reference_song, sample_rate=rate)
    assert lane.track.sample_rate == (rate or 16000)
    assert lane.duration_s == pytest.approx(120.0, abs=0.01)


@pytest.mark.parametrize("kind", ["missing", "text", "folder", "empty", "nul"])
def test_what_is_no_audio_fails_in_words(qtbot, reader, lane, tmp_path, kind, capfd):
    path = tmp_path / "x.wav"
    if kind == "text":
        path.write_text("not a sound")
    elif kind == "folder":
        path.mkdir()
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "nul":
        path = Path("/tmp/a\0b.wav")
    read(qtbot, reader, lane, path)
    assert lane.status is LaneStatus.FAILED
    assert ": " in lane.problem
    assert "Traceback" not in capfd.readouterr().err


def test_a_file_that_failed_gives_way_to_the_next(qtbot, reader, lane, reference_song, tmp_path):
    read(qtbot, reader, lane, tmp_path / "none.wav")
    read(qtbot, reader, lane, reference_song)
    assert (lane.status, lane.problem) == (LaneStatus.READY, "")


class Gate:
    """Stands for the engine's reading: waits at a gate, file by file, and gives what a test wants."""

    def __init__(self, tracks):
        self.tracks = tracks
        self.gates = {name: threading.Event() for name in tracks}
        self.reached = {name: threading.Event() for name in tracks}

    def __call__(self, path, progress, on_opened, on_peaks, sample_rate=None):
        self.reached[path.name].set()
        while not self.gates[path.name].wait(0.005):
            progress.advance(0.25)
        if isinstance(track := self.tracks[path.name], Exception):
            raise track
        return track


class Track:
    def __init__(self):
        self.closed = 0

    def close(self):
        self.closed += 1


@pytest.fixture
def gate(monkeypatch):
    gate = Gate({"old": Track(), "new": Track(), "bad": InputError("bad is broken", "take another")})
    monkeypatch.setattr("masterdesk.engine.pipelines.desk.desk_track.load_desk_track", gate)
    return gate


def test_a_new_file_stops_the_one_before(qtbot, reader, lane, gate):
    reader.read(Path("old"))
    gate.reached["old"].wait(5.0)
    reader.read(Path("new"))
    assert lane.path == Path("new")
    qtbot.waitUntil(gate.reached["new"].is_set)
    qtbot.wait(50)
    assert lane.status is LaneStatus.READING


def test_an_answer_that_comes_too_late_is_dropped_and_let_go(qtbot, reader, lane, gate, monkeypatch):
    ready = []
    monkeypatch.setattr(lane, "ready", ready.append)
    reader.read(Path("old"))
    gate.gates["old"].set()
    reader._reading.wait()  # its answer waits in the event queue
    gate.gates["new"].set()
    reader.read(Path("new"))
    qtbot.waitUntil(lambda: bool(ready))
    qtbot.wait(20)
    assert ready == [gate.tracks["new"]]
    assert gate.tracks["old"].closed == 1
    assert gate.tracks["new"].closed == 0


def test_a_failure_that_comes_too_late_is_nobodys(qtbot, reader, lane, gate):
    reader.read(Path("bad"))
    gate.gates["bad"].set()
    reader._reading.wait()
    reader.read(Path("new"))
    qtbot.wait(50)
    assert (lane.status, lane.problem) == (LaneStatus.READING, "")


def test_clearing_stops_and_forgets(qtbot, reader, lane, gate):
    reader.read(Path("old"))
    gate.reached["old"].wait(5.0)
    reader.clear()
    assert (lane.status, lane.path) == (LaneStatus.EMPTY, None)
    qtbot.wait(50)
    assert lane.status is LaneStatus.EMPTY


def test_the_temporary_file_of_the_old_track_goes_with_it(qtbot, reader, lane, song, reference_song):
    read(qtbot, reader, lane, song)
    spool = lane.track.spool_path
    assert spool.exists()
    read(qtbot, reader, lane, reference_song)
    assert not spool.exists()
    spool = lane.track.spool_path
    reader.clear()
    assert not spool.exists()


def test_progress_of_a_long_reading_is_told(qtbot, reader, lane, gate):
    told = []
    lane.progressed.connect(told.append)
    reader.read(Path("old"))
    qtbot.waitUntil(lambda: bool(told))
    assert told[0] == 0.25
