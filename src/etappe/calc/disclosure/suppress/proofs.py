"""Moves that prove cells safe, and what is still unproven."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from etappe.calc.disclosure.suppress.flows import Move
from etappe.calc.disclosure.suppress.problem import Ints, Mask, Problem


@dataclass(frozen=True)
class Lack:
    """What a target still needs: to rise to ``rise``, or its interval to have ``width``, maybe against one single.

    Attributes
    ----------
    rise
        Rise to prove, 0 if enough is proven.
    width
        Width to prove.
    known_rise, known_fall
        What is proven so far.
    single
        Column that the attacker knows, if any.
    """

    rise: int
    width: int
    known_rise: int
    known_fall: int
    single: int | None = None


class Proofs:
    """A growing pool of moves and what it proves.

    Attributes
    ----------
    resorts
        Targets that only the last resort could prove: withholding whole breakdowns.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.number = np.full(problem.size, -1, dtype=np.int64)
        self.number[problem.targets] = np.arange(problem.targets.size)
        self.moves: dict[int, Move] = {}
        self.next = 0
        self.resorts: tuple[int, ...] = ()
        self.by_target: list[dict[int, tuple[int, int]]] = [{} for _ in problem.targets]
        self.by_column: list[set[int]] = [set() for _ in range(problem.size)]
        self.users = np.zeros(problem.size, dtype=np.int64)
        self.singles: dict[int, frozenset[int]] = {}
        self.all_singles = np.flatnonzero((problem.person >= 0) & problem.forced)

    def add(self, move: Move) -> None:
        """Take a move into the pool."""
        if not move.ahead and not move.back:
            return
        name, self.next = self.next, self.next + 1
        self.moves[name] = move
        problem = self.problem
        self.users[move.columns] += 1
        for column in move.columns.tolist():
            self.by_column[column].add(name)
        at = np.flatnonzero(self.number[move.columns] >= 0)
        for target, change in zip(self.number[move.columns[at]].tolist(), move.change[at].tolist(), strict=True):
            up, down = max(change * move.ahead, -change * move.back), max(-change * move.ahead, change * move.back)
            self.by_target[target][name] = (up, down)
        alone = move.columns[(problem.person[move.columns] >= 0) & problem.forced[move.columns]]
        self.singles[name] = frozenset(alone.tolist())

    def drop(self, names: list[int]) -> list[int]:
        """Remove moves; the targets they spoke for."""
        touched: set[int] = set()
        for name in names:
            move = self.moves.pop(name)
            del self.singles[name]
            self.users[move.columns] -= 1
            for column in move.columns.tolist():
                self.by_column[column].discard(name)
            for target in self.number[move.columns].tolist():
                if target >= 0:
                    del self.by_target[target][name]
                    touched.add(target)
        return sorted(touched)

    def lack(self, target: int, without: set[int] | frozenset[int] = frozenset()) -> Lack | None:
        """What a target needs beyond the pool (less the moves in ``without``); ``None`` if nothing."""
        problem = self.problem
        mine = {name: reach for name, reach in self.by_target[target].items() if name not in without}
        found = _short(list(mine.values()), int(problem.up[target]), int(problem.width[target]), None)
        if found or not problem.insider_width[target]:
            return found
        return self._insiders(target, mine)

    def _insiders(self, target: int, mine: dict[int, tuple[int, int]]) -> Lack | None:
        problem = self.problem
        column = problem.targets[target]
        need = int(problem.insider_up[target]), int(problem.insider_width[target])
        sets = [self.singles[name] for name in mine]
        critical = frozenset.intersection(*sets) if sets and need[1] == 1 and not need[0] else frozenset().union(*sets)
        for single in sorted(critical):
            if single == column or (problem.person[single] == problem.person[column]):
                continue
            rest = [reach for name, reach in mine.items() if single not in self.singles[name]]
            found = _short(rest, *need, single)
            if found:
                return found
        return None

    def changes(self, cells: int) -> csr_array:
        """All moves of the pool, one a row, as changes of so many cells of the universe."""
        moves = list(self.moves.values())
        starts = np.cumsum([0, *(move.columns.size for move in moves)])
        columns = np.concatenate([self.problem.cells[move.columns] for move in moves] or [np.zeros(0, np.int64)])
        change = np.concatenate([move.change for move in moves] or [np.zeros(0, np.int64)])
        return csr_array((change, columns, starts), shape=(len(moves), cells))

    def used(self) -> Mask:
        """Columns that some move of the pool changes, and those that are withheld anyway."""
        return np.logical_or(self.problem.forced, self.users > 0)


def _short(reaches: list[tuple[int, int]], up: int, width: int, single: int | None) -> Lack | None:
    rise = max((reach[0] for reach in reaches), default=0)
    fall = max((reach[1] for reach in reaches), default=0)
    if rise >= up and rise + fall >= width:
        return None
    return Lack(up if rise < up else 0, width, rise, fall, single)


def unproven(proofs: Proofs) -> Ints:
    """Targets that lack something."""
    count = proofs.problem.targets.size
    return np.array([target for target in range(count) if proofs.lack(target)], dtype=np.int64)
