"""Yardsticks of a match: how far a file is from its reference, and what was done to the music on the way.

Distances come from the shared quality.py; true peaks from ffmpeg. Damage is what no equalizer and no fader explains:

`lsd`: multi-resolution log-spectral distance (dB, mid channel) of the output to its level-matched linear part. That
part is the input through the fixed filter that explains the output best (a Wiener filter of 16384 taps, Wiener 1949,
by Welch's estimates), its third octaves and its level turned as slowly as hands do (Hann windows of 1.5 and 1 s).
Filter and gains are fitted in turns. What is left is leveled every 100 ms.

`smear`: by how much the 30 ms before onsets rise over the 50 to 115 ms before them, from input to output (dB). A
changed tone or level moves both alike; ringing before a stroke moves only the first.
"""

import numpy as np
import shared_data
from judge import ebur128
from scipy import signal

#: Seconds from the middle of a track in which damage is looked for.
DAMAGE_S = 30.0
#: Taps of the fixed filter, seconds of the gains over time, and how often they are fitted in turns.
TAPS, GAIN_S, LEVEL_S, ROUNDS = 16384, 1.5, 1.0, 3
#: An onset is a step of 5 ms this much (in power) over the 50 ms before it; fewer of them say nothing.
ONSET, LEAST_ONSETS = 4.0, 10


def tool():
    """The shared yardsticks."""
    return shared_data.tool("quality")


def readings(audio, rate):
    """What is compared of a file, read as `audio` (frames, 2)."""
    quality = tool()
    loudness = quality.loudness(audio, rate)
    return {
        "thirds_db": quality.third_octave(audio, rate),
        "widths_db": quality.width_bands(audio, rate),
        "crest_db": crest_db(audio, rate),
        "integrated_lufs": float(loudness["I"]),
        "range_lu": float(loudness["LRA"]),
        "peak_dbfs": float(20 * np.log10(np.abs(audio).max())),
    }


def distances(path, own, wanted):
    """Distances of a file with the readings `own` to those of its reference, and the file's true peak."""
    widths = own["widths_db"] - wanted["widths_db"]
    return {
        "tone": tone_distance(own["thirds_db"], wanted["thirds_db"]),
        "loudness": own["integrated_lufs"] - wanted["integrated_lufs"],
        "width": float(np.sqrt(np.mean(widths**2))),
        "crest": own["crest_db"] - wanted["crest_db"],
        "lra": own["range_lu"] - wanted["range_lu"],
        "peak": ebur128(path)[2],
    }


def tone_distance(own_db, wanted_db):
    """RMS distance of third-octave levels, 40 Hz to 16 kHz and within 70 dB of the highest, their means removed."""
    hertz, either = tool().THIRD, np.maximum(own_db, wanted_db)
    heard = (hertz >= 40) & (hertz <= 16000) & (either > either.max() - 70)
    away = (own_db - wanted_db)[heard]
    return float(np.std(away))


def crest_db(audio, rate):
    """Sample peak over RMS. What lies under 20 Hz, an offset above all, is taken out of both: it is no music."""
    heard = _without_offset(audio, rate)
    return float(20 * np.log10(np.abs(heard).max()) - 10 * np.log10((heard**2).mean()))


