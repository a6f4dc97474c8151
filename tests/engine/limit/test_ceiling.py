"""Nothing passes the ceiling, judged by 16 times oversampling and by ffmpeg."""

import re
import shutil
import subprocess

import numpy as np
import pytest
import shared_data
import soundfile
from engine.limit.support import limited, noise, study_of

CEILING = -1.0
ALLOWED_OVER_DB = 0.05


def tone(rate, frequency, amplitude=2.0, phase=0.0, seconds=2.0):
    return (amplitude * np.sin(2 * np.pi * frequency * np.arange(round(rate * seconds)) / rate + phase))[None]


def clicks(rate):
    random = np.random.default_rng(1)
    audio = np.zeros((2, 2 * rate))
    audio[:, random.integers(0, 2 * rate, 60)] = random.choice([-2.0, 2.0], 60)
    return audio


def square(rate):
    return np.sign(tone(rate, 441.3))


WORST = {
    "quarter_rate": lambda rate: tone(rate, rate / 4, phase=np.pi / 4),
    "close_to_nyquist": lambda rate: tone(rate, 0.45 * rate, phase=0.3),
    "bass": lambda rate: tone(rate, 40.0),
    "clicks": clicks,
    "square": square,
    "bursts": lambda rate: noise(rate, 2.0, level=1.5),
    "alternating": lambda rate: np.tile([[1.9, 1.9, -1.9, -1.9]], rate // 2),
}


def over_db(audio, rate):
    quality = shared_data.tool("quality")
    return quality.tp_overs(audio.T.astype(np.float64), rate, CEILING)["over_db"]


@pytest.mark.parametrize("name", sorted(WORST))
@pytest.mark.parametrize("rate", [8000, 44100, 48000, 96000, 192000])
def test_worst_cases_stay_under_the_ceiling(name, rate):
    audio = WORST[name](rate).astype(np.float32)
    out, _ = limited(audio, study_of(audio, rate), 3.0, CEILING)
    assert over_db(out, rate) <= ALLOWED_OVER_DB


@pytest.mark.music
@pytest.mark.parametrize("name", ["metal/starfall.ogg", "orchestral/battle.ogg", "electronic/enemy_unknown.ogg"])
@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is the judge")
def test_ffmpeg_reads_music_at_or_below_the_ceiling(name, tmp_path):
    audio, rate = soundfile.read(shared_data.track(name), dtype="float32", always_2d=True, frames=30 * 48000)
    audio = np.ascontiguousarray(audio.T)
    out, _ = limited(audio, study_of(audio, rate), 6.0, CEILING)
    assert over_db(out, rate) <= ALLOWED_OVER_DB
    soundfile.write(tmp_path / "out.wav", out.T, rate, "PCM_24")
    command = ["ffmpeg", "-nostats", "-i", tmp_path / "out.wav", "-af", "ebur128=peak=true", "-f", "null", "-"]
    summary = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    assert float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", summary)[-1]) <= CEILING
