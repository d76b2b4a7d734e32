"""certificate.json: what was done and what is proven, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import polars as pl

from etappe.calc.disclosure.cellkey import Perturbed
from etappe.calc.disclosure.columns import status_among
from etappe.calc.disclosure.facade import Protected
from etappe.calc.disclosure.noise import Effects, Promise, origins
from etappe.calc.disclosure.roundtables import RoundedTables
from etappe.calc.disclosure.rules import Attacker, Rules


def _tables(frames: Mapping[str, pl.DataFrame]) -> dict[str, dict[str, int]]:
    return {
        name: {
            "cells": frame.height,
            "withheld": frame["value"].null_count(),
            "primary": int((frame[status_among(frame.columns)] == "primary").sum()),
            "secondary": int((frame[status_among(frame.columns)] == "secondary").sum()),
        }
        for name, frame in frames.items()
    }


def suppression(result: Protected) -> dict[str, Any]:
    """The auditor's certificate, with how the pattern was built."""
    found = result.suppression
    return {
        "method": "suppress",
        **result.certificate.content(),
        "tables": _tables(result.frames),
        "pattern": {
            "built": found.method,
            "objective": float(found.objective),
            "lower_bound": float(found.lower_bound),
            "proven_optimal": bool(found.proven_optimal),
        },
        "earlier_values": int(result.known.sum()),
        "times": {"seconds": round(result.certificate.seconds, 3), "total": round(result.seconds, 3)},
    }


def perturbation(
    result: Perturbed, rules: Rules, kept: tuple[Promise, ...], found: Effects, seconds: float
) -> dict[str, Any]:
    """Parameters, promises that were checked, and effects of the cell-key method."""
    cells = {grid.table.name: {"cells": grid.counts.size, "withheld": 0} for grid in result.grids}
    return {
        "method": "cellkey",
        "safe": all(promise.kept for promise in kept),
        "rules": asdict(rules),
        "ptable": result.ptable.as_dict(),
        "exact_totals": result.exact_totals,
        "tables": cells,
        "promises": {promise.name: promise.kept for promise in kept},
        "intervals_by_shown_value": {str(shown): list(ends) for shown, ends in origins(result.ptable, rules).items()},
        "proof": "by construction, for every cell alone; sums of many cells are protected by probability",
        "effects": found.as_dict(),
        "times": {"seconds": round(seconds, 3)},
    }


def rounding(result: RoundedTables, rules: Rules, attacker: Attacker) -> dict[str, Any]:
    """Bounds that were attacked, and the interval that was reached for each protected cell."""
    found = result.intersection
    return {
        "method": "round",
        "safe": found.safe,
        "rules": asdict(rules),
        "attacker": asdict(attacker),
        "base": result.base,
        "way": result.way,
        "tables": _tables(result.frames),
        "protected": int(found.cells.size),
        "insiders": found.insiders,
        "proof": "linear programmes over the bounds of all rounded counts and all sums",
        "proofs": [
            {"cell": result.universe.label(int(cell)), "lower": round(float(low), 6), "upper": round(float(high), 6)}
            for cell, low, high in zip(found.cells, found.low, found.high, strict=True)
        ],
        "times": {"seconds": round(result.seconds, 3)},
    }
