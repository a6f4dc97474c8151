"""What is recorded of a track is the same in memory and in a file, and a study does not care where it lies."""

import pickle

import numpy as np
import pytest
from engine.limit.support import noise, study_of

from masterdesk.engine.limit import LimiterStudy, joined_study, predict
from masterdesk.engine.limit.chunks import JoinedChunks, RecordedChunks

RATE = 48000


def arrays():
    return [np.arange(2 * size, dtype=np.float32).reshape(2, size) + size for size in (5, 5, 5, 3)]


@pytest.fixture(params=["memory", "file", "joined"])
def chunks(request, tmp_path):
    if request.param == "joined":
        parts = [recorded(tmp_path / str(at), [array]) for at, array in enumerate(arrays())]
        return JoinedChunks([parts[0], recorded(None, []), *parts[1:]])
    return recorded(tmp_path / "powers" if request.param == "file" else None, arrays())


def recorded(path, content):
    chunks = RecordedChunks(np.float32, path)
    chunks.add(content[:1])
    chunks.add(content[1:])
    return chunks


def assert_same(found, wanted):
    assert len(found) == len(wanted)
    assert all(one.dtype == other.dtype for one, other in zip(found, wanted, strict=True))
    assert all(map(np.array_equal, found, wanted))


@pytest.mark.parametrize("part", [slice(None), slice(1, 3), slice(2, 99), slice(3, 1), slice(-1, None), slice(0, 4, 2)])
def test_any_run_can_be_had(chunks, part):
    assert_same(chunks[part], arrays()[part])


def test_they_are_a_sequence_of_arrays(chunks):
    assert_same(list(chunks), arrays())
    assert_same([chunks[0], chunks[-1]], [arrays()[0], arrays()[-1]])
    with pytest.raises(IndexError):
        chunks[4]


def test_they_are_the_same_in_another_process(chunks):
    assert_same(pickle.loads(pickle.dumps(chunks)), arrays())


@pytest.mark.parametrize("is_kept", [True, False])
def test_the_first_of_them_are_unmoved_by_what_comes_after(tmp_path, is_kept):
    chunks = recorded(tmp_path / "powers" if is_kept else None, arrays()[:3])
    first = chunks.first(2)
    chunks.add(arrays()[3:])
    assert_same(first, arrays()[:2])


def test_a_file_cut_short_is_not_taken_for_music(tmp_path):
    chunks = recorded(tmp_path / "powers", arrays())
    (tmp_path / "powers").write_bytes(b"1234")
    with pytest.raises(OSError, match="shorter"):
        chunks[2]


def test_in_files_a_study_foretells_the_same_and_weighs_nothing(tmp_path):
    audio = noise(RATE, 30)
    kept = LimiterStudy(RATE, 2, path=tmp_path / "study")
    kept.push(audio)
    kept.flush()
    part = kept.part(-(-audio.shape[1] // 65536))
    assert len(pickle.dumps(part)) < 20_000 < sum(path.stat().st_size for path in tmp_path.iterdir())
    reader = lambda start, stop: [audio[:, start:stop]]  # noqa: E731
    study = joined_study([pickle.loads(pickle.dumps(part))], RATE, 2, audio.shape[1], reader)
    found, wanted = predict(study, 6.0, -1.0), predict(study_of(audio, RATE), 6.0, -1.0)
    assert np.array_equal(found.hop_powers, wanted.hop_powers)
    assert (found.lufs, found.max_reduction_db) == (wanted.lufs, wanted.max_reduction_db)
