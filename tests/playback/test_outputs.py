"""Which sound card is taken, in what form, and what happens when it goes: with cards made for the purpose."""

from types import SimpleNamespace

import numpy as np
import pytest
from playback.fake_card import Fake
from playback.mixing import RATE, noise, source

from masterdesk.engine.dsp.resample import resample
from masterdesk.playback.ledger import LEDGER_BYTES, Ledger
from masterdesk.playback.mix.mixer import Mixer
from masterdesk.playback.mix.program import Program
from masterdesk.playback.service import output, portaudio
from masterdesk.playback.service.output import SilentOutput
from masterdesk.playback.service.outputs import Outputs
from masterdesk.playback.service.portaudio import PortAudioMissing
from masterdesk.playback.values import LATENCY_S, LONG_LATENCY_S

GOOD = ("Speakers", 2, (44100, 48000))
PHONES = ("Headphones", 2, (44100, 48000))
MUSIC = noise(3)


@pytest.fixture
def outputs_of(monkeypatch):
    """Outputs over a fake card, with music playing."""

    def make(sd):
        monkeypatch.setattr(portaudio, "load", lambda: sd)
        ledger = Ledger(bytearray(LEDGER_BYTES), RATE)
        mixer = Mixer(RATE, Program(source(MUSIC), playing=True, play_serial=1, end_frame=len(MUSIC)))
        outputs = Outputs(mixer, ledger)
        outputs.start()
        outputs.ledger, outputs.mixer = ledger, mixer
        return outputs

    return make


def mixed(frames):
    """What the mixer gives, without any card."""
    mixer = Mixer(RATE, Program(source(MUSIC), playing=True, play_serial=1, end_frame=len(MUSIC)))
    out = np.empty((frames, 2), np.float32)
    for start in range(0, frames, 1024):
        mixer.render(out[start : start + 1024], Ledger(bytearray(LEDGER_BYTES), RATE))
    return out


def test_the_default_is_taken_and_listed_first(outputs_of):
    sd = Fake(PHONES, GOOD, default=1)
    outputs = outputs_of(sd)
    outputs.open(None)
    assert outputs.report.device_name == "Speakers" and outputs.report.problem is None
    assert [(d.name, d.is_default) for d in outputs.report.devices] == [("Speakers", True), ("Headphones", False)]
    assert sd.streams[0].options["blocksize"] == 1024 and sd.streams[0].options["latency"] == LATENCY_S


def test_the_wanted_one_is_taken(outputs_of):
    outputs = outputs_of(Fake(GOOD, PHONES))
    outputs.open("Headphones")
    assert outputs.report.device_name == "Headphones" and outputs.report.problem is None


def test_another_is_taken_while_the_wanted_one_is_not_there(outputs_of):
    outputs = outputs_of(Fake(GOOD))
    outputs.open("Headphones")
    assert outputs.report.device_name == "Speakers"
    assert outputs.report.problem == "The sound output “Headphones” is not there: playing through “Speakers”."


def test_a_stereo_card_gets_the_mix_as_it_is(outputs_of):
    sd = Fake(GOOD)
    outputs_of(sd).open(None)
    out = np.concatenate([sd.streams[0].ask(1024) for _ in range(20)])
    assert np.array_equal(out, mixed(20 * 1024))


def test_a_mono_card_gets_both_sides(outputs_of):
    sd = Fake(("Intercom", 1, (44100,)))
    outputs_of(sd).open(None)
    out = np.concatenate([sd.streams[0].ask(1024) for _ in range(20)])
    assert out.shape == (20 * 1024, 1)
    assert np.allclose(out[:, 0], mixed(20 * 1024).mean(axis=1), atol=1e-7)


