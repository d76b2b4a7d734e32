"""Which insider learns what: many cells at once first, single pairs last."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from etappe.calc.disclosure.attack.insiders import Insiders

Ints = NDArray[np.int64]

ROUNDS = 4
"""How often targets are pushed in changing company before they are taken one by one."""

COMPANY = 8
"""Targets pushed together."""


@dataclass
class Exposures:
    """Pairs of a target and an insider: those proven to be exposed, and those time did not allow to decide."""

    proven: list[tuple[int, int]] = field(default_factory=list)
    undecided: list[tuple[int, int]] = field(default_factory=list)


def find_exposures(insiders: Insiders, tell: Callable[[int], None]) -> Exposures:
    """Try every insider against every target that holds against the public."""
    targets = insiders.targets
    which = np.flatnonzero(targets.settled & (targets.variable >= 0))
    chance = np.random.default_rng(0)
    for _ in range(ROUNDS):
        which = np.array([target for target, _ in insiders.open_pairs(which)], dtype=np.int64)
        if not which.size:
            return Exposures()
        _push_in_company(insiders, chance.permutation(which))
    found = Exposures()
    for done, (target, people) in enumerate(list(insiders.open_pairs(which))):
        _decide(insiders, target, people, found)
        tell(done)
    return found


def _push_in_company(insiders: Insiders, which: Ints) -> None:
    """Push targets, a few at a time, along ways that go around insiders; the company changes from round to round.

    A target pushed together with others shares its move with their insiders. In other company it shares it with
    other insiders, and only who is met every time stays under suspicion.
    """
    search, targets = insiders.search, insiders.targets
    for places, cells in search.blocks.around(targets.cells[which]):
        allowed = np.unique(search.space.variable[cells])
        for start in range(0, places.size, COMPANY):
            if search.clock.over:
                return
            group = which[places[start : start + COMPANY]]
            wanted = np.zeros(search.space.size)
            for target in group:
                demand = insiders.demand(int(target))
                wanted[targets.variable[target]] = targets.sign[target] * max(demand.up, demand.width)
            targets.record(search.try_push(allowed, wanted, 1000.0))


def _decide(insiders: Insiders, target: int, people: Ints, found: Exposures) -> None:
    """Settle one target against the insiders that are left: by a way around most, then one by one."""
    targets, search = insiders.targets, insiders.search
    variable, sign, demand = int(targets.variable[target]), int(targets.sign[target]), insiders.demand(target)
    same = np.array([variable in insiders.still(int(person)) for person in people])
    found.proven.extend((target, int(person)) for person in people[same])
    people = people[~same]
    if people.size > 1 and not search.clock.over:
        avoid = np.concatenate([insiders.still(int(person)) for person in people])
        way = search.detour(variable, sign, max(demand.up, demand.width), avoid)
        people = people[~insiders.held_off(target, people, way)]
    while people.size:
        person, people = int(people[0]), people[1:]
        if search.clock.over:
            found.undecided.append((target, person))
            continue
        marker = search.marker
        safe = search.judge(variable, sign, demand, insiders.still(person)).safe
        if safe:
            people = people[~insiders.held_off(target, people, search.since(marker))]
        else:
            (found.undecided if safe is None else found.proven).append((target, person))
