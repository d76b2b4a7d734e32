"""Made-up city tables of any size: areas × age × origin × sex × status, one draw from a seed."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etappe.calc.disclosure.hierarchies import Hierarchy
from etappe.calc.disclosure.tables import Table

BASE = np.array([0.62, 0.13, 0.04, 0.06, 0.05, 0.03, 0.03, 0.04])
"""Shares of the origins in the whole city."""

STATUS = np.array([0.70, 0.18, 0.09, 0.03])
"""Shares of the statuses in the whole city."""

AGES = {"A1": ("a01", "a02", "a03"), "A2": ("a04", "a05", "a06"), "A3": ("a07", "a08", "a09")}
ORIGINS = {"DE": ("de_o", "de_mh"), "EU": ("eu_w", "eu_e"), "DR": ("tr", "sy", "ua", "oth")}


@dataclass(frozen=True)
class Shape:
    """What a made-up table looks like.

    Attributes
    ----------
    districts, areas
        Number of districts, and of areas in each.
    dimensions
        Which dimensions it has besides the area, in order.
    people
        How many people are drawn.
    """

    districts: int
    areas: int
    dimensions: tuple[str, ...]
    people: int


def hierarchies(shape: Shape) -> dict[str, Hierarchy]:
    """The trees of a table."""
    area: dict[str, str] = {}
    for district in range(shape.districts):
        area[f"D{district:02}"] = ""
        area |= {f"D{district:02}_{place:02}": f"D{district:02}" for place in range(shape.areas)}
    trees = {
        "area": area,
        "age": _two_levels(AGES),
        "origin": _two_levels(ORIGINS),
        "sex": {"m": "", "w": ""},
        "status": {f"s{number}": "" for number in range(1, 5)},
    }
    return {name: Hierarchy(name, trees[name]) for name in ("area", *shape.dimensions)}


def _two_levels(groups: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {**dict.fromkeys(groups, ""), **{code: group for group, codes in groups.items() for code in codes}}


def make(shape: Shape, seed: int) -> Table:
    """Draw a table."""
    rng = np.random.default_rng(seed)
    trees = hierarchies(shape)
    shares = _shares(shape, rng)
    counts = rng.multinomial(shape.people, shares.ravel() / shares.sum())
    codes = [[code for code in tree.parents if code not in tree.children] for tree in trees.values()]
    grid = np.indices([len(some) for some in codes]).reshape(len(codes), -1)
    columns = {name: [some[at] for at in places] for name, some, places in zip(trees, codes, grid, strict=True)}
    return Table("city", tuple(trees), trees, pl.DataFrame({**columns, "freq": counts}))


def _shares(shape: Shape, rng: np.random.Generator) -> NDArray[np.float64]:
    """Probability of each inner cell: size of the area × mixes that differ from area to area and origin to origin."""
    count = shape.districts * shape.areas
    sizes = rng.lognormal(0.0, 0.5, count)
    origin = rng.dirichlet(12.0 * BASE, count)
    weights = rng.uniform(0.5, 1.5, (BASE.size, 9))
    age = np.stack([rng.dirichlet(25.0 * row / row.sum()) for row in weights])
    status = rng.dirichlet(15.0 * STATUS, BASE.size)
    shares = sizes[:, None] * origin
    parts = {"age": age, "origin": np.ones((BASE.size, 1)), "sex": np.full((BASE.size, 2), 0.5), "status": status}
    cells = shares
    for name in shape.dimensions:
        if name != "origin":
            cells = np.einsum("ao...,on->ao...n", cells, parts[name])
    order = [name for name in shape.dimensions if name != "origin"]
    if "origin" not in shape.dimensions:
        return cells.sum(axis=1)
    axes = {"origin": 1, **{name: place + 2 for place, name in enumerate(order)}}
    return cells.transpose(0, *(axes[name] for name in shape.dimensions))
