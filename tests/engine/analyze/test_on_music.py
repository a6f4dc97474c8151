"""The analysis of real music: against independent meters, and no fault found where there is none."""

import subprocess

import judge
import pytest
import shared_data
import soundfile as sf
from engine.analyze.signals import codes, measure, music

pytestmark = pytest.mark.music

TRACKS = [
    "acoustic/minstrels.ogg",
    "cinematic/music002.ogg",
    "electronic/enemy_unknown.ogg",
    "electronic/nebula.ogg",
    "electronic/quite.ogg",
    "formats/nebula_96k24.wav",
    "game/amb_intro_1.ogg",
    "metal/starfall.ogg",
    "orchestral/battle.ogg",
    "orchestral/revelation.ogg",
    "rock/escape_guitar.ogg",
    "speech/en_instruct.wav",
]


@pytest.mark.parametrize("name", TRACKS)
def test_agrees_with_ffmpeg(name, tmp_path):
    audio, rate = music(name, 0.0, 60.0)
    loudness = measure(audio, rate).loudness
    sf.write(tmp_path / "track.wav", audio.T, rate, "FLOAT")
    integrated, loudness_range, true_peak = judge.ebur128(tmp_path / "track.wav")
    rounding = 0.051
    assert loudness.integrated_lufs == pytest.approx(integrated, abs=0.05 + rounding)
    assert loudness.range_lu == pytest.approx(loudness_range, abs=0.3 + rounding)
    # ffmpeg oversamples 4 times, so it may miss up to 0.5 dB of a peak, but not find more.
    assert true_peak - 0.05 - rounding <= loudness.true_peak_dbtp <= true_peak + 0.2 + rounding


@pytest.mark.parametrize("name", ["metal/starfall.ogg", "electronic/quite.ogg", "acoustic/minstrels.ogg"])
def test_true_peak_agrees_with_16_times_oversampling(name):
    audio, rate = music(name, 100.0, 10.0)
    judged = shared_data.tool("quality").true_peak(audio.T)
    assert measure(audio, rate).loudness.true_peak_dbtp == pytest.approx(judged, abs=0.01)


#: What a listener who knows these tracks would expect to be told, and nothing else.
EXPECTED = {
    "acoustic/elvish.ogg": [],
    "acoustic/love_theme.ogg": [],
    "cinematic/music007.ogg": [],
    "electronic/enemy_unknown.ogg": ["true_peak_over", "dc_offset"],
    "electronic/quite.ogg": ["true_peak_over", "already_limited"],
    "formats/minstrels.flac": [],
    "formats/nebula_96k24.wav": ["resampled_source"],
    "game/theme1_raw.ogg": [],
    "long/blupi007.ogg": [],
    "metal/starfall.ogg": ["already_limited", "dc_offset"],
    "mono/minstrels_mono.wav": ["mono"],
    "orchestral/nunc_dimittis.ogg": [],
    "premaster/escape.wav": [],
    "premaster/metal_madness.wav": ["lossy_source"],
    "premaster/war.wav": [],
    "rock/escape_guitar.ogg": [],
    "rock/war_guitar.ogg": [],
    "speech/en_congrats.wav": ["mono"],
}

#: Where the part that is listened to begins, if not 20 s in.
START_S = {"speech/en_congrats.wav": 0.0, "electronic/quite.ogg": 60.0}
CODECS = {"VORBIS": "vorbis", "PCM_24": "pcm_s24le", "PCM_16": "pcm_s16le"}
BITS = {"PCM_24": 24, "PCM_16": 16}


@pytest.mark.parametrize("name", EXPECTED)
def test_finds_what_is_there_and_nothing_else(name):
    subtype = sf.info(shared_data.track(name)).subtype
    audio, rate = music(name, START_S.get(name, 20.0), 60.0)
    analysis = measure(audio, rate, codec=CODECS[subtype], bit_depth=BITS.get(subtype))
    assert codes(analysis) == EXPECTED[name], [finding.message for finding in analysis.findings]


@pytest.mark.parametrize(("bit_rate", "cutoff_khz"), [("128k", 17), ("320k", 20)])
def test_hears_an_mp3_behind_a_wav(bit_rate, cutoff_khz, tmp_path):
    audio, rate = music("acoustic/minstrels.ogg", 60.0, 30.0)
    original, coded, again = (tmp_path / name for name in ("a.wav", "a.mp3", "b.wav"))
    sf.write(original, 0.5 * audio.T, rate, "PCM_24")
    convert = [judge.ffmpeg(), "-v", "error", "-i"]
    subprocess.run([*convert, original, "-c:a", "libmp3lame", "-b:a", bit_rate, coded], check=True)
    subprocess.run([*convert, coded, again], check=True)
    assert codes(measure(0.5 * audio, rate)) == []
    decoded, _ = sf.read(again, dtype="float32")
    analysis = measure(decoded.T, rate, codec="pcm_s16le", bit_depth=16)
    assert codes(analysis) == ["lossy_source"]
    assert float(analysis.findings[0].message.split(" kHz")[0].split()[-1]) == pytest.approx(cutoff_khz, abs=0.5)
