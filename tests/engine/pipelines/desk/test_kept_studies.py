"""Studies are kept within bounds, and never taken from under a task that may read them."""

import pytest

from masterdesk.engine.pipelines.desk.kept_studies import MAX_STUDIES, KeptStudies
from masterdesk.engine.pipelines.desk.take_key import TakeKey, take_key, unread_key
from masterdesk.engine.types.settings import Settings

SETTINGS = Settings("a")


@pytest.fixture
def kept():
    studies = KeptStudies(1000, 2)
    yield studies
    studies.close()


def written(kept):
    files = kept.new_files()
    files.study.write_bytes(b"study")
    files.audio.write_bytes(b"audio")
    return files


def numbered(number):
    return take_key(Settings("a", float(number)), None)


def test_the_oldest_that_nobody_wants_goes_first(kept):
    files = [written(kept) for _ in range(MAX_STUDIES + 1)]
    wanted = {numbered(0)}
    for number in range(MAX_STUDIES):
        assert kept.keep(numbered(number), files[number], wanted) == []
    kept.find(numbered(1), SETTINGS)
    unneeded = kept.keep(numbered(MAX_STUDIES), files[-1], wanted)
    assert unneeded == [files[2]]
    assert kept.find(numbered(2), SETTINGS) == (None, None)
    kept.discard(*unneeded)
    assert not files[2].study.exists() and not files[2].audio.exists()
    assert files[0].study.exists() and files[1].study.exists()


def test_what_may_turn_out_to_be_wanted_stays_and_what_a_match_was_before_goes(kept):
    settings = Settings(None, use_match="x.mdmatch")
    for number in range(MAX_STUDIES):
        kept.keep(TakeKey(unread_key(settings).settings, str(number)), written(kept), set())
    one_more = numbered(1)
    assert kept.keep(one_more, written(kept), {unread_key(settings)}) == []
    newest = TakeKey(unread_key(settings).settings, str(MAX_STUDIES - 1))
    assert len(kept.keep(numbered(2), written(kept), {newest})) == 2
    assert kept.find(newest, settings)[0] is not None


def test_after_close_nothing_is_kept(kept):
    files = written(kept)
    kept.close()
    assert kept.keep(numbered(1), files, set()) == [files]


def test_of_two_studies_of_a_take_the_first_stays(kept):
    first, second = written(kept), written(kept)
    assert kept.keep(numbered(1), first, set()) == []
    assert kept.keep(numbered(1), second, set()) == [second]
    assert kept.find(numbered(1), SETTINGS)[0] is first


def test_what_cannot_be_deleted_yet_stops_nobody(kept):
    held, files = kept.new_files(), written(kept)
    held.study.mkdir()  # cannot be unlinked, as a file that is open on Windows
    kept.discard(held, files)
    assert not files.study.exists() and not files.audio.exists()


def test_close_deletes_the_folder(kept):
    files = written(kept)
    kept.close()
    kept.discard(files)
    assert not kept.folder.exists()
