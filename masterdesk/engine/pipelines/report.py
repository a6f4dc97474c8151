"""The pipelines' reports as the JSON objects that the command line promises."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from masterdesk import __version__
from masterdesk.engine.analyze import analysis_to_json, format_to_json
from masterdesk.engine.match import MatchReport
from masterdesk.engine.pipelines.convert import ConvertReport
from masterdesk.engine.pipelines.master import MasterReport
from masterdesk.engine.pipelines.preview import PreviewReport, SlotPreview
from masterdesk.engine.pipelines.targets import Target
from masterdesk.engine.types.findings import Warning
from masterdesk.engine.types.settings import recipe_mapping


def master_to_json(report: MasterReport) -> dict[str, Any]:
    """The object of `master --json`."""
    request = report.request
    matched = {} if report.match is None else {"match": match_report_to_json(report.match)}
    return {
        "output": os.fspath(request.output),
        "recipe": recipe_mapping(request.settings, request.dither_seed),
        "engine_version": __version__,
        "input": analysis_to_json(report.input),
        "result": analysis_to_json(report.result),
        "targets": {
            "integrated_lufs": _target(report.targets.integrated_lufs),
            "true_peak_dbtp": _target(report.targets.true_peak_dbtp),
        },
        "warnings": _warnings(report.warnings),
        "seconds": report.seconds,
        **matched,
    }


def match_report_to_json(report: MatchReport) -> dict[str, Any]:
    """What was moved: sentences, and the figures behind them, rounded."""
    curves = report.curves
    columns = (curves.frequencies_hz, curves.track_db, curves.reference_db, curves.result_db, curves.gain_db)
    return {
        "moves": list(report.lines),
        "width_percent": [round(change, 1) for change in report.width_percent],
        "range_lu": round(report.range_lu, 2),
        "punch_db": [round(change, 2) for change in report.punch_db],
        "curves": [
            {
                "frequency_hz": round(float(hertz), 1),
                "track_db": round(float(track), 2),
                "reference_db": round(float(reference), 2),
                "result_db": round(float(result), 2),
                "gain_db": round(float(gain), 2),
            }
            for hertz, track, reference, result, gain in zip(*columns, strict=True)
        ],
    }


def preview_to_json(report: PreviewReport) -> dict[str, Any]:
    """The object of `preview --json`."""
    slots = [_slot(slot) for slot in report.slots]
    return {"start": report.start_s, "duration": report.duration_s, "slots": slots}


def convert_to_json(report: ConvertReport) -> dict[str, Any]:
    """The object of `convert --json`."""
    return {
        "output": os.fspath(report.request.output),
        "engine_version": __version__,
        "input": {"file": os.fspath(report.request.source), "format": format_to_json(report.source_format)},
        "result": analysis_to_json(report.result),
        "warnings": _warnings(report.warnings),
        "seconds": report.seconds,
    }


def _slot(slot: SlotPreview) -> dict[str, Any]:
    result = analysis_to_json(slot.result)
    matched = {} if slot.match is None else {"match": match_report_to_json(slot.match)}
    settings = slot.settings.to_mapping()
    return {"file": slot.file, "exact": slot.is_exact, "settings": settings, "result": result, **matched}


def _target(target: Target) -> dict[str, Any]:
    rounded = None if target.reached is None else round(target.reached, 2)
    return {**asdict(target), "reached": rounded}


def _warnings(warnings: Iterable[Warning]) -> list[dict[str, str]]:
    return [asdict(warning) for warning in warnings]
