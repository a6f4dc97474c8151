"""Several files of one take: the same bits as each alone, measured and processed once."""

import shutil

import numpy as np
import pytest
import soundfile
from progress_stages import cancelled_at

from masterdesk.engine.errors import Cancelled, InputError
from masterdesk.engine.pipelines.master import master, master_of_several
from masterdesk.engine.pipelines.processes.shared_folder import make_shared_folder, remove_shared_folder
from masterdesk.engine.pipelines.takes import measured as measured_module
from masterdesk.engine.pipelines.takes import takes as takes_module
from masterdesk.engine.pipelines.takes.take import Take
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.engine.types.reference import MatchAmounts, Reference
from masterdesk.engine.types.request import MasterRequest
from masterdesk.engine.types.settings import Settings

RATE = 44100
LOUD = Settings("b", loudness_lufs=-9.0, stereo_image=True)
DELIVERIES = {
    "a.wav": DeliveryRequest("wav", "24"),
    "b.wav": DeliveryRequest("wav", "16", dither="shaped"),
    "c.mp3": DeliveryRequest("mp3", bit_rate_kbps=320),
    "d.wav": DeliveryRequest("wav", "24", sample_rate=48000),
    "e.wav": DeliveryRequest("wav", "24", sample_rate=48000),
}


@pytest.fixture
def folder():
    folder = make_shared_folder()
    yield folder
    remove_shared_folder(folder)
    assert not folder.exists()


@pytest.fixture
def song(tmp_path):
    return write_song(tmp_path / "song.wav", 1)


@pytest.fixture
def work(monkeypatch):
    """What was measured and processed, in order."""
    done, load, process = [], measured_module.load_track, Take.process

    def noted_load(*arguments):
        done.append("measured")
        return load(*arguments)

    def noted_process(take, *arguments):
        done.append(take.sample_rate)
        return process(take, *arguments)

    monkeypatch.setattr(measured_module, "load_track", noted_load)
    monkeypatch.setattr(Take, "process", noted_process)
    return done


def write_song(path, seed, loud=0.2):
    rng, time_s = np.random.default_rng(seed), np.arange(RATE * 6) / RATE
    level = 0.02 + loud * (np.sin(time_s * 2.0) > 0.0)
    soundfile.write(path, rng.standard_normal((RATE * 6, 2)) * level[:, None], RATE, subtype="PCM_24")
    return path


def test_every_file_has_the_bits_it_would_have_alone(tmp_path, folder, song, work):
    alone, together = tmp_path / "alone", tmp_path / "together"
    alone.mkdir(), together.mkdir()
    reports = {}
    for name, delivery in DELIVERIES.items():
        told = []
        progress = Progress(lambda stage, fraction, told=told: told.append(fraction))
        reports[name] = master_of_several(MasterRequest(song, together / name, LOUD, delivery), folder, progress)
        assert told == sorted(told) and told[-1] == 1.0
    assert work == ["measured", 44100, 48000]
    for name, delivery in DELIVERIES.items():
        single = master(MasterRequest(song, alone / name, LOUD, delivery))
        assert (together / name).read_bytes() == (alone / name).read_bytes(), name
        assert reports[name].result.loudness == single.result.loudness
        assert reports[name].warnings == single.warnings
        assert reports[name].input.loudness == single.input.loudness


def test_a_match_is_kept_with_the_track(tmp_path, folder, song, work):
    reference = write_song(tmp_path / "reference.wav", 5, loud=0.4)
    settings = Settings(None, references=(Reference(str(reference)),), match=MatchAmounts(loudness=50.0))
    reports = []
    for name in ("a.wav", "b.flac"):
        request = MasterRequest(song, tmp_path / name, settings, DeliveryRequest(bit_depth="24"))
        reports.append(master_of_several(request, folder, Progress()))
    assert work == ["measured", 44100]
    alone = master(MasterRequest(song, tmp_path / "c.wav", settings, DeliveryRequest(bit_depth="24")))
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "c.wav").read_bytes()
    np.testing.assert_array_equal(*(soundfile.read(tmp_path / name)[0] for name in ("a.wav", "b.flac")))
    for report in reports:
        assert report.targets == alone.targets
        assert report.match is not None and report.match.lines == alone.match.lines


def test_what_is_at_rest_stays_the_sources_own(tmp_path, folder):
    song = write_song(tmp_path / "soft.wav", 3, loud=0.05)
    resting = Settings(None, loudness_lufs=None, ceiling_dbtp=0.0)
    for name in ("a.wav", "b.wav"):
        request = MasterRequest(song, tmp_path / name, resting, DeliveryRequest("wav", "24"))
        master_of_several(request, folder, Progress())
        np.testing.assert_array_equal(*(soundfile.read(path, dtype="int32")[0] for path in (song, request.output)))


def test_another_state_of_the_file_is_measured_anew(tmp_path, folder, song, work):
    def written(name):
        request = MasterRequest(song, tmp_path / name, LOUD, DeliveryRequest("wav", "24"))
        master_of_several(request, folder, Progress())
        return (tmp_path / name).read_bytes()

    first = written("a.wav")
    write_song(song, 2)
    assert written("b.wav") != first
    assert work == ["measured", 44100] * 2
    song.unlink()
    with pytest.raises(InputError, match=r"song\.wav"):
        written("c.wav")


@pytest.mark.parametrize("stage", ["Analyzing", "Processing", "Rendering"])
def test_a_file_that_was_cancelled_leaves_nothing_wrong_behind(tmp_path, folder, song, stage):
    with pytest.raises(Cancelled):
        master_of_several(MasterRequest(song, tmp_path / "a.wav", LOUD), folder, cancelled_at(stage))
    assert not (tmp_path / "a.wav").exists()
    master_of_several(MasterRequest(song, tmp_path / "b.wav", LOUD), folder, Progress())
    master(MasterRequest(song, tmp_path / "c.wav", LOUD))
    assert (tmp_path / "b.wav").read_bytes() == (tmp_path / "c.wav").read_bytes()


def test_without_room_on_the_disk_each_file_is_processed_for_itself(tmp_path, folder, song, work, monkeypatch):
    monkeypatch.setattr(takes_module, "has_room_for", lambda frames, channels: False)
    for name in ("a.wav", "b.wav"):
        master_of_several(MasterRequest(song, tmp_path / name, LOUD), folder, Progress())
    assert work == ["measured", 44100, 44100]
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_a_folder_that_is_gone_is_an_error_and_no_file(tmp_path, folder, song):
    shutil.rmtree(folder)
    with pytest.raises(OSError, match="No such file"):
        master_of_several(MasterRequest(song, tmp_path / "a.wav", LOUD), folder, Progress())
    assert not (tmp_path / "a.wav").exists()
