"""The audit: is a publication safe against the strongest attacker?

For every protected cell the attacker's interval is settled: either a table is found, checked in exact arithmetic,
that the attacker cannot rule out and that takes the cell far enough; or it is proven that there is none. The first is
sought for many cells at once, the second by bounds, by linear programmes and, where fractions would mislead, by
integer programmes. Nothing is taken on trust from whoever built the pattern, and what time did not allow to decide
counts as unsafe.

References
----------
M. Fischetti, J. J. Salazar-González (2001), Solving the cell suppression problem on tabular data with linear
constraints, Management Science 47(7), 1008-1027 (the attacker's programmes).
"""

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from etappe.calc.disclosure.attack import knowledge
from etappe.calc.disclosure.attack.blocks import Blocks
from etappe.calc.disclosure.attack.exposure import Exposures, find_exposures
from etappe.calc.disclosure.attack.insiders import Insiders, persons, self_evident
from etappe.calc.disclosure.attack.integral import FAR, Steps
from etappe.calc.disclosure.attack.reduce import Moves, reduce
from etappe.calc.disclosure.attack.search import Clock, Demand, Search
from etappe.calc.disclosure.attack.targets import Targets
from etappe.calc.disclosure.certificate import CellProof, Certificate, InsiderExposure, Method
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.tables import Universe

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Progress = Callable[[str, float], None]


