"""An answer as plain data, for JSON and for whoever draws it: numbers and codes, no sentences."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Any

import numpy as np

from etappe.calc.workforce.answer import Answer
from etappe.calc.workforce.bands import QUANTILES
from etappe.calc.workforce.ceilings import Ceiling, Lift
from etappe.calc.workforce.earliest import Earliest, Status
from etappe.calc.workforce.inversion import RequiredShare
from etappe.calc.workforce.simpleanswer import SimpleAnswer


def as_dict(answer: Answer | SimpleAnswer) -> dict[str, Any]:
    """Return an answer as numbers, texts, lists and dictionaries; what does not exist is None."""
    found = _simple(answer) if isinstance(answer, SimpleAnswer) else _full(answer)
    plain: dict[str, Any] = _plain(found)
    return plain


def _simple(answer: SimpleAnswer) -> dict[str, Any]:
    years = [answer.start_year + at for at in range(len(answer.share))]
    never = answer.status is Status.NEVER
    return {
        "kind": "simple",
        "answer": "never" if never else "year",
        "status": answer.status,
        "start_year": answer.start_year,
        "start_share": answer.start_share,
        "target": answer.target,
        "hire_share": answer.hire_share,
        "years_to_target": None if answer.years_to_target is None else round(answer.years_to_target, 1),
        "years_to_target_exact": answer.years_to_target,
        "exact_first_year": answer.exact_first_year,
        "ceiling": answer.ceiling.highest,
        "limit": answer.ceiling.limit,
        "lifts": _lifts(answer.lifts),
        "required_hire_share": {str(year): share for year, share in answer.required.items()},
        "required_hire_share_80": {str(year): share for year, share in answer.required_80.items()},
        "projection": {"year": years, "share": answer.share, "share_sd": answer.share_sd},
    }


def _full(answer: Answer) -> dict[str, Any]:
    future, band = answer.projection, answer.band
    never = answer.earliest.status is Status.NEVER
    return {
        "kind": "full",
        "answer": "never" if never else "year",
        "status": answer.earliest.status,
        "start_year": int(future.years[0]),
        "start_share": future.share[0],
        "target": asdict(answer.target),
        "hire_share": answer.realistic.share,
        "realistic": asdict(answer.realistic),
        "years_to_target": None if answer.earliest.years is None else round(answer.earliest.years, 1),
        "years_to_target_exact": answer.earliest.years,
        "exact_first_year": answer.earliest.year,
        "earliest": {"p50": _earliest(answer.earliest), "p80": _earliest(answer.earliest_80)},
        "without_freeze": None if answer.without_freeze is None else _earliest(answer.without_freeze),
        "ceiling": answer.ceiling.highest,
        "limit": answer.ceiling.limit,
        "ceiling_year": _ceiling_year(answer.ceiling),
        "lifts": _lifts(answer.lifts),
        "required_hire_share": _required(answer.required, 0.5),
        "required_hire_share_80": _required(answer.required, 0.8),
        "deadline": None if answer.deadline is None else asdict(answer.deadline),
        "levers": [asdict(lever) for lever in answer.levers],
        "method": future.method,
        "notes": list(future.notes),
        "projection": {
            "year": future.years,
            "group": future.group,
            "others": future.others,
            "share": future.share,
            "share_sd": future.share_sd,
            "share_low": future.share_low,
            "share_high": future.share_high,
        },
        "band": {
            "year": band.years,
            **{f"q{100 * q:g}": band.quantiles[at] for at, q in enumerate(QUANTILES)},
            "reached": band.reached,
            "target": band.target,
            "target_low": band.target_low,
            "target_high": band.target_high,
            "draws": band.draws,
        },
        "occupations": future.occupations.to_dicts(),
        "levels": future.by_level.to_dicts(),
        "movements": future.movements.to_dicts(),
    }


def _required(required: RequiredShare, probability: float) -> dict[str, float | None]:
    return {str(year): required.by(int(year), probability) for year in required.years}


def _earliest(found: Earliest) -> dict[str, Any]:
    return {"status": found.status, "year": found.year, "lost": found.lost, "probability": found.probability}


def _ceiling_year(top: Ceiling) -> int | None:
    return top.highest_year


def _lifts(lifts: tuple[Lift, ...]) -> list[dict[str, Any]]:
    return [{"by": lift.by, "now": lift.now, "needed": lift.needed} for lift in lifts]


def _plain(value: Any) -> Any:
    """Arrays to lists, nan and infinity to None, enumerations to their codes."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(part) for part in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    return value
