"""The meters against the standards' own signals and tolerances (EBU Tech 3341/3342, BS.1770, BS.2217)."""

import math
from functools import cached_property

import numpy as np
import pytest
import shared_data

from masterdesk.engine.analyze.loudness_meter import CELLS_PER_SECOND, LoudnessMeter
from masterdesk.engine.dsp.loudness import lufs_from_power, momentary_power, short_term_power
from masterdesk.engine.dsp.true_peak import TruePeakMeter
from masterdesk.engine.types.audio_format import AudioFormat

NAMES = {"L": "FL", "R": "FR", "C": "FC", "LFE": "LFE", "Ls": "SL", "Rs": "SR"}
LAYOUTS = {"M": "FC", "LR": "FL+FR"}
RATES = (48000, 44100, 96000, 192000)
#: The rate enters into the weighting filter and the peak interpolator; what is pure gating is tried at two rates.
GATING = ("3341-03", "3341-04", "3341-10", "3341-11", "3341-13", "3341-14", "2217-absgate", "2217-relgate")


def _cases():
    if not (shared_data.TOOLS / "ebu_signals.py").exists():
        return [pytest.param(None, 48000, marks=pytest.mark.skip("no ebu_signals.py: set MASTERDESK_TESTDATA"))]
    cases = [case for case in shared_data.tool("ebu_signals").CASES if case.synth]
    return [
        pytest.param(case, rate, id=f"{case.id}@{rate}")
        for rate in RATES
        for case in cases
        if rate in (48000, 44100) or not case.id.startswith(GATING)
    ]


def _order(layout):
    return LAYOUTS.get(layout) or "+".join(NAMES[name] for name in layout.split())


class Readings:
    """What the meters say of one signal."""

    def __init__(self, audio, rate, order):
        self._format = AudioFormat("wav", "pcm_f32le", len(audio), order, rate, 32, None, audio.shape[1], 0)
        self._seconds = [audio[:, start : start + rate] for start in range(0, audio.shape[1], rate)]

    def of(self, quantity, when):
        """All readings of a quantity that an expectation is about; no reading is -inf."""
        if quantity == "TP":
            return [self._true_peak_dbtp()]
        if quantity in ("I", "LRA"):
            value = self._curve.integrated_lufs() if quantity == "I" else self._curve.range_lu()
            return [-math.inf if value is None else value]
        return self._windows(quantity, when)

    @cached_property
    def _curve(self):
        meter = LoudnessMeter(self._format)
        for second in self._seconds:
            meter.push(second)
        return meter.finish()

    def _true_peak_dbtp(self):
        meter = TruePeakMeter(self._format.sample_rate, self._format.channels)
        for second in self._seconds:
            meter.push(second)
        peak = float(meter.finish()[0].max())
        return 20.0 * math.log10(peak) if peak else -math.inf

    def _windows(self, quantity, when):
        power_of, length = {"M": (momentary_power, 0.4), "S": (short_term_power, 3.0)}[quantity[0]]
        lufs = lufs_from_power(power_of(self._curve.power_per_cell, CELLS_PER_SECOND))
        ends = np.arange(len(lufs)) / CELLS_PER_SECOND + length
        if when.startswith("segment"):
            start, end = (float(t) for t in when.split(":")[1].removesuffix("s").split(".."))
            lufs = lufs[(ends > start + 1e-6) & (ends < end + 1e-6)]
        elif "after" in when:
            after = float(when.split("after")[1].split("s")[0])
            lufs = lufs[ends >= after]
        else:
            lufs = lufs[ends >= length]
        return [lufs.max()] if quantity.endswith("_max") else list(lufs)


@pytest.mark.parametrize(("case", "rate"), _cases())
def test_reads_within_the_tolerance_of_the_standard(case, rate):
    audio = np.ascontiguousarray(shared_data.tool("ebu_signals").build(case, rate).T, dtype=np.float32)
    readings = Readings(audio, rate, _order(case.layout))
    for expected in case.expect:
        for reading in readings.of(expected.q, expected.when):
            if math.isinf(expected.value):
                assert reading == expected.value
            else:
                assert expected.value - expected.minus <= reading <= expected.value + expected.plus, expected


def test_there_are_140_readings():
    cases = [case for case in shared_data.tool("ebu_signals").CASES if case.synth]
    assert sum(len(case.expect) for case in cases) == 140
