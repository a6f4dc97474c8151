"""Live frames for tests of views, as the worker makes them: measured by the engine's meters, block after block."""

import numpy as np

from masterdesk.engine.live import LiveMeter, SpectrumMeter
from masterdesk.window.models.live import LiveFrame

FRAMES_PER_SECOND = 30
EQ_HZ = 1000.0 * 2.0 ** (np.arange(-17, 14) / 3.0)


class LiveSource:
    """Plays clips (frames, channels) by their keys, all from one position, and measures `heard`."""

    def __init__(self, models, clips, sample_rate, heard):
        self.models, self.clips, self.rate, self.heard = models, clips, sample_rate, heard
        self.meter = LiveMeter(sample_rate, clips[heard].shape[1])
        self.spectra = {key: SpectrumMeter(sample_rate, clip.shape[1]) for key, clip in clips.items()}
        self.frame = 0

    @property
    def start_s(self):
        """Where the clips lie on the track."""
        return self.models.desk.state.window_start_s

    def play(self, frames=1):
        """So many frames of the screen; the last is shown by the model."""
        for _ in range(frames):
            self.push()
        live_frame = self.measured()
        self.models.playback.set_position(live_frame.position_s)
        self.models.live.show(live_frame)

    def rest(self, seconds):
        """Nothing is heard for a while."""
        self.meter.rest(seconds)
        for meter in self.spectra.values():
            meter.rest(seconds)
        self.models.live.show(self.measured())

    def measured(self):
        """Everything as it stands now."""
        live = self.models.live
        smoothing, tilt = live.smoothing_octaves, live.tilt_db_per_octave
        curves = {}
        for key, meter in self.spectra.items():
            spectrum = meter.average() if live.averages else meter.now()
            curves[key] = spectrum.curve_db(smoothing, tilt)
        heard = self.spectra[self.heard]
        is_slot = self.heard.isdigit()
        return LiveFrame(
            heard=self.heard,
            position_s=self.start_s + self.frame / self.rate,
            readings=self.meter.readings(),
            frequencies_hz=heard.frequencies_hz,
            spectra_db=curves,
            peak_hold_db=heard.peak_hold_db(tilt) if live.holds_peaks else None,
            now_db=heard.now().curve_db(smoothing, tilt) if live.averages else None,
            gain_reduction_db=self._reduction() if is_slot else None,
            eq_frequencies_hz=EQ_HZ if is_slot else None,
            eq_gain_db=self._gain() if is_slot else None,
        )

    def push(self):
        """The next frame of the screen is heard."""
        step = self.rate // FRAMES_PER_SECOND
        for key, clip in self.clips.items():
            at = self.frame % max(len(clip) - step, 1)
            block = np.ascontiguousarray(clip[at : at + step].T, dtype=np.float32)
            self.spectra[key].push(block)
            if key == self.heard:
                self.meter.push(block)
        self.frame += step

    def _reduction(self):
        return -2.3 * (0.5 + 0.5 * np.sin(self.frame / self.rate * 9.0))

    def _gain(self):
        octaves = np.log2(EQ_HZ / 1000.0)
        sway = 1.0 + 0.2 * np.sin(self.frame / self.rate * 2.0)
        low, mud, air = ((octaves + 3.7), (octaves + 1.7), (octaves - 3.2))
        return sway * (3.2 * np.exp(-(low**2)) - 2.2 * np.exp(-(mud**2) * 1.5) + 2.8 * np.exp(-(air**2) * 0.6))


def slot_of(models, gain=1.6, seconds=30.0):
    """What plays on a desk whose lanes are ready: the window's part of each file, the heard slot louder by `gain`."""
    state, rate = models.desk.state, models.track.track.sample_rate
    clips = {"original": _part(models.track.track, state.window_start_s, seconds)}
    if models.reference.track is not None:
        clips["reference"] = _part(models.reference.track, state.reference_start_s or 0.0, seconds)
    if state.heard not in clips:
        clips[state.heard] = np.clip(gain * clips["original"], -0.89, 0.89)
    return LiveSource(models, clips, rate, state.heard)


def playing(frames=30, heard="2", gain=1.2, **options):
    """The scenes' desk while `heard` plays: its source, after so many frames of the screen."""
    from window import scenes

    source = slot_of(scenes.ready(heard=heard, **options), gain)
    if frames:
        source.play(frames)
    return source


def _part(track, start_s, seconds):
    start = round(start_s * track.sample_rate)
    return np.array(track.samples()[start : start + round(seconds * track.sample_rate)])
