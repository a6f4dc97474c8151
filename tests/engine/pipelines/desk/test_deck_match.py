"""A slot with a reference is previewed as its master will be, and its reference is measured once."""

import time

import numpy as np
import pytest
import soundfile
from deck_listener import ask, load
from engine.match.tracks import RATE, music

from masterdesk.engine.errors import InputError
from masterdesk.engine.pipelines.desk.deck import Deck
from masterdesk.engine.pipelines.master import master
from masterdesk.engine.pipelines.takes.references import ReferenceShelf
from masterdesk.engine.pipelines.takes.track import analyze_file
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.engine.types.reference import MatchAmounts, Reference
from masterdesk.engine.types.request import MasterRequest
from masterdesk.engine.types.settings import Settings


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("match")
    paths = folder / "track.wav", folder / "reference.wav"
    for path, audio in zip(paths, (music(1, 30.0, tilt_db=-6.0), music(2, 30.0, tilt_db=-3.5) * 2.0), strict=True):
        soundfile.write(path, audio.T, RATE, subtype="FLOAT")
    return paths


class Counted:
    def __init__(self):
        self.paths = []

    def __call__(self, path, progress):
        self.paths.append(path)
        return analyze_file(path, progress)


def test_the_preview_nulls_against_the_master_and_the_reference_is_measured_once(files, workers, tmp_path):
    path, reference = files
    analyze = Counted()
    settings = Settings(
        None, references=(Reference(str(reference)),), match=MatchAmounts(loudness=50.0), loudness_lufs=-16.0
    )
    with load(path) as track:
        deck = Deck(track, workers, ReferenceShelf(analyze))
        try:
            audio = ask(deck, 0, settings, 5.0, 10.0).exact()
            ask(deck, 1, Settings(None, references=settings.references), 5.0, 10.0).exact()
        finally:
            deck.close()
    assert analyze.paths == [str(reference)]
    assert audio.match_report is not None
    assert audio.match_report.lines
    delivery = DeliveryRequest(container="wav", bit_depth="32f")
    report = master(MasterRequest(path, tmp_path / "m.wav", settings, delivery))
    written, _ = soundfile.read(tmp_path / "m.wav", start=5 * RATE, frames=10 * RATE, dtype="float32")
    assert 10 * np.log10(np.mean((audio.samples - written).astype(np.float64) ** 2) + 1e-30) <= -140.0
    expected = 0.5 * (-16.0 + analyze_file(reference).loudness.integrated_lufs)
    assert report.targets.integrated_lufs.asked == pytest.approx(expected)
    assert report.result.loudness.integrated_lufs == pytest.approx(expected, abs=0.1)


def test_an_estimate_tells_no_range_that_the_plan_does_not_move(files, workers):
    path, reference = files
    amounts = MatchAmounts(tone=0.0, dynamics=0.0, width=0.0)
    settings = Settings(None, references=(Reference(str(reference)),), match=amounts, loudness_lufs=-8.0)
    with load(path) as track:
        deck = Deck(track, workers)
        try:
            listener = ask(deck, 0, settings, 5.0, 20.0, heard_s=6.0)
            exact = listener.exact()
        finally:
            deck.close()
        own = track.analysis.loudness.range_lu
    assert [audio.match_report.range_lu for audio in listener.audio if not audio.exact] == [0.0, 0.0]
    assert exact.match_report.range_lu == pytest.approx(exact.loudness.range_lu - own, abs=1e-9) != 0.0


def test_an_offered_analysis_is_not_made_again_until_the_file_changes(files):
    _, reference = files
    analyze = Counted()
    shelf = ReferenceShelf(analyze)
    shelf.offer(analyze_file(reference))
    settings = Settings(None, references=(Reference(str(reference)),))
    assert shelf.match(settings, Progress()) is not None
    assert analyze.paths == []
    reference.touch()
    shelf.match(settings, Progress())
    assert analyze.paths == [str(reference)]


def test_a_missing_reference_fails_its_slot_alone(files, workers):
    path, _ = files
    with load(path) as track:
        deck = Deck(track, workers)
        try:
            lost = ask(deck, 0, Settings(None, references=(Reference("/nowhere/at-all.wav"),)), 2.0, 5.0)
            ask(deck, 1, Settings(None), 2.0, 5.0).exact()
            until = time.monotonic() + 20.0
            while not lost.errors and time.monotonic() < until:
                time.sleep(0.05)
        finally:
            deck.close()
    assert lost.errors and isinstance(lost.errors[0], InputError)