def damage(before, rate, after, after_rate):
    """`lsd` and `smear` of an output `after` (frames, 2) of the input `before`."""
    quality = tool()
    if rate != after_rate:
        common = np.gcd(rate, after_rate)
        before = signal.resample_poly(before, after_rate // common, rate // common, axis=0)
    length = min(len(before), len(after))
    first = max((length - round(DAMAGE_S * after_rate)) // 2, 0)
    stop = first + round(DAMAGE_S * after_rate)
    before, after, _ = quality.align(before[first:stop], after[first:stop], after_rate)
    before, after = (_without_offset(audio.mean(axis=1), after_rate) for audio in (before, after))
    linear = linear_part(before, after, after_rate)[:, np.newaxis]
    heard = after[: len(linear), np.newaxis]
    matched = linear * quality.ls_gain(linear, heard, int(0.1 * after_rate), 256)
    return {"lsd": quality.mrlsd(matched, heard, after_rate)[0], "smear": smear(before, after, after_rate)}


def linear_part(before, after, rate):
    """The best explanation of `after` (frames,) by a fixed filter and slow gains over `before`."""
    explained = before
    for _ in range(ROUNDS):
        explained = _turned(_filtered(explained, after, rate), after, rate)
    return explained


def smear(before, after, rate):
    """Mean rise before the onsets of the input, in dB; NaN where there are too few."""
    step = round(0.005 * rate)
    energies = [(v[: len(v) // step * step].reshape(-1, step) ** 2).sum(axis=1) + 1e-12 for v in (before, after)]
    steps = min(map(len, energies))
    source, reached = (energy[:steps] for energy in energies)
    past = np.array([source[max(i - 10, 0) : i].mean() if i else np.inf for i in range(steps)])
    onsets = np.flatnonzero((source > ONSET * past) & (source > 1e-3 * source.max()))
    onsets = onsets[(onsets > 24) & (onsets < steps - 1)]
    if onsets.size < LEAST_ONSETS:
        return float("nan")
    return float(np.mean([_ahead(reached, i) - _ahead(source, i) for i in onsets]))


def _ahead(energy, onset):
    """The last 30 ms before an onset against what was there before, in dB; the 5 ms next to it are its own."""
    return 10 * np.log10(energy[onset - 7 : onset - 1].mean() / energy[onset - 23 : onset - 10].mean())


def _without_offset(audio, rate):
    return signal.sosfiltfilt(signal.butter(2, 20.0, "high", fs=rate, output="sos"), audio, axis=0)


def _filtered(before, after, rate):
    """`before` through the fixed filter nearest to `after`, and its level ridden; fitted twice, level first."""
    options = {"fs": rate, "nperseg": TAPS, "noverlap": TAPS // 2, "detrend": False}
    power = signal.welch(before, **options)[1]
    level = np.ones(len(before))
    for _ in range(2):
        cross = signal.csd(before, after / level, **options)[1]
        taps = np.fft.irfft(cross / np.maximum(power, 1e-10 * power.max() + 1e-20))
        taps = np.roll(taps, TAPS // 2) * signal.windows.tukey(TAPS, 0.25)
        filtered = signal.fftconvolve(before, taps)[TAPS // 2 : TAPS // 2 + len(before)]
        level = _level(filtered, after, rate)
    return filtered * level


def _level(own, wanted, rate):
    """Gain of `wanted` on `own` over `LEVEL_S` around each frame."""
    hop = round(0.02 * rate)
    hops = len(own) // hop
    kernel = signal.windows.hann(2 * round(LEVEL_S / 0.02) + 1)
    sums = [v[: hops * hop].reshape(hops, hop).sum(axis=1) for v in (own * own, own * wanted)]
    power, cross = (np.convolve(v, kernel, "same") for v in sums)
    gain = np.clip(cross / (power + 1e-9 * power.max() + 1e-20), 0.05, 20.0)
    return np.interp(np.arange(len(own)), np.arange(hops) * hop + hop / 2, gain)


def _turned(own, wanted, rate):
    """`own` with the gains of its third octaves turned slowly to where they explain `wanted` best."""
    size, hop = 4096, 1024
    options = {"fs": rate, "nperseg": size, "noverlap": size - hop}
    hertz, _, x = signal.stft(own, **options)
    _, _, y = signal.stft(wanted, **options)
    band = np.maximum(np.round(3 * np.log2(np.maximum(hertz, 30.0) / 30.0)).astype(int), 0)
    members = (band == np.arange(band.max() + 1)[:, np.newaxis]).astype(float)
    kernel = signal.windows.hann(2 * round(GAIN_S * rate / hop / 2) + 3)[np.newaxis, 1:-1]
    cross = signal.fftconvolve(members @ (np.conj(x) * y).real, kernel, mode="same")
    power = signal.fftconvolve(members @ np.abs(x) ** 2, kernel, mode="same")
    nothing = 1e-9 * power.max() + 1e-20  # where there is nothing to explain, nothing is turned
    gains = np.clip((cross + nothing) / (power + nothing), 0.1, 10.0)
    at, centers = np.log2(np.maximum(hertz, 1.0)), np.log2(30.0) + np.arange(band.max() + 1) / 3
    over = np.stack([np.interp(at, centers, row) for row in gains.T], axis=1)
    return signal.istft(x * over, **options)[1][: len(own)]
