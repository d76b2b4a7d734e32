"""The front door: protect tables, audit what was published, in one call each.

Whatever builds a pattern, an independent audit of the whole decides. What was not proven safe is never returned.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etappe.calc.disclosure import attack
from etappe.calc.disclosure import primary as primary_rules
from etappe.calc.disclosure.certificate import Certificate
from etappe.calc.disclosure.columns import status_beside
from etappe.calc.disclosure.errors import DisclosureError, RuleError
from etappe.calc.disclosure.hierarchies import TOTAL
from etappe.calc.disclosure.releases import known_from, published_mask
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.suppress import Suppression, Weights, build
from etappe.calc.disclosure.tables import Status, Table, Universe

Bools = NDArray[np.bool_]
Progress = Callable[[str, float], None]

_FOR_THE_AUDIT = 0.35
"""Share of a time limit that is kept for the audit."""


class NotSafeError(DisclosureError):
    """A pattern was built, but the audit did not find it safe (facts: ``unsafe``, ``exposures``, ``undecided``)."""


class KnownGroupError(NotSafeError):
    """With groups protected, a person alone in a cell learns of a group (facts: ``insider``, ``cell``, ``exposures``).

    Whoever is the only person of a sum knows its zeros; no pattern hides these from them.
    """


class AlreadyPublishedError(RuleError):
    """A cell that must be protected was shown by an earlier release (facts: ``cell``, ``value``, ``number``)."""


@dataclass(frozen=True, eq=False)
class Protected:
    """Tables that may be published, and the proof.

    Attributes
    ----------
    universe
        All cells of all tables.
    suppression
        The pattern, its costs and what each withheld cell guards.
    certificate
        What the independent audit found.
    known
        Cells that earlier releases have shown.
    seconds
        How long building and auditing took together.
    """

    universe: Universe
    suppression: Suppression
    certificate: Certificate
    known: Bools
    seconds: float

    def frame(self, name: str) -> pl.DataFrame:
        """One table: dimension columns, ``value`` (null where withheld), ``status``."""
        number = [table.name for table in self.universe.tables].index(name)
        cells = self.universe.index[number]
        status = self.suppression.pattern.status[cells]
        words = np.array([item.name.lower() for item in Status])[status]
        shown = pl.Series(status == Status.PUBLISHED)
        frame = self.universe.frame(number).drop("cell")
        return frame.with_columns(
            pl.when(shown).then(pl.col("value")).alias("value"),
            pl.Series(status_beside(frame.columns), words, dtype=pl.String),
        )

    @property
    def frames(self) -> dict[str, pl.DataFrame]:
        """All tables by name."""
        return {table.name: self.frame(table.name) for table in self.universe.tables}


def protect(
    tables: Sequence[Table],
    rules: Rules | None = None,
    *,
    attacker: Attacker | None = None,
    history: Iterable[pl.DataFrame] = (),
    weights: Weights = Weights.FEWEST,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Protected:
    """Withhold cells until no attacker can come close to a protected one, and prove it.

    Parameters
    ----------
    tables
        Tables to be published together.
    rules, attacker
        What must hold, against whom; the defaults are the strict ones.
    history
        Tables of earlier releases: dimension columns and ``value`` (null where withheld).
    weights
        What to keep: as many cells as possible, or as much information.
    time_limit
        Seconds for all. When they are over the best pattern so far is audited; without proof there is no result.
    progress
        Called with a stage and the share of it that is done.

    Returns
    -------
    Protected

    Raises
    ------
    NotSafeError
        If the audit did not confirm the pattern.
    DisclosureError
        If tables, rules or releases cannot be used, or nothing can protect a cell; the message says which and why.

    References
    ----------
    M. Fischetti, J. J. Salazar-González (2001), Solving the cell suppression problem on tabular data with linear
    constraints, Management Science 47(7), 1008-1027.
    """
    start = time.monotonic()
    rules, attacker = rules or Rules(), attacker or Attacker()
    universe = _universe(tables, rules)
    known = known_from(universe, history)
    primary = primary_rules.find(universe, rules).cells
    _check_not_yet_published(universe, primary & known)
    building = None if time_limit is None else time_limit * (1 - _FOR_THE_AUDIT)
    suppression = build(
        universe,
        primary,
        rules,
        attacker,
        published=known,
        withheld=primary_rules.companions(universe, primary) & ~known if rules.protect_groups else None,
        weights=weights,
        time_limit=building,
        progress=progress,
    )
    left = None if time_limit is None else max(0.1, time_limit - (time.monotonic() - start))
    certificate = attack.audit(
        universe,
        suppression.pattern.published | known,
        rules=rules,
        attacker=attacker,
        protect=primary,
        claims=suppression.moves,
        time_limit=left,
        progress=progress,
    )
    if not certificate.safe:
        raise _not_safe(certificate)
    return Protected(universe, suppression, certificate, known, time.monotonic() - start)


def audit(
    tables: Sequence[Table],
    published: Mapping[str, pl.DataFrame],
    rules: Rules | None = None,
    *,
    attacker: Attacker | None = None,
    history: Iterable[pl.DataFrame] = (),
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Certificate:
    """Attack a publication of tables, whoever made it.

    Parameters
    ----------
    tables
        The true tables.
    published
        Table name → frame with the dimension columns, ``value`` (null where withheld) and ``status``.
    rules, attacker, history, time_limit, progress
        As for :func:`protect`.

    Returns
    -------
    Certificate
        ``safe`` is true only if every protected cell was proven to hold.

    Raises
    ------
    PatternError, ContradictionError
        If the publication does not belong to these tables.
    """
    rules, attacker = rules or Rules(), attacker or Attacker()
    universe = _universe(tables, rules)
    mask = published_mask(universe, published) | known_from(universe, history)
    return attack.audit(
        universe,
        mask,
        rules=rules,
        attacker=attacker,
        protect=primary_rules.find(universe, rules).cells,
        time_limit=time_limit,
        progress=progress,
    )


def _universe(tables: Sequence[Table], rules: Rules) -> Universe:
    universe = Universe.build(tables)
    return universe.with_remainders(rules.sensitive) if rules.protect_groups else universe


def _check_not_yet_published(universe: Universe, both: Bools) -> None:
    if both.any():
        cell = int(np.flatnonzero(both)[0])
        label = " × ".join(f"{name} = {code}" for name, code in universe.label(cell).items()) or TOTAL
        raise AlreadyPublishedError(
            f"The cell {label} must be protected, but an earlier release shows its value ({universe.values[cell]}); "
            f"{int(both.sum())} cells in all. What is known cannot be hidden any more.",
            cell=label,
            value=int(universe.values[cell]),
            number=int(both.sum()),
        )


def _not_safe(certificate: Certificate) -> NotSafeError:
    undecided = sum(proof.method == "undecided" for proof in certificate.unsafe)
    undecided += sum(not exposure.decided for exposure in certificate.exposures)
    if certificate.rules.protect_groups and certificate.exposures and not certificate.unsafe and not undecided:
        first = certificate.exposures[0]
        insider, cell = (" × ".join(label.values()) or TOTAL for label in (first.insider, first.cell))
        return KnownGroupError(
            f"The only person in {insider} learns {cell} and thereby what all of a group share; "
            f"{len(certificate.exposures)} such cases. Take coarser groups, name only the sensitive dimensions, or "
            "leave insiders out of account.",
            insider=insider,
            cell=cell,
            exposures=len(certificate.exposures),
        )
    return NotSafeError(
        f"The audit did not confirm the pattern: {len(certificate.unsafe)} protected cells do not hold and "
        f"{len(certificate.exposures)} are learnt by insiders ({undecided} of these were not decided in time). "
        "Nothing is published; allow more time, take coarser groups or the cell-key method.",
        unsafe=len(certificate.unsafe),
        exposures=len(certificate.exposures),
        undecided=undecided,
    )