def test_a_rate_that_is_refused_is_converted(outputs_of, monkeypatch):
    sd = Fake(("Interface", 2, (48000,)))
    outputs = outputs_of(sd)
    outputs.open(None)
    assert outputs.report.problem is None and sd.streams[0].options["samplerate"] == 48000
    monkeypatch.setattr(output, "time", SimpleNamespace(perf_counter=lambda: sd.streams[0].now))
    out = np.concatenate([sd.streams[0].ask(1024) for _ in range(40)])
    whole = np.concatenate(list(resample([mixed(60 * 1024).T], RATE, 48000)), axis=1).T
    assert np.abs(out - whole[: len(out)]).max() < 1e-6
    last = outputs.ledger.read(outputs.ledger.count - 1)
    first = outputs.ledger.read(0)
    assert last.time_s - first.time_s == pytest.approx((last.position - first.position) / RATE, abs=0.005)


def test_wasapi_converts_by_itself(outputs_of):
    sd = Fake(("Interface", 2, (48000,)), api="Windows WASAPI")
    outputs_of(sd).open(None)
    assert sd.streams[0].options["samplerate"] == RATE and sd.streams[0].options["extra_settings"].auto_convert


def test_a_card_that_goes_is_told_and_found_again(outputs_of):
    sd = Fake(GOOD, PHONES)
    outputs = outputs_of(sd)
    outputs.open("Headphones")
    sd.streams[0].ask(1024)
    assert not outputs.give_up_lost()
    sd.streams[0].active = False
    assert outputs.give_up_lost()
    assert outputs.report.problem == "The sound output “Headphones” is gone: playback is paused."
    sd.devices = [GOOD]
    assert not outputs.find_lost(), "the music must not come out of the speakers instead"
    sd.devices = [GOOD, PHONES]
    assert outputs.find_lost()
    assert outputs.report.device_name == "Headphones" and outputs.report.problem is None


def test_a_card_that_fails_in_its_callback_is_given_up(outputs_of):
    sd = Fake(GOOD)
    outputs = outputs_of(sd)
    outputs.open(None)
    outputs.mixer.program = None
    with pytest.raises(Fake.CallbackAbort):
        sd.streams[0].ask(1024)
    assert outputs.give_up_lost()


def test_underruns_are_counted_once(outputs_of):
    sd = Fake(GOOD)
    outputs = outputs_of(sd)
    outputs.open(None)
    for number in range(40):
        sd.streams[0].ask(1024, underflow=number == 30)
    assert outputs.ledger.underruns == 1


def test_after_an_underrun_the_buffer_is_longer_and_stays_so(outputs_of):
    sd = Fake(GOOD)
    outputs = outputs_of(sd)
    outputs.open(None)
    for number in range(40):
        assert not outputs.lengthen_buffer()
        sd.streams[0].ask(1024, underflow=number == 39)
    assert outputs.lengthen_buffer()
    outputs.open(None)
    assert sd.streams[1].options["latency"] == LONG_LATENCY_S
    for number in range(40):
        sd.streams[1].ask(1024, underflow=number == 39)
    assert not outputs.lengthen_buffer(), "once is enough"


def test_without_any_card_the_clock_goes_on(outputs_of):
    outputs = outputs_of(Fake())
    outputs.open(None)
    assert isinstance(outputs.current, SilentOutput)
    assert outputs.report.problem == "No sound output works at the moment, so playback is silent."
    outputs.current.pump()
    assert outputs.mixer.position >= 1024


def test_without_portaudio_the_clock_goes_on(monkeypatch, outputs_of):
    def fail():
        raise PortAudioMissing

    outputs = outputs_of(Fake())
    monkeypatch.setattr(portaudio, "load", fail)
    mixer = outputs.mixer
    outputs = Outputs(mixer, outputs.ledger)
    outputs.start()
    outputs.open(None)
    outputs.rescan()
    assert "PortAudio library is missing" in outputs.report.problem
    outputs.current.pump()
    assert mixer.position >= 1024


def test_a_new_card_is_found_while_there_is_none(outputs_of):
    sd = Fake()
    outputs = outputs_of(sd)
    outputs.open(None)
    assert not outputs.find_any(None)
    sd.devices = [GOOD]
    assert outputs.find_any(None)
    assert outputs.report.device_name == "Speakers" and outputs.report.problem is None
