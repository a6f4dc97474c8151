"""What the gallery shows of spectrum, meters and history: names as in `gallery_pictures`."""

import functools
from dataclasses import replace

import numpy as np
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from window import gallery_pictures, live_frames, match_scenes, scenes

from masterdesk.engine.live import loudness_series

#: Long enough for figures and curves that come later than the rest.
SETTLE_MS = 300


def below_the_cards(make_source, tab=0, touch=None):
    """Graphs and meters in a row, as below the cards; `make_source` gives models, or a source that plays."""

    def make(height):
        from masterdesk.window.views.graphs_panel import GraphsPanel
        from masterdesk.window.views.meters.meters_view import MetersView

        source = make_source()
        models, actions = getattr(source, "models", source), scenes.RecordingActions()
        row, graphs = QWidget(), GraphsPanel(models, actions)
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(graphs, 70)
        box.addWidget(MetersView(models, actions), 30)
        row.setFixedHeight(378 if height >= 800 else 282)
        graphs._tabs.setCurrentIndex(tab)

        def finish(row):
            if source is not models:
                live(source)
            if touch is not None:
                touch(graphs)
            QTest.qWait(SETTLE_MS)

        return row, finish, False

    return make


def live(source):
    """Play on for two seconds as on the screen, so that points fade and figures settle."""
    for _ in range(60):
        source.play()
        QTest.qWait(1)


def playing(seconds=8.0, holds_peaks=False, gain=1.6, **options):
    """Real music plays."""
    models = gallery_pictures.music(**options)
    models.live.set_options(1 / 6, 4.5, True, holds_peaks)
    source = live_frames.slot_of(models, gain)
    if source.heard.isdigit():
        clip = np.ascontiguousarray(source.clips[source.heard].T)
        slot = models.slots[int(source.heard) - 1]
        slot.measure(loudness_series(clip, source.rate, source.start_s, ramps_in=True))
    source.play(round(seconds * live_frames.FRAMES_PER_SECOND))
    return source


def too_loud():
    """Peaks above the ceiling and full scale, of a slot that is much louder than its target."""
    source = playing()
    source.clips["2"] = 1.4 * source.clips["2"]
    source.play(30)
    return source


def silent():
    """A track of silence."""
    source = live_frames.slot_of(gallery_pictures.music())
    for clip in source.clips.values():
        clip[:] = 0.0
    source.play(60)
    return source


def mono_and_out_of_phase():
    """One channel is the other, turned over."""
    source = playing(heard="original")
    source.clips["original"] = source.clips["original"] * np.array([1.0, -1.0], dtype=np.float32)
    source.play(60)
    return source


def quiet_target():
    """A slot without a loudness target."""
    source = playing(heard="4")
    desk = source.models.desk
    desk.change_slot(3, replace(desk.state.slots[3], loudness_lufs=None), "Loudness")
    return source


def matched():
    """A card that matches the reference plays."""
    source = live_frames.slot_of(match_scenes.matched(side_db=1.5), 1.6)
    source.play(240)
    models = source.models
    models.live.show_window(models.live.frame.frequencies_hz, dict(models.live.frame.spectra_db))
    return source


def pointed(graphs):
    """The cursor stands at a frequency."""
    graphs._graphs.currentWidget().plot.set_cursor(440.0)


def zoomed(graphs):
    """Zoomed in on both axes."""
    navigation = graphs._graphs.currentWidget().plot.navigation
    navigation.zoom_frequencies(0.3, 0.4)
    navigation.zoom_levels(0.5, 0.6)


def whole_track(graphs):
    """The history of the whole track."""
    graphs._graphs.currentWidget().range._choose(1.0)


PICTURES = {
    "graphs-empty": below_the_cards(scenes.empty),
    "graphs-ready": below_the_cards(gallery_pictures.music),
    "graphs-playing": below_the_cards(playing, touch=pointed),
    "graphs-hold": below_the_cards(functools.partial(playing, holds_peaks=True)),
    "graphs-zoomed": below_the_cards(playing, touch=zoomed),
    "graphs-over": below_the_cards(too_loud),
    "graphs-silence": below_the_cards(silent),
    "graphs-out-of-phase": below_the_cards(mono_and_out_of_phase),
    "graphs-no-target": below_the_cards(quiet_target),
    "graphs-reference": below_the_cards(functools.partial(playing, heard="reference")),
    "graphs-match": below_the_cards(matched, touch=pointed),
    "graphs-match-first": below_the_cards(match_scenes.matched),
    "graphs-blind": below_the_cards(gallery_pictures.blind),
    "history-slot": below_the_cards(playing, 1),
    "history-original": below_the_cards(functools.partial(playing, heard="original"), 1, whole_track),
    "history-empty": below_the_cards(scenes.empty, 1),
}
