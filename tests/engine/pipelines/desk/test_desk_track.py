"""A track on the desk: samples, waveform and analysis of one pass, and the temporary disk it takes."""

import numpy as np
import pytest
import soundfile as sf

from masterdesk.engine.decode import open_source
from masterdesk.engine.errors import Cancelled, InputError, OutputError
from masterdesk.engine.pipelines.desk import desk_spool
from masterdesk.engine.pipelines.desk.desk_track import load_desk_track
from masterdesk.engine.pipelines.takes.track import analyze_file
from masterdesk.engine.progress import Progress

RATE = 44100


@pytest.fixture
def temporary_folder(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(desk_spool.tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def song(tmp_path):
    path = tmp_path / "song.wav"
    noise = np.random.default_rng(1).normal(0.0, 0.1, (RATE * 8, 2))
    sf.write(path, noise * np.linspace(0.1, 1.0, len(noise))[:, None], RATE, subtype="PCM_24")
    return path


def test_holds_the_very_samples_and_the_same_analysis(song, temporary_folder):
    with load_desk_track(song, Progress()) as track:
        decoded = np.concatenate(list(open_source(song).blocks()), axis=1)
        assert np.array_equal(track.samples().T, decoded)
        assert not track.samples().flags.writeable
        assert track.analysis.loudness == analyze_file(song).loudness
        assert (track.frames, track.sample_rate, track.channels) == (RATE * 8, RATE, 2)


def test_tells_the_format_first_and_the_waveform_as_it_grows(song, temporary_folder):
    told = []
    with load_desk_track(
        song,
        Progress(),
        on_opened=lambda audio_format, frames: told.append((audio_format.codec, frames)),
        on_peaks=lambda update: told.append(update.known_frames),
    ) as track:
        assert told[0] == ("pcm_s24le", track.frames)
        assert told[1:] == sorted(told[1:])
        assert told[-1] == track.frames


def test_resamples_what_is_heard_and_analyzes_what_is_there(song, temporary_folder):
    with load_desk_track(song, Progress(), sample_rate=48000) as track:
        assert track.frames == len(track.samples()) == 48000 * 8 == track.peaks.known_frames
        assert track.sample_rate == 48000
        assert track.analysis.format.sample_rate == RATE
        assert track.analysis.loudness == analyze_file(song).loudness
        assert np.std(track.samples()) == pytest.approx(np.std(sf.read(song)[0]), rel=0.05)


def test_outlines_a_long_file_before_it_is_read(tmp_path, temporary_folder):
    path = tmp_path / "long.wav"
    ramp = np.linspace(0.0, 0.5, 8000 * 300)
    sf.write(path, ramp * np.sign(np.sin(np.arange(ramp.size))), 8000, subtype="PCM_16")
    outlines = []

    def look(update):
        if not outlines:
            outlines.append((update.known_frames, update.peaks.range(0, ramp.size, 100)[1][0]))

    load_desk_track(path, Progress(), on_peaks=look).close()
    known, outline = outlines[0]
    assert known == 0
    assert outline == pytest.approx(np.linspace(0.0, 0.5, 100), abs=0.02)


def test_leaves_nothing_behind(song, temporary_folder):
    track = load_desk_track(song, Progress())
    assert track.spool_path.exists()
    samples = track.samples()
    track.close()
    assert not list(temporary_folder.iterdir())
    assert np.isfinite(samples).all()


def test_stops_when_asked_and_leaves_nothing_behind(song, temporary_folder):
    progress = Progress()
    with pytest.raises(Cancelled):
        load_desk_track(song, progress, on_peaks=lambda update: progress.cancel())
    assert not list(temporary_folder.iterdir())


def test_refuses_surround(tmp_path, temporary_folder):
    path = tmp_path / "surround.wav"
    sf.write(path, np.full((RATE, 6), 0.1), RATE)
    with pytest.raises(InputError, match="has 6 channels"):
        load_desk_track(path, Progress())
    assert not list(temporary_folder.iterdir())


def test_says_that_the_temporary_disk_is_full(song, temporary_folder, monkeypatch):
    monkeypatch.setattr(desk_spool.shutil, "disk_usage", lambda folder: type("Usage", (), {"free": 1 << 20}))
    with pytest.raises(OutputError, match="no room for the decoded track"):
        load_desk_track(song, Progress())


def test_deletes_what_a_killed_process_left_but_nothing_in_use(song, temporary_folder, monkeypatch):
    monkeypatch.setattr(desk_spool, "SETTLED_S", -1.0)
    left = temporary_folder / f"{desk_spool.PREFIX}left{desk_spool.SUFFIX}"
    left.write_bytes(b"1234")
    with load_desk_track(song, Progress()) as first, load_desk_track(song, Progress()) as second:
        assert not left.exists()
        assert first.spool_path.exists()
        assert second.spool_path.exists()
