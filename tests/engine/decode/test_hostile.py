"""The corpus of hostile and edge-case files: every one as its manifest says, each in a process of its own."""

import ast
import json
import os
import resource
import shutil

import numpy as np
import pytest
import shared_data

from masterdesk.engine.decode import open_source
from masterdesk.engine.decode.libav import av
from masterdesk.engine.errors import InputError

# The corpus is written once.
pytestmark = pytest.mark.xdist_group("hostile")

TIMEOUT_S = 10
ADDRESS_SPACE = 6 << 30
NOBODY = 65534
GROUPS = ["wav", "chunk", "sample", "rate", "codec", "cut", "fuzz", "name", "disguise", "fs", "gapless"]

#: Cases that load as they should, with something to tell.
TOLD = {"codec/two_tracks.mka"}


@pytest.fixture(scope="module")
def judges():
    """`run` and `judge` of the shared runner, without what it does when it is run."""
    path = shared_data.TOOLS / "run_bad_inputs.py"
    if not path.exists():
        pytest.skip("no run_bad_inputs.py: set MASTERDESK_TESTDATA")
    tree = ast.parse(path.read_text())
    tree.body = [node for node in tree.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))]
    names = {}
    exec(compile(tree, str(path), "exec"), names)
    return names["run"], names["judge"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """The whole corpus but for the huge files: its folder and its cases."""
    folder = tmp_path_factory.mktemp("hostile")
    yield folder, make_corpus(folder)
    shutil.rmtree(folder)


def make_corpus(folder, *options):
    tool = shared_data.tool("bad_inputs")
    tool.OUT.clear()
    tool.main(["--to", str(folder), *options])
    return json.loads((folder / "manifest.json").read_text())


def case_path(folder, case):
    return os.path.join(os.fsencode(folder), bytes.fromhex(case["path"]))  # noqa: PTH118 - names that are no text


def load(path):
    """What the runner wants to know of a file, and what the report says of it."""
    path = os.fsdecode(path)
    if path.endswith("no_permission.wav") and os.geteuid() == 0:
        path = as_nobody(path)
    source = open_source(path)
    frames = bad = 0
    peak = 0.0
    for block in source.blocks():
        assert block.dtype == np.float32
        assert block.shape[0] == source.format.channels
        frames += block.shape[1]
        bad += int(np.count_nonzero(~np.isfinite(block)))
        peak = max(peak, float(np.abs(block).max()))
    told = [warning.code for warning in source.report.warnings]
    assert source.report.complete
    assert source.report.frames == frames
    found = source.format
    return frames, found.sample_rate, found.channels, peak, bad, told, found.frames


def as_nobody(path):
    """Root may read everything: step down, from inside the folder, which is root's."""
    os.chdir(os.path.dirname(path))  # noqa: PTH120
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    return os.path.basename(path)  # noqa: PTH119


def complaint(case, judge, result, rss_mib, seconds):
    """What is wrong with how a case came out; empty if nothing is."""
    verdict = judge(case, result, rss_mib, seconds)
    if verdict:
        return verdict
    if result[0] == "exc":
        return error_complaint(case, result[1], result[2])
    frames, _, _, peak, _, told, promised = result[1]
    if case["expect"] == "repair" and not told:
        return "repaired without a word"
    if case["expect"] == "works" and told and case["id"] not in TOLD:
        return f"a good file is complained about: {told}"
    if not told and promised not in (None, frames):
        return f"the header was believed to promise {promised} frames, {frames} came, and nothing was said"
    if case["group"] != "sample" and peak > 8.0:
        return f"noise of {peak} times full scale"
    return ""


def error_complaint(case, kind, message):
    if kind != "InputError":
        return f"{kind}: {message}"
    if not message.isprintable():
        return f"unprintable message: {message!r}"
    if case["group"] != "name" and len(message) < 160 and ": " not in message:
        return f"no remedy: {message}"
    return ""


def test_no_case_is_left_out(corpus):
    assert {case["group"] for case in corpus[1]} == set(GROUPS)


@pytest.mark.parametrize("group", GROUPS)
def test_every_hostile_file_ends_as_it_should(group, corpus, judges):
    folder, cases = corpus
    run, judge = judges
    av()  # once here, and not in every child
    wrong = []
    for case in (case for case in cases if case["group"] == group):
        outcome = run(load, case_path(folder, case), TIMEOUT_S, ADDRESS_SPACE)
        text = complaint(case, judge, *outcome)
        if text:
            wrong.append(f"{case['id']!a} ({case['expect']}): {text}")
    assert not wrong, "\n".join(wrong)


def test_errors_name_the_file_and_say_what_to_do(corpus):
    folder, cases = corpus
    refused = [case for case in cases if case["group"] in ("wav", "disguise") and case["expect"] == "error"]
    assert len(refused) > 30
    for case in refused:
        path = os.fsdecode(case_path(folder, case))
        with pytest.raises(InputError) as caught:
            for _ in open_source(path).blocks():
                pass
        assert os.path.basename(path) in caught.value.what  # noqa: PTH119
        assert caught.value.remedy
        assert not str(caught.value).endswith(".")


@pytest.fixture
def huge(tmp_path):
    """Sparse files of many hours: (path, case) of each."""
    cases = make_corpus(tmp_path, "--only", "huge", "--huge")
    return [(os.fsdecode(case_path(tmp_path, case)), case) for case in cases]


def test_hours_of_sparse_audio_open_at_once_and_stay_small(huge):
    sound = [(path, case) for path, case in huge if case["expect"] == "works"]
    assert len(sound) == 2
    for path, case in sound:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        source = open_source(path)
        assert source.format.frames == case["frames"]
        assert source.format.sample_rate == case["rate"]
        first = next(source.blocks())
        last = list(source.blocks(start=case["frames"] - first.shape[1]))
        assert len(last) == 1
        assert np.abs(first).max() > 0.1
        assert np.abs(last[0]).max() > 0.01
        middle = np.concatenate(list(source.blocks(case["frames"] // 2, case["frames"] // 2 + 10_000_000)), axis=1)
        assert middle.shape == (2, 10_000_000)
        assert not middle.any()
        del middle
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 << 10


def test_sizes_that_wrapped_round_are_seen_through(huge):
    (path,) = [path for path, case in huge if case["expect"] == "either"]
    source = open_source(path)
    assert source.format.frames == 13 * 3600 * 48_000
    assert [warning.code for warning in source.report.warnings] == ["size_missing"]
