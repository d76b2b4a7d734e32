"""One run: build, attack, count."""

import resource
import time
from dataclasses import dataclass

import numpy as np

from benchmarks.disclosure.cases import Case
from benchmarks.disclosure.gauss import gauss
from etappe.calc.disclosure.attack import audit
from etappe.calc.disclosure.certificate import Certificate
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.suppress import build
from etappe.calc.disclosure.tables import Universe

ATTACKERS = {"weak": Attacker(zeros_known=False, insiders=False), "full": Attacker()}

ALONE = 150.0
"""Seconds by the clock for the audit of a pattern of which nothing is claimed."""

ELIMINATED = 3_000
"""Cells up to which plain elimination is run too."""


@dataclass(frozen=True)
class Figure:
    """What one table against one attacker costs.

    Attributes
    ----------
    check_seconds
        The audit as ``protect`` runs it: the builder says by which moves the pattern is safe, each is checked.
    audit_seconds, undecided
        The audit of the pattern alone, as of a stranger's: nothing is claimed, every proof is searched for; and the
        cells left open when its time was up.
    unsafe, exposures
        What the first of these audits found.
    """

    case: str
    attacker: str
    cells: int
    primaries: int
    withheld: int
    bound: float
    optimal: bool
    build_seconds: float
    check_seconds: float
    audit_seconds: float
    unsafe: int
    exposures: int
    undecided: int
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
    hidden, against = found.pattern.published, ATTACKERS[attacker]
    judged = audit(universe, hidden, rules=Rules(), attacker=against, claims=found.moves)
    checked = time.process_time()
    alone = audit(universe, hidden, rules=Rules(), attacker=against, time_limit=ALONE)
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
        check_seconds=checked - built,
        audit_seconds=audited - checked,
        unsafe=sum(not proof.safe for proof in judged.proofs),
        exposures=len(judged.exposures),
        undecided=_undecided(alone),
        gauss=plain,
        gauss_unsafe=plain_unsafe,
        gauss_exposures=plain_exposures,
    )


def _undecided(certificate: Certificate) -> int:
    """Open questions of an audit; answered ones must be in favour of the pattern.

    Raises
    ------
    ArithmeticError
        If one was answered against it.
    """
    cells = sum(proof.method == "undecided" for proof in certificate.unsafe)
    exposures = sum(not exposure.decided for exposure in certificate.exposures)
    if cells < len(certificate.unsafe) or exposures < len(certificate.exposures):
        raise ArithmeticError("Two audits of the same pattern contradict each other.")
    return cells + exposures


def peak_memory() -> float:
    """Most memory of this process so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
