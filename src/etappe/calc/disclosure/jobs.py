"""What SPEC.toml asks for, from its tables to the finished files: one job a method."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from etappe.calc.disclosure import documents, report
from etappe.calc.disclosure.cellkey import Perturbed, perturb
from etappe.calc.disclosure.columns import status_beside
from etappe.calc.disclosure.errors import DisclosureError, PatternError
from etappe.calc.disclosure.facade import audit, protect
from etappe.calc.disclosure.intersections import intersect
from etappe.calc.disclosure.noise import effects, promises
from etappe.calc.disclosure.ptable import PTable, ptable
from etappe.calc.disclosure.releases import known_from, whole_table
from etappe.calc.disclosure.roundtables import round_tables, rounded_bounds, usual_base
from etappe.calc.disclosure.spec import Spec
from etappe.calc.disclosure.specmodel import RulePart
from etappe.calc.disclosure.tables import Table, Universe

Progress = Callable[[str, float], None]
Secret = Callable[[], bytes]

MOST_CELLS = 250_000
"""Cells with margins up to which suppression and rounding are attempted."""

_KNOWN_CELLS, _KNOWN_SECONDS, _KNOWN_GIGABYTES = 72_540, 100.0, 1.5
"""A table of this size takes about this long; time grows with the square of the cells, memory with the cells."""


class TooManyCellsError(DisclosureError):
    """More cells than suppression can handle (facts: ``cells``, ``limit``, ``gigabytes``, ``hours``)."""


@dataclass(frozen=True)
class Job:
    """A finished job, not yet on disk: tables, certificate and report."""

    frames: Mapping[str, pl.DataFrame]
    certificate: Mapping[str, Any]
    report: str

    @property
    def safe(self) -> bool:
        """Whether everything was proven."""
        return bool(self.certificate["safe"])


def run(spec: Spec, secret: Secret, *, time_limit: float | None = None, progress: Progress | None = None) -> Job:
    """Protect the tables of a SPEC by the method it names.

    Parameters
    ----------
    spec
        What is asked for.
    secret
        Gives the statistics office's secret key; called only by methods that need one.
    time_limit, progress
        Seconds for all; called with a stage and the share done.

    Raises
    ------
    DisclosureError
        If input cannot be used or no safe result was proven.
    """
    if progress:
        progress("read", 0.0)
    tables = spec.tables()
    method = spec.model.rule.method
    if method == "cellkey":
        return _cellkey(spec, tables, secret)
    _check_size(tables)
    if method == "round":
        return _round(spec, tables, secret, time_limit, progress)
    result = protect(
        tables,
        spec.rules,
        attacker=spec.attacker,
        history=spec.history(),
        time_limit=time_limit,
        progress=progress,
    )
    return Job(result.frames, documents.suppression(result), report.suppression(result))


def run_audit(
    spec: Spec,
    published: Mapping[str, pl.DataFrame],
    secret: Secret,
    *,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Mapping[str, Any]:
    """Attack a publication of the tables of a SPEC; the certificate as plain data.

    Raises
    ------
    DisclosureError
        If input cannot be used or the publication does not belong to these tables.
    """
    tables = spec.tables()
    rule = spec.model.rule
    if rule.method == "cellkey":
        return _audit_cellkey(spec, tables, published, secret)
    _check_size(tables)
    if rule.method == "round":
        return _audit_rounding(spec, tables, published, time_limit, progress)
    certificate = audit(
        tables,
        published,
        spec.rules,
        attacker=spec.attacker,
        history=spec.history(),
        time_limit=time_limit,
        progress=progress,
    )
    return {
        "method": "suppress",
        **certificate.content(),
        "times": {"seconds": round(certificate.seconds, 3)},
    }


def noise_table(rule: RulePart) -> PTable:
    """The perturbation table of a rule; by default one that never shows a count below the minimum.

    Without D, V and js: js is the minimum − 1; V is one eighth above the least variance that rows below the threshold
    need; D is large enough for that variance (for a minimum of 3: D = 4, V = 2.25, js = 2).
    """
    js = rule.minimum - 1 if rule.js is None else rule.js
    needed = ((js + 1) // 2) * ((js + 2) // 2)
    variance = (1.125 * needed if js else 1.0) if rule.V is None else rule.V
    reach = max(js + 2, math.ceil(variance)) if rule.D is None else rule.D
    return ptable(reach, variance, js, p_stay=rule.p_stay)


def _cellkey(spec: Spec, tables: tuple[Table, ...], secret: Secret) -> Job:
    start = time.monotonic()
    table = noise_table(spec.model.rule)
    result = perturb(tables, table, secret(), exact_totals=spec.model.rule.exact_totals)
    _check_history(spec, result)
    found, kept = effects(result), promises(result, spec.rules)
    seconds = time.monotonic() - start
    frames = {
        grid.table.name: grid.frame(values).with_columns(
            pl.lit("published").alias(status_beside(grid.table.dimensions))
        )
        for grid, values in zip(result.grids, result.values, strict=True)
    }
    certificate = documents.perturbation(result, spec.rules, kept, found, seconds)
    return Job(frames, certificate, report.perturbation(result, found, spec.rules, kept))


def _check_history(spec: Spec, result: Perturbed) -> None:
    """An earlier release must show the truth or the same noise: two different answers could be averaged."""
    earlier = spec.history()
    if earlier:
        universe = Universe.build([grid.table for grid in result.grids])
        shown = universe.values.copy()
        for index, values in zip(universe.index, result.values, strict=True):
            shown[index] = values.ravel()
        known_from(universe, earlier, shown)


def _audit_cellkey(
    spec: Spec, tables: tuple[Table, ...], published: Mapping[str, pl.DataFrame], secret: Secret
) -> Mapping[str, Any]:
    """The publication must be, cell for cell, what the key and the perturbation table make of the counts."""
    result = perturb(tables, noise_table(spec.model.rule), secret(), exact_totals=spec.model.rule.exact_totals)
    kept = promises(result, spec.rules)
    certificate = documents.perturbation(result, spec.rules, kept, effects(result), 0.0)
    differing = sum(
        _differing(result, name, published.get(name)) for name in (grid.table.name for grid in result.grids)
    )
    return {**certificate, "safe": certificate["safe"] and not differing, "differing": differing}


def _differing(result: Perturbed, name: str, published: pl.DataFrame | None) -> int:
    if published is None:
        raise PatternError(f"The publication has no table “{name}”.", table=name)
    own = result.frame(name)
    dimensions = own.columns[:-1]
    text = [pl.col(column).cast(pl.String) for column in dimensions]
    joined = own.with_columns(text).join(published, on=dimensions, how="left", suffix="_published")
    if published.height != own.height:
        raise PatternError(
            f"The published table “{name}” has {published.height} rows instead of {own.height}.",
            table=name,
            rows=published.height,
            cells=own.height,
        )
    same = joined["value"].eq_missing(joined["value_published"])
    return int((~same).sum())


def _round(
    spec: Spec, tables: tuple[Table, ...], secret: Secret, time_limit: float | None, progress: Progress | None
) -> Job:
    rule = spec.model.rule
    result = round_tables(
        tables,
        spec.rules,
        secret=secret() if rule.way == "random" else b"",
        base=rule.base,
        way=rule.way,
        attacker=spec.attacker,
        history=spec.history(),
        time_limit=time_limit,
        progress=progress,
    )
    certificate = documents.rounding(result, spec.rules, spec.attacker)
    return Job(result.frames, certificate, report.rounding(result, spec.rules, spec.attacker))


def _audit_rounding(
    spec: Spec,
    tables: tuple[Table, ...],
    published: Mapping[str, pl.DataFrame],
    time_limit: float | None,
    progress: Progress | None,
) -> Mapping[str, Any]:
    """Attack the bounds that the published multiples leave."""
    universe = Universe.build(tables)
    base, way = spec.model.rule.base or usual_base(spec.rules), spec.model.rule.way
    values = _by_cell(universe, published)
    low, high = rounded_bounds(universe, values, base, way)
    shown = universe.values.copy()
    shown[list(values)] = list(values.values())
    known = known_from(universe, spec.history(), shown)
    low[known] = high[known] = universe.values[known]
    found = intersect(universe, (low, high), spec.rules, spec.attacker, time_limit=time_limit, progress=progress)
    return {
        "method": "round",
        "safe": found.safe,
        "base": base,
        "way": way,
        "protected": int(found.cells.size),
        "unsafe": len(found.unsafe),
        "insiders": found.insiders,
        "exposures": len(found.exposed),
        "complete": found.complete,
    }


def _by_cell(universe: Universe, published: Mapping[str, pl.DataFrame]) -> dict[int, int]:
    """Cell → published value, where one is published."""
    values: dict[int, int] = {}
    for number, table in enumerate(universe.tables):
        if table.name not in published:
            raise PatternError(f"The publication has no table “{table.name}”.", table=table.name)
        frame = published[table.name]
        cells = whole_table(universe, number, frame)
        values.update(
            (cell, value)
            for cell, value in zip(cells.tolist(), frame["value"].to_list(), strict=True)
            if value is not None
        )
    return values


def _check_size(tables: tuple[Table, ...]) -> None:
    """Say what suppression would take before it takes it."""
    cells = sum(
        math.prod(1 + len({code for tree in table.trees[name] for code in tree.parents}) for name in table.dimensions)
        for table in tables
    )
    if cells > MOST_CELLS:
        times = cells / _KNOWN_CELLS
        raise TooManyCellsError(
            f"The tables have {cells} cells; suppression handles up to {MOST_CELLS}.",
            cells=cells,
            limit=MOST_CELLS,
            gigabytes=math.ceil(times * _KNOWN_GIGABYTES),
            hours=math.ceil(times**2 * _KNOWN_SECONDS / 3600),
        )
