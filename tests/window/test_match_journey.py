"""A reference decides how a master sounds, from the open file to the written one; all is real but the sound card."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from window import scenes

from masterdesk.app import Desk
from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.window.models.references import SourceStatus
from masterdesk.window.models.render_queue import JobStatus
from masterdesk.window.models.slot import SlotStatus
from masterdesk.window.views.match.match_panel import MatchPanel
from masterdesk.window.views.spectrum import SpectrumView
from masterdesk.window.views.spectrum.curves import RESULT

PATIENCE_MS = 90_000


@pytest.fixture
def desk(nothing_is_left, opened, models, players):
    desk = Desk(models)
    desk.window.show()
    yield desk
    desk.window.end()
    desk.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def wait(qtbot, desk):
    def until(ready):
        qtbot.waitUntil(lambda: bool(ready()), timeout=PATIENCE_MS)

    return until


def exact(desk, slot):
    return desk.models.slots[slot].status is SlotStatus.EXACT


def difference(one, other):
    return float(np.abs(one.samples - other.samples).max())


def test_a_card_is_matched_adjusted_saved_used_and_rendered(desk, wait, song, reference_song, tmp_path):
    models, actions = desk.models, desk.actions
    told = []
    actions.view.confirmed.connect(told.append)
    actions.files.open_dropped([song, reference_song], on_reference_lane=False)
    wait(lambda: models.reference.track and all(exact(desk, slot) for slot in range(5)))

    models.desk.note(heard="3")
    actions.commands["match_reference"].trigger()
    wait(lambda: exact(desk, 2) and models.slots[2].audio.match_report)
    first = models.slots[2].audio
    panel, spectrum = desk.window.findChild(MatchPanel), desk.window.findChild(SpectrumView)
    wait(lambda: panel.state.text() and "dB" in panel.state.text())
    assert RESULT in [curve.role for curve in spectrum.plot.curves]

    further = scenes.wav("Glow", 40.0, scenes.RATE, 5)
    actions.references.add(2, [further])
    actions.references.choose_chorus()
    actions.match.set_lock(2, "width", True)
    actions.match.set_all(2, 60.0)
    wait(lambda: models.references.get(str(further)).status is SourceStatus.READY and exact(desk, 2))
    second = models.slots[2].audio
    assert second.settings.match.tone == 60.0 and second.settings.match.width == 100.0
    assert difference(first, second) > 1e-3, "it is heard"

    saved = tmp_path / "album.mdmatch"
    actions.references.save(2, saved)
    wait(lambda: told and saved.exists())
    actions.slots.copy(2, 3)
    actions.references.use(3, saved)
    wait(lambda: models.desk.state.slots[3].use_match and exact(desk, 3))
    assert models.slots[3].audio.settings.use_match == str(saved)
    assert difference(second, models.slots[3].audio) < 3e-3, "a saved match is the match that was saved"

    actions.rendering.render([2], tmp_path, "master", [DeliveryRequest(container="wav", bit_depth="24")])
    wait(lambda: not models.queue.unfinished)
    (job,) = models.queue.jobs
    assert job.status is JobStatus.DONE, job.problem
    assert job.report.match.lines == second.match_report.lines

    state = models.desk.state
    actions.sessions.save_as(tmp_path / "desk")
    actions.files.close_reference()
    actions.slots.reset(2)
    actions.sessions.open(tmp_path / "desk.mdsession")
    assert models.desk.state == state
    wait(lambda: models.track.track and exact(desk, 2))
    assert difference(second, models.slots[2].audio) < 1e-6