def audit(
    universe: Universe,
    published: Bools,
    *,
    rules: Rules | None = None,
    attacker: Attacker | None = None,
    protect: Bools | None = None,
    claims: csr_array | None = None,
    exact: bool = False,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Certificate:
    """Decide for each protected cell what the attacker can conclude.

    Parameters
    ----------
    universe
        All cells of all linked tables and releases.
    published
        Cells whose value anybody can see, in these tables or in earlier releases.
    rules, attacker
        What must hold, against whom; the defaults are the strict ones.
    protect
        Further cells to protect besides those the rules name.
    claims
        Changes of the cells, one a row, that whoever built the pattern says are possible. Each is checked like a move
        of one's own; what does not hold is ignored, so wrong claims cannot do harm.
    exact
        Settle the whole interval of every protected cell, not only that it is wide enough (for small tables).
    time_limit
        Seconds after which undecided cells count as unsafe.
    progress
        Called with a stage and the share of it that is done.

    Raises
    ------
    PatternError, RuleError
        If the publication does not fit the tables, or the rules contradict the attacker.
    """
    start = time.monotonic()
    rules, attacker = rules or Rules(), attacker or Attacker()
    knowledge.check(universe, published, rules, attacker)
    cells = knowledge.protected(universe, rules)
    if protect is not None:
        cells = cells | protect
    low, high = knowledge.bounds(universe, attacker)
    space = reduce(universe.constraints, ~published, low, high)
    goals = knowledge.targets(universe, cells, space, rules)
    person = persons(universe, ~published) if attacker.insiders else np.full(universe.size, -1, dtype=np.int64)
    search = Search(
        space, Blocks(universe, np.flatnonzero(space.variable >= 0)), _cost(space, person), Clock(time_limit)
    )
    if claims is not None:
        goals.record(search.weigh(claims))
    public = _Public(goals, space)
    public.settle(search, _teller(progress, "public", goals.cells.size))
    if exact:
        public.measure(search)
    own = np.maximum(person, self_evident(universe, person))
    insiders = Insiders(search, goals, person, own, attacker.insiders_full)
    exposures = (
        find_exposures(insiders, _teller(progress, "insiders", goals.cells.size)) if insiders.count else Exposures()
    )
    _verify(universe, space, search.since(), (low, high), published)
    return Certificate(
        rules=rules,
        attacker=attacker,
        cells=universe.size,
        withheld=int((~published & universe.shown).sum()),
        proofs=tuple(public.proofs(universe, published)),
        insiders=insiders.count,
        exposures=tuple(_name(universe, goals, person, exposures)),
        seconds=time.monotonic() - start,
    )


class _Public:
    """What everybody can conclude about each target."""

    def __init__(self, targets: Targets, space: Moves) -> None:
        self.targets = targets
        self.rise, self.fall = targets.bounds(space)
        self.hopeless = (self.rise < targets.up) | (self.fall < targets.down) | (self.rise + self.fall < targets.width)
        self.measured = np.zeros(targets.cells.size, dtype=bool)
        self.method: list[Method] = ["bounds" if lost else "move" for lost in self.hopeless]

    def settle(self, search: Search, tell: Callable[[int], None]) -> None:
        targets = self.targets
        search.settle_in_blocks(targets, self.hopeless, tell)
        for place in np.flatnonzero(~targets.settled & ~self.hopeless):
            if not targets.settled[place]:
                self._decide(search, int(place))
            tell(int((targets.settled | self.hopeless).sum()))

    def _decide(self, search: Search, place: int) -> None:
        """Ask for one target alone."""
        targets = self.targets
        if search.clock.over:
            self.method[place] = "undecided"
            return
        demand = Demand(int(targets.up[place]), int(targets.down[place]), int(targets.width[place]))
        nobody = np.zeros(0, dtype=np.int64)
        marker = search.marker
        judgement = search.judge(int(targets.variable[place]), int(targets.sign[place]), demand, nobody)
        targets.record(search.since(marker))
        if not targets.settled[place]:
            self.method[place] = "undecided" if judgement.safe is None else "programme"
            self.rise[place] = min(self.rise[place], judgement.rise.bound)
            self.fall[place] = min(self.fall[place], judgement.fall.bound)

    def measure(self, search: Search) -> None:
        """Find the whole interval of every target that is not hopeless."""
        targets, nobody = self.targets, np.zeros(0, dtype=np.int64)
        for place in np.flatnonzero((targets.variable >= 0) & (targets.sign != 0)):
            variable, sign = int(targets.variable[place]), int(targets.sign[place])
            marker = search.marker
            rise = search.furthest(variable, sign, 0, FAR, nobody)
            fall = search.furthest(variable, -sign, 0, FAR, nobody)
            targets.record(search.since(marker))
            self.rise[place] = min(self.rise[place], rise.bound)
            self.fall[place] = min(self.fall[place], fall.bound)
            self.measured[place] = rise.decided and fall.decided

    def proofs(self, universe: Universe, published: Bools) -> list[CellProof]:
        targets = self.targets
        settled = targets.settled
        found = []
        for place, cell in enumerate(targets.cells):
            value, safe = int(universe.values[cell]), bool(settled[place])
            shown = safe and not self.measured[place]
            rise = float(targets.rise[place]) if shown else self.rise[place]
            fall = float(targets.fall[place]) if shown else self.fall[place]
            upper = None if np.isinf(rise) else value + int(rise)
            lower = max(0, value - int(min(fall, value)))
            method: Method = "published" if published[cell] else self.method[place]
            found.append(CellProof(universe.label(int(cell)), lower, upper, safe, method))
        return found


def _verify(universe: Universe, space: Moves, found: Steps, limits: tuple[Floats, Floats], published: Bools) -> None:
    """Check every move used as a proof once more, in whole numbers, against the tables themselves.

    Raises
    ------
    ArithmeticError
        If one is no table that the attacker must consider: then the audit is worth nothing.
    """
    moves = space.expand(found.moves)
    entry = moves.tocoo()
    ahead, behind = entry.data * found.forth[entry.row], -entry.data * found.back[entry.row]
    lowest, highest = np.minimum(ahead, behind), np.maximum(ahead, behind)
    balanced = abs(universe.constraints @ moves.T).sum() == 0
    inside = (lowest >= limits[0][entry.col]).all() and (highest <= limits[1][entry.col]).all()
    if not (balanced and inside and not published[entry.col].any()):
        raise ArithmeticError("The audit found a proof that does not hold; its result must not be used.")


def _cost(space: Moves, person: Ints) -> Floats:
    """Moves are cheap where they touch few cells and dear where they touch insiders; no two cost quite the same."""
    cost = 1.0 + 0.01 * np.random.default_rng(0).random(space.size)
    alone = space.variable[(person >= 0) & (space.variable >= 0)]
    cost[alone] *= 3.0
    return cost


def _name(universe: Universe, targets: Targets, person: Ints, exposures: Exposures) -> list[InsiderExposure]:
    cells = np.flatnonzero(person >= 0)
    example = {int(person[cell]): universe.label(int(cell)) for cell in cells[::-1]}
    pairs = [(pair, True) for pair in exposures.proven] + [(pair, False) for pair in exposures.undecided]
    return [
        InsiderExposure(example[who], universe.label(int(targets.cells[target])), decided)
        for (target, who), decided in sorted(pairs)
    ]


def _teller(progress: Progress | None, stage: str, total: int) -> Callable[[int], None]:
    def tell(done: int) -> None:
        if progress is not None:
            progress(stage, done / max(total, 1))

    return tell
