"""The search for tables that the attacker cannot rule out: many cells at once first, single cells last."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from etappe.calc.disclosure.attack.blocks import Blocks
from etappe.calc.disclosure.attack.hints import checked
from etappe.calc.disclosure.attack.integral import Steps, steps
from etappe.calc.disclosure.attack.reduce import Moves
from etappe.calc.disclosure.attack.solver import TOLERANCE, Extremes, push
from etappe.calc.disclosure.attack.targets import Targets

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SMALL = 1500
"""Up to so many variables a space is one block."""

REWARD = 1000.0
"""What moving a target by one is worth, in moves of other cells."""

NO_LIMIT = 1_000_000
COMPANY = 12
"""Targets pushed together: at first all of a block, then a few, which touch less and leave fewer fractions."""


@dataclass
class Clock:
    """How much time is left."""

    limit: float | None
    start: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float | None:
        """Seconds left, or ``None`` if there is no limit."""
        return None if self.limit is None else self.limit - (time.monotonic() - self.start)

    @property
    def over(self) -> bool:
        """Whether the time is used up."""
        return self.left is not None and self.left <= 0


@dataclass(frozen=True)
class Demand:
    """How far a cell must be able to rise, to fall, and to range in all."""

    up: int
    down: int
    width: int


@dataclass(frozen=True)
class Reach:
    """How far a cell moves: shown by a checked move, at most by proof, and whether the question is decided."""

    reached: int
    bound: float
    decided: bool


@dataclass(frozen=True)
class Judgement:
    """Rise and fall of a cell, and whether they suffice (``None``: time ran out)."""

    rise: Reach
    fall: Reach
    safe: bool | None


@dataclass
class Search:
    """Everything found out about one space of moves.

    Attributes
    ----------
    space
        What may move.
    blocks
        Where to look first.
    cost
        What moving each variable costs; moves found are cheap ones.
    clock
        Stops the search.
    """

    space: Moves
    blocks: Blocks
    cost: Floats
    clock: Clock
    _pieces: list[Steps] = field(init=False, default_factory=list)
    _component: Ints = field(init=False)
    _extremes: dict[int, Extremes] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        links = self.space.columns.astype(bool).astype(np.int64)
        self._component = connected_components(links.T @ links, directed=False)[1].astype(np.int64)

    def weigh(self, claims: csr_array) -> Steps:
        """Keep of what somebody claims to be moves those that are."""
        found = checked(self.space, claims)
        self._pieces.append(found)
        return found

    def try_push(self, allowed: Ints, wanted: Floats, reward: float) -> Steps:
        """Push variables by as much as wanted, with all allowed ones free; what was found is kept and returned."""
        return self._keep(push(self.space, allowed, wanted[allowed], self.cost[allowed], reward, self.clock.left))

    def detour(self, variable: int, direction: int, amount: int, avoid: Ints) -> Steps:
        """A move of one variable that touches as few of some others as possible."""
        allowed = self.extremes(variable).variables
        cost = 0.001 * self.cost
        cost[avoid] = 1.0
        wanted = np.zeros(self.space.size)
        wanted[variable] = direction * amount
        return self._keep(push(self.space, allowed, wanted[allowed], cost[allowed], 10_000.0, self.clock.left))

    @property
    def marker(self) -> int:
        """Where the search stands; see :meth:`since`."""
        return len(self._pieces)

    def since(self, marker: int = 0) -> Steps:
        """The checked moves found since some point."""
        return Steps.join(self._pieces[marker:], self.space.size)

    def settle_in_blocks(self, targets: Targets, hopeless: Bools, tell: Callable[[int], None]) -> None:
        """Look for moves that settle targets, in small blocks, then larger ones, then everywhere.

        In each size of block all targets are pushed at once first. Those that moved, but not far enough or in
        fractions, are pushed again in small company; those that did not move at all wait for a larger block.
        """
        everywhere = tuple(range(len(self.blocks.family)))
        widths = [everywhere] if self.space.size <= SMALL else [(), *((d,) for d in everywhere), everywhere]
        for free in widths:
            moved = np.ones(targets.cells.size, dtype=bool)
            for company in self._companies(free == everywhere):
                waiting = np.flatnonzero(~targets.settled & ~hopeless & moved)
                for places, cells in self.blocks.around(targets.cells[waiting], free):
                    for start in range(0, places.size, company):
                        if self.clock.over:
                            return
                        self._settle_block(targets, waiting[places[start : start + company]], cells, moved)
                    tell(int((targets.settled | hopeless).sum()))

    def _companies(self, whole: bool) -> tuple[int, ...]:
        """How many targets to push together, one pass after another; all at once is too much for a large whole."""
        if self.space.size <= SMALL:
            return NO_LIMIT, COMPANY, COMPANY
        return (COMPANY,) if whole else (NO_LIMIT, COMPANY)

    def _settle_block(self, targets: Targets, places: Ints, cells: Ints, moved: Bools) -> None:
        places = places[~targets.settled[places]]
        if not places.size:
            return
        allowed = np.unique(self.space.variable[cells])
        wanted = wishes(targets, places, self.space.size)
        move = push(self.space, allowed, wanted[allowed], self.cost[allowed], REWARD, self.clock.left)
        targets.record(self._keep(move))
        moved[places] = np.abs(move[targets.variable[places]]) > TOLERANCE

    def extremes(self, variable: int) -> Extremes:
        """The programme of the component that a variable is in."""
        number = int(self._component[variable])
        if number not in self._extremes:
            members = np.flatnonzero(self._component == number)
            self._extremes[number] = Extremes(self.space, members)
        return self._extremes[number]

    def furthest(self, variable: int, direction: int, must: int, enough: int, still: Ints) -> "Reach":
        """How far a variable can move while others stand still, decided for certain.

        Parameters
        ----------
        variable, direction
            What is to move, up (+1) or down (−1).
        still
            Variables that must not move.
        must
            Below this the exact answer does not matter.
        enough
            Beyond this it does not matter either.
        """
        programme = self.extremes(variable)
        real = programme.reach(variable, direction, still, self.clock.left)
        if not real.solved:
            return Reach(0, np.inf, False)
        bound = float(np.floor(real.bound + TOLERANCE))
        reached = _reached(self._keep(real.move), variable, direction)
        wanted = min(enough, bound)
        if bound < must or reached >= wanted:
            return Reach(reached, bound, True)
        whole = programme.reach_whole(variable, direction, wanted, still, self.clock.left)
        reached = max(reached, _reached(self._keep(whole.move), variable, direction))
        if whole.solved and reached < wanted:
            bound = min(bound, whole.bound)
        return Reach(reached, bound, reached >= min(wanted, bound))

    def judge(self, variable: int, sign: int, demand: "Demand", still: Ints) -> "Judgement":
        """Whether a cell can move as far as demanded while others stand still."""
        rise = self.furthest(variable, sign, demand.up, max(demand.up, demand.width), still)
        if not rise.decided or rise.bound < demand.up:
            return Judgement(rise, Reach(0, np.inf, decided=False), False if rise.decided else None)
        need = max(demand.down, demand.width - rise.reached)
        if need <= 0:
            return Judgement(rise, Reach(0, np.inf, decided=True), True)
        fall = self.furthest(variable, -sign, need, need, still)
        return Judgement(rise, fall, fall.reached >= need if fall.decided else None)

    def _keep(self, move: Floats) -> Steps:
        new = steps(self.space, move)
        if new.forth.size:
            self._pieces.append(new)
        return new


def wishes(targets: Targets, places: Ints, size: int) -> Floats:
    """For each variable how far some targets want it to move; upwards first, downwards for those that have risen."""
    risen = targets.rise[places] >= targets.up[places]
    amount = np.where(
        risen,
        -np.maximum(targets.down, targets.width - targets.rise)[places],
        np.maximum(targets.up, targets.width - targets.fall)[places],
    )
    amount = amount * targets.sign[places]
    wanted = np.zeros(size)
    at = targets.variable[places]
    np.maximum.at(wanted, at[amount > 0], amount[amount > 0])
    low = np.zeros(size)
    np.minimum.at(low, at[amount < 0], amount[amount < 0])
    return np.where(wanted > 0, wanted, low)


def _reached(found: Steps, variable: int, direction: int) -> int:
    """How far checked moves take a variable in a direction."""
    entries = found.moves[:, [variable]].toarray().ravel()
    both = np.concatenate([entries * found.forth, -entries * found.back, [0]]) * direction
    return int(both.max())
