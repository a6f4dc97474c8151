"""The render queue shows each job as it stands, and the measured result of what was written."""

import pytest
from PySide6.QtCore import Qt
from window import card_scenes, scenes

from masterdesk.window.models.render_queue import JobStatus
from masterdesk.window.views.queue import QueuePanel, QueuePopup


@pytest.fixture
def models():
    return card_scenes.queued(card_scenes.decked())


@pytest.fixture
def shown(qtbot, models):
    actions = scenes.RecordingActions()
    panel = QueuePanel(models, actions)
    qtbot.addWidget(panel)
    panel.resize(520, 460)
    panel.show()
    return panel, actions


def row_of(panel, status, number=0):
    return [row for job, row in panel.rows.items() if job.status is status][number]


def buttons(row):
    """What can be pressed in a row."""
    named = {"cancel": row.cancel, "retry": row.retry, "folder": row.folder, "remove": row.remove}
    return {name for name, button in named.items() if not button.isHidden()}


def test_each_state_offers_what_can_be_done(shown):
    panel, _ = shown
    assert buttons(row_of(panel, JobStatus.RUNNING)) == {"cancel"}
    assert buttons(row_of(panel, JobStatus.WAITING)) == {"cancel"}
    assert buttons(row_of(panel, JobStatus.DONE)) == {"folder", "remove"}
    assert buttons(row_of(panel, JobStatus.FAILED)) == {"retry", "remove"}
    assert buttons(row_of(panel, JobStatus.CANCELLED)) == {"retry", "remove"}


@pytest.mark.parametrize(
    ("status", "button", "action"),
    [
        (JobStatus.RUNNING, "cancel", "rendering.cancel"),
        (JobStatus.FAILED, "retry", "rendering.retry"),
        (JobStatus.DONE, "folder", "rendering.open_folder"),
        (JobStatus.DONE, "remove", "rendering.remove"),
    ],
)
def test_buttons_act_on_their_job(qtbot, shown, status, button, action):
    panel, actions = shown
    row = row_of(panel, status)
    qtbot.mouseClick(getattr(row, button), Qt.MouseButton.LeftButton)
    assert actions.named(action) == [(row.job,)]


def test_a_done_job_shows_what_the_file_measures(shown):
    panel, _ = shown
    row = row_of(panel, JobStatus.DONE)
    assert row.result.text() == "−14.0 LUFS · −1.0 dBTP · LRA 6.1 LU"
    assert row.targets.text() == "targets met (−14.0 LUFS, −1.0 dBTP)"
    assert row.targets.property("tone") == "ok"
    assert row.reasons.isHidden()


def test_a_missed_target_is_told_with_its_reason(shown):
    panel, _ = shown
    row = row_of(panel, JobStatus.DONE, 1)
    assert row.targets.text() == "target missed (−6.0 LUFS, −1.0 dBTP)"
    assert row.targets.property("tone") == "warning"
    assert "The limiter would have to take 9.2 dB at the drums." in row.reasons.text()
    assert "−7.4 LUFS for a target of −6 LUFS" in row.reasons.text()


def test_running_and_failed_jobs_tell_their_state(shown):
    panel, _ = shown
    assert row_of(panel, JobStatus.RUNNING).state.text().startswith("Rendering · 62 % · ")
    assert "no room left" in row_of(panel, JobStatus.FAILED).state.text()
    assert row_of(panel, JobStatus.FAILED).state.property("tone") == "danger"


def test_a_job_is_followed_from_start_to_end(shown, models):
    panel, _ = shown
    row = row_of(panel, JobStatus.WAITING)
    models.queue.start(row.job)
    models.queue.progress(row.job, "Analyzing", 0.1)
    assert "Analyzing · 10 %" in row.state.text()
    assert not row.progress.isHidden()
    models.queue.finish(row.job, card_scenes.report(models, row.job.request, -14.0, -1.2))
    assert row.progress.isHidden()
    assert buttons(row) == {"folder", "remove"}


def test_new_jobs_come_to_the_top_and_removed_ones_go(shown, models):
    panel, _ = shown
    job = models.queue.jobs[0]
    models.queue.remove(job)
    assert job not in panel.rows
    new = models.queue.add("New.wav", 1, job.request)
    assert panel._rows.indexOf(panel.rows[new]) == 0


def test_all_can_be_cancelled_and_the_finished_cleared(qtbot, shown, models):
    panel, actions = shown
    qtbot.mouseClick(panel._cancel_all, Qt.MouseButton.LeftButton)
    assert actions.named("rendering.cancel_all") == [()]
    qtbot.mouseClick(panel._clear, Qt.MouseButton.LeftButton)
    unfinished = models.queue.unfinished
    assert [job for (job,) in actions.named("rendering.remove")] == [
        j for j in models.queue.jobs if j not in unfinished
    ]


def test_an_empty_queue_says_how_to_fill_it(qtbot):
    panel = QueuePanel(scenes.empty(), scenes.RecordingActions())
    qtbot.addWidget(panel)
    assert not panel._empty.isHidden()
    assert "Ctrl+R" in panel._empty.text()
    assert panel._cancel_all.isHidden()


def test_the_popup_keeps_inside_its_limits(qtbot, models):
    from PySide6.QtWidgets import QWidget

    anchor = QWidget()
    qtbot.addWidget(anchor)
    popup = QueuePopup(models, scenes.RecordingActions(), anchor)
    popup.open_at(anchor, above=True)
    assert popup.height() <= 460
    popup.close()
