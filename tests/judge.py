"""Independent judges of our readings and files: ffmpeg decodes and measures."""

import functools
import json
import re
import shutil
import subprocess

import numpy as np
import pytest


@functools.cache
def ffmpeg():
    """Path of ffmpeg, or skip the test."""
    path = shutil.which("ffmpeg")
    if path is None:
        pytest.skip("no ffmpeg to judge by")
    return path


def ebur128(path):
    """(integrated LUFS, LRA in LU, true peak in dBTP) by ffmpeg's ebur128 filter; None where there is no reading."""
    command = [ffmpeg(), "-hide_banner", "-nostats", "-nostdin", "-i", str(path)]
    command += ["-map", "0:a:0", "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"]
    text = subprocess.run(command, capture_output=True, text=True, errors="replace", check=True).stderr
    summary = text[text.rindex("Summary:") :]
    integrated, loudness_range, peak = (
        float(re.search(pattern, summary)[1])
        for pattern in (r"I:\s+(\S+) LUFS", r"LRA:\s+(\S+) LU", r"Peak:\s+(\S+) dBFS")
    )
    silent = integrated <= -70.0
    return (None if silent else integrated), loudness_range, (None if np.isinf(peak) else peak)


def decoded(path, channels, dtype="f32"):
    """Samples of a file as ffmpeg decodes them, shape (channels, frames), in the file's own rate."""
    command = [ffmpeg(), "-v", "error", "-nostdin", "-i", str(path), "-map", "0:a:0", "-f", f"{dtype}le", "-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    numpy_type = {"f32": "<f4", "f64": "<f8", "s16": "<i2", "s32": "<i4"}[dtype]
    return np.frombuffer(raw, numpy_type).reshape(-1, channels).T


def probed(path):
    """Stream facts of a file as ffprobe sees them."""
    command = [shutil.which("ffprobe"), "-v", "error", "-select_streams", "a:0"]
    command += ["-show_streams", "-of", "json", str(path)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["streams"][0]
