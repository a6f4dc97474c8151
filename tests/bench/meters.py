"""CPU time of our meters beside other meters, in one run, on the same samples.

    python tests/bench/meters.py [FILE] [--seconds 243] [--repeats 3]

Prints seconds of CPU on one core and ratios to libebur128 (Debian package
libebur128-1; else to ffmpeg). Reading the file is not counted, except for
ffmpeg, from which the time to decode alone is taken off. Without FILE, noise.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import cProfile
import ctypes
import ctypes.util
import pstats
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyloudnorm
import soundfile as sf

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from masterdesk.engine.analyze import analyze
from masterdesk.engine.analyze.loudness_meter import LoudnessMeter
from masterdesk.engine.dsp.true_peak import TruePeakMeter
from masterdesk.engine.types.audio_format import AudioFormat

MODE_I, MODE_LRA, MODE_TRUE_PEAK = 5, 11, 49


def cpu(work, repeats):
    """Least CPU seconds of `repeats` runs, and the last result."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best, result


def seconds_of(audio, rate):
    return [audio[:, start : start + rate] for start in range(0, audio.shape[1], rate)]


def our_meters(audio, audio_format):
    loudness = LoudnessMeter(audio_format)
    peak = TruePeakMeter(audio_format.sample_rate, audio_format.channels)
    for second in seconds_of(audio, audio_format.sample_rate):
        loudness.push(second)
        peak.push(second)
    curve = loudness.finish()
    return curve.integrated_lufs(), curve.range_lu(), 20 * np.log10(peak.finish()[0].max())


def our_loudness(audio, audio_format):
    loudness = LoudnessMeter(audio_format)
    for second in seconds_of(audio, audio_format.sample_rate):
        loudness.push(second)
    return (loudness.finish().integrated_lufs(),)


def our_analysis(audio, audio_format):
    blocks = (audio[:, start : start + 65536] for start in range(0, audio.shape[1], 65536))
    loudness = analyze("bench", audio_format, blocks).loudness
    return loudness.integrated_lufs, loudness.range_lu, loudness.true_peak_dbtp


def libebur128():
    name = os.environ.get("LIBEBUR128") or ctypes.util.find_library("ebur128")
    if name is None:
        return None
    library = ctypes.CDLL(name)
    library.ebur128_init.restype = ctypes.c_void_p
    library.ebur128_init.argtypes = [ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]
    library.ebur128_add_frames_float.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
    library.ebur128_destroy.argtypes = [ctypes.POINTER(ctypes.c_void_p)]
    return library


def run_libebur128(library, interleaved, rate, mode):
    state = ctypes.c_void_p(library.ebur128_init(interleaved.shape[1], rate, mode))
    for start in range(0, len(interleaved), 65536):
        block = interleaved[start : start + 65536]
        library.ebur128_add_frames_float(state, block.ctypes.data, len(block))
    readings, value = [], ctypes.c_double()
    for asked, function in ((MODE_I, "loudness_global"), (MODE_LRA, "loudness_range")):
        if mode & asked == asked:
            getattr(library, f"ebur128_{function}")(state, ctypes.byref(value))
            readings.append(value.value)
    if mode & MODE_TRUE_PEAK == MODE_TRUE_PEAK:
        peaks = []
        for channel in range(interleaved.shape[1]):
            library.ebur128_true_peak(state, channel, ctypes.byref(value))
            peaks.append(value.value)
        readings.append(20 * np.log10(max(peaks)))
    library.ebur128_destroy(ctypes.byref(state))
    return tuple(readings)


def ffmpeg_cpu(path, filters):
    command = ["ffmpeg", "-v", "quiet", "-nostdin", "-i", str(path), *filters, "-f", "null", "-"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run_ffmpeg(audio, rate, repeats):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.wav"
        sf.write(path, audio.T, rate, "FLOAT")
        alone = min(ffmpeg_cpu(path, []) for _ in range(repeats))
        return min(ffmpeg_cpu(path, ["-af", "ebur128=peak=true"]) for _ in range(repeats)) - alone


def load(file, seconds):
    if file is None:
        return (0.1 * np.random.default_rng(0).standard_normal((2, round(seconds * 44_100)))).astype(np.float32), 44_100
    rate = sf.info(file).samplerate
    audio, _ = sf.read(file, frames=round(seconds * rate), dtype="float32", always_2d=True)
    return np.ascontiguousarray(audio.T), rate


def measurements(audio, rate, repeats):
    """(name, CPU seconds, readings) of every meter that is there."""
    order = "FC" if len(audio) == 1 else "FL+FR"
    audio_format = AudioFormat("wav", "pcm_s24le", len(audio), order, rate, 24, None, audio.shape[1], 0)
    interleaved = np.ascontiguousarray(audio.T)
    library = libebur128()
    if library is not None:
        for name, mode in (("I", MODE_I), ("I + LRA + true peak", MODE_I | MODE_LRA | MODE_TRUE_PEAK)):
            yield f"libebur128 {name}", *cpu(lambda m=mode: run_libebur128(library, interleaved, rate, m), repeats)
    if shutil.which("ffmpeg"):
        yield "ffmpeg ebur128 I + LRA + true peak", run_ffmpeg(audio, rate, repeats), ()
    meter = pyloudnorm.Meter(rate, filter_class="DeMan")
    yield "pyloudnorm I", *cpu(lambda: (meter.integrated_loudness(interleaved.astype(np.float64)),), repeats)
    yield "ours I", *cpu(lambda: our_loudness(audio, audio_format), repeats)
    yield "ours I + LRA + true peak", *cpu(lambda: our_meters(audio, audio_format), repeats)
    yield "ours whole analysis", *cpu(lambda: our_analysis(audio, audio_format), repeats)


def profile(audio, rate):
    audio_format = AudioFormat("wav", "pcm_s24le", len(audio), "FL+FR", rate, 24, None, audio.shape[1], 0)
    profiler = cProfile.Profile()
    profiler.runcall(our_analysis, audio, audio_format)
    pstats.Stats(profiler).strip_dirs().sort_stats("tottime").print_stats(15)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?")
    parser.add_argument("--seconds", type=float, default=243.0)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help="say where the time of the whole analysis goes")
    options = parser.parse_args()
    audio, rate = load(options.file, options.seconds)
    print(f"{audio.shape[1] / rate:.0f} s, {len(audio)} channels, {rate} Hz")
    rows = list(measurements(audio, rate, options.repeats))
    names = ("libebur128 I + LRA + true peak", "ffmpeg ebur128 I + LRA + true peak", "ours I + LRA + true peak")
    base = next(seconds for name in names for row, seconds, _ in rows if row == name)
    for name, seconds, readings in rows:
        print(f"{name:36s} {seconds:7.3f} s  {seconds / base:5.2f}   " + "  ".join(f"{r:8.2f}" for r in readings))
    if options.profile:
        profile(audio, rate)


if __name__ == "__main__":
    main()
