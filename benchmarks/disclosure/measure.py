"""One run: build, attack, count."""

import resource
import time
from dataclasses import dataclass

import numpy as np

from benchmarks.disclosure.cases import Case
from benchmarks.disclosure.gauss import gauss
from etappe.calc.disclosure.attack import audit
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.suppress import build
from etappe.calc.disclosure.tables import Universe

ATTACKERS = {"weak": Attacker(zeros_known=False, insiders=False), "full": Attacker()}

ELIMINATED = 3_000
"""Cells up to which plain elimination is run too."""


@dataclass(frozen=True)
class Figure:
    """What one table against one attacker costs."""

    case: str
    attacker: str
    cells: int
    primaries: int
    withheld: int
    bound: float
    optimal: bool
    build_seconds: float
    audit_seconds: float
    unsafe: int
    exposures: int
    gauss: int | None
    gauss_unsafe: int | None
    gauss_exposures: int | None


def measure(case: Case, attacker: str) -> Figure:
    """Build a pattern for a table and have it attacked; times are processor seconds of one thread."""
    universe = Universe.build([case.table])
    primary = (universe.values > 0) & (universe.values < Rules().minimum)
    start = time.process_time()
    found = build(universe, primary, Rules(), ATTACKERS[attacker])
    built = time.process_time()
    judged = audit(universe, found.pattern.published, rules=Rules(), attacker=ATTACKERS[attacker])
    audited = time.process_time()
    plain, plain_unsafe, plain_exposures = None, None, None
    if universe.size <= ELIMINATED:
        published = gauss(universe, primary)
        verdict = audit(universe, published, rules=Rules(), attacker=ATTACKERS[attacker])
        plain = int((~published).sum())
        plain_unsafe = sum(not proof.safe for proof in verdict.proofs)
        plain_exposures = len(verdict.exposures)
    return Figure(
        case=case.name,
        attacker=attacker,
        cells=universe.size,
        primaries=int(primary.sum()),
        withheld=int(found.pattern.withheld.sum()),
        bound=float(np.ceil(found.lower_bound / (1 + 1e-3 * np.log1p(universe.values.max())))),
        optimal=found.proven_optimal,
        build_seconds=built - start,
        audit_seconds=audited - built,
        unsafe=sum(not proof.safe for proof in judged.proofs),
        exposures=len(judged.exposures),
        gauss=plain,
        gauss_unsafe=plain_unsafe,
        gauss_exposures=plain_exposures,
    )


def peak_memory() -> float:
    """Most memory of this process so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
