"""From staff figures and rules to a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import polars as pl

from etappe.calc.workforce.arrays import FIRST_AGE, LAST_AGE, Floats, Ints
from etappe.calc.workforce.errors import ParameterError, RuleError, UnknownGroupError
from etappe.calc.workforce.model import Model, Placement, Rates, Trainees
from etappe.calc.workforce.rules import Rulebook, filled
from etappe.calc.workforce.stock import Stock

UNKNOWN_LIMIT = 0.5
"""Above this share of unknown, somebody has to say how the unknown shall count."""

Path = float | Sequence[float]


@dataclass(frozen=True)
class TraineePlan:
    """What is planned for trainees; see :class:`~etappe.calc.workforce.model.Trainees`.

    Attributes
    ----------
    occupations
        Occupation → share of those taken over; by default as the staff is spread.
    age
        Age at which they become staff.
    """

    intake: Path
    share: float
    duration: int = 3
    completion: float = 0.9
    take_over: float = 0.8
    occupations: Mapping[str, float] = field(default_factory=dict)
    age: int = 21
    counted: bool = False
    in_training: Sequence[tuple[float, float]] = ()
    placement: Placement = "additional"


@dataclass(frozen=True)
class Plan:
    """What the city decides or expects about posts and hires.

    Attributes
    ----------
    replacement
        Posts refilled per post vacated: a number, or one a year (the last holds on).
    hire_share
        Share of A among hires, likewise.
    exempt_units
        Units that a freeze does not touch: there every post is refilled.
    unknown
        How people of unknown group count: ``as_known`` (as the known ones are composed) or a share of A among them.
        Needed where they are the majority.
    establishment
        Occupation → posts that shall exist, by year; vacancies are then what is missing.
    pull
        Probability that a vacancy is filled from the level below; None for promotion by rates.
    """

    replacement: Path = 1.0
    hire_share: Path = 0.0
    exempt_units: Sequence[str] = ()
    unknown: Literal["as_known"] | float | None = None
    establishment: Mapping[str, Path] = field(default_factory=dict)
    pull: float | None = None
    trainees: TraineePlan | None = None


def build(stock: Stock, rules: Rulebook, plan: Plan, start_year: int) -> Model:
    """Put staff figures, rules and plan together.

    Raises
    ------
    RuleError
        If a rule speaks of an occupation, level or unit that does not exist.
    UnknownGroupError
        If the group of more than half of the staff is unknown and the plan does not say how they shall count.
    """
    frame = stock.frame
    units, occupations = (tuple(sorted(frame[name].unique().to_list())) for name in ("unit", "occupation"))
    rules.check(occupations, stock.levels, units)
    strange = [unit for unit in plan.exempt_units if unit not in units]
    if strange:
        raise RuleError(f"The exempt unit “{strange[0]}” has no staff.", name="unit", value=strange[0])
    strata, of_row = _strata(frame, rules, set(plan.exempt_units))
    keys = [(occupation, unit) for occupation, unit, _ in strata]
    exempt = tuple(free for _, _, free in strata)
    cells = _cells(frame, units, of_row, stock.levels)
    counts = frame.select("A", "B", "unknown").to_numpy().astype(float)
    replacement = np.repeat(_path("replacement", plan.replacement)[None], len(strata), axis=0)
    replacement[list(exempt)] = 1.0
    return Model(
        start_year=start_year,
        strata=tuple(_name(*one) for one in strata),
        levels=stock.levels,
        units=units,
        occupation=tuple(occupation for occupation, _ in keys),
        rates=_rates(rules, keys, stock.levels, cells, counts),
        cells=cells,
        counts=counts,
        replacement=replacement,
        hire_share=np.repeat(_path("hire_share", plan.hire_share)[None], len(strata), axis=0),
        exempt=exempt,
        unknown_share=unknown_share(counts, plan.unknown),
        trainees=_trainees(plan.trainees, keys, stock.levels, cells, counts),
        establishment=_establishment(plan, keys, cells, counts),
        pull=plan.pull,
    )


def unknown_share(counts: Floats, asked: Literal["as_known"] | float | None) -> float:
    """Share of A assumed among the unknown; refused where they are the majority and nothing was said."""
    known, unknown = counts[:, :2].sum(), counts[:, 2].sum()
    part = float(unknown / counts.sum())
    if isinstance(asked, int | float):
        return float(asked)
    if part > UNKNOWN_LIMIT and asked is None:
        raise UnknownGroupError(
            f"For {100 * part:.0f} % of the staff the group is unknown; what holds for the rest says little about "
            "them. Say how they shall count: a share (from a survey), or “as_known”.",
            share=part,
            limit=UNKNOWN_LIMIT,
        )
    return float(counts[:, 0].sum() / known) if known > 0 else 0.0


def _strata(frame: pl.DataFrame, rules: Rulebook, exempt: set[str]) -> tuple[list[tuple[str, str | None, bool]], Ints]:
    """Distinct (occupation, unit with own rates, exempt) and the place of each row among them."""
    own = set(rules.units)
    keys = [
        (occupation, unit if unit in own else None, unit in exempt)
        for unit, occupation in frame.select("unit", "occupation").iter_rows()
    ]
    strata = sorted(set(keys), key=lambda key: (key[0], key[1] or "", key[2]))
    place = {key: at for at, key in enumerate(strata)}
    return strata, np.array([place[key] for key in keys], dtype=np.int64)


def _name(occupation: str, unit: str | None, exempt: bool) -> str:
    return " · ".join(part for part in (occupation, unit or "", "exempt" if exempt else "") if part)


def _cells(frame: pl.DataFrame, units: Sequence[str], of_row: Ints, levels: Sequence[str]) -> Ints:
    unit = {name: at for at, name in enumerate(units)}
    level = {name: at for at, name in enumerate(levels)}
    return np.column_stack(
        [
            np.array([unit[name] for name in frame["unit"]], dtype=np.int64),
            of_row,
            np.array([level[name] for name in frame["level"]], dtype=np.int64),
            frame["age"].to_numpy() - FIRST_AGE,
        ]
    )


def _rates(
    rules: Rulebook, keys: list[tuple[str, str | None]], levels: Sequence[str], cells: Ints, counts: Floats
) -> Rates:
    entry = np.zeros((len(keys), 2, len(levels), LAST_AGE - FIRST_AGE + 1))
    first, last = rules.entry_ages
    if not FIRST_AGE <= first <= last < LAST_AGE:
        raise RuleError(
            f"Hires aged {first} to {last}: give ages from {FIRST_AGE} to {LAST_AGE - 1}.",
            name="entry_ages",
            value=f"{first}–{last}",
        )
    shares = entry_levels(rules.entry_levels, len(keys), levels, cells, counts)
    entry[..., first - FIRST_AGE : last - FIRST_AGE + 1] = shares[:, None, :, None] / (last - first + 1)
    return Rates(
        retire=filled(rules.retire, keys, levels),
        leave=filled(rules.leave, keys, levels),
        transfer=filled(rules.transfer, keys, levels),
        promote=filled(rules.promote, keys, levels),
        entry=entry,
    )


def entry_levels(given: Mapping[str, float], strata: int, levels: Sequence[str], cells: Ints, counts: Floats) -> Floats:
    """Levels of hires (K, L): as given, else as each stratum's staff is spread over the levels."""
    if given:
        asked = np.array([given.get(name, 0.0) for name in levels])
        return np.repeat((asked / asked.sum())[None], strata, axis=0)
    spread = np.zeros((strata, len(levels)))
    np.add.at(spread, (cells[:, 1], cells[:, 2]), counts.sum(1))
    total = spread.sum(1, keepdims=True)
    lowest = np.zeros_like(spread)
    lowest[:, 0] = 1.0
    return np.where(total > 0, spread / np.where(total > 0, total, 1.0), lowest)


def _trainees(
    plan: TraineePlan | None, keys: list[tuple[str, str | None]], levels: Sequence[str], cells: Ints, counts: Floats
) -> Trainees | None:
    if plan is None:
        return None
    if not FIRST_AGE <= plan.age <= LAST_AGE:
        raise ParameterError(
            f"Trainees become staff at {plan.age}: give an age from {FIRST_AGE} to {LAST_AGE}.",
            name="age",
            value=plan.age,
            allowed=f"{FIRST_AGE}–{LAST_AGE}",
        )
    unheard = [name for name in plan.occupations if name not in {occupation for occupation, _ in keys}]
    if unheard:
        raise RuleError(
            f"Trainees become “{unheard[0]}”, an occupation that the staff figures do not have.",
            name="occupation",
            value=unheard[0],
        )
    people = np.bincount(cells[:, 1], weights=counts.sum(1), minlength=len(keys))
    weight = people.copy()
    if plan.occupations:
        for occupation in {name for name, _ in keys}:
            some = np.array([name == occupation for name, _ in keys])
            wanted = plan.occupations.get(occupation, 0.0)
            spread = people[some] if people[some].sum() > 0 else np.ones(some.sum())
            weight[some] = wanted * spread / spread.sum()
    entry = np.zeros((len(keys), len(levels), LAST_AGE - FIRST_AGE + 1))
    lowest = _lowest(cells, counts, len(keys))
    entry[np.arange(len(keys)), lowest, plan.age - FIRST_AGE] = 1.0
    training = np.asarray(plan.in_training, dtype=float) if plan.in_training else None
    return Trainees(
        intake=_path("intake", plan.intake),
        share=plan.share,
        duration=plan.duration,
        completion=plan.completion,
        take_over=plan.take_over,
        weight=weight / weight.sum(),
        entry=entry,
        counted=plan.counted,
        in_training=training,
        placement=plan.placement,
    )


def _lowest(cells: Ints, counts: Floats, strata: int) -> Ints:
    """Lowest level with people in each stratum."""
    lowest = np.full(strata, np.iinfo(np.int64).max)
    some = counts.sum(1) > 0
    np.minimum.at(lowest, cells[some, 1], cells[some, 2])
    return np.where(lowest == np.iinfo(np.int64).max, 0, lowest)


def _establishment(plan: Plan, keys: list[tuple[str, str | None]], cells: Ints, counts: Floats) -> Floats | None:
    """Posts by stratum and year; an occupation without a number keeps its size, strata share as their staff does."""
    if not plan.establishment:
        return None
    unheard = [name for name in plan.establishment if name not in {occupation for occupation, _ in keys}]
    if unheard:
        raise RuleError(
            f"Posts are given for “{unheard[0]}”, an occupation that the staff figures do not have.",
            name="occupation",
            value=unheard[0],
        )
    people = np.bincount(cells[:, 1], weights=counts.sum(1), minlength=len(keys))
    paths = {name: _path("establishment", path) for name, path in plan.establishment.items()}
    years = max(len(path) for path in paths.values())
    result: Floats = np.repeat(people.astype(float)[:, None], years, axis=1)
    for name, path in paths.items():
        some = np.array([occupation == name for occupation, _ in keys])
        whole = people[some].sum()
        part = people[some] / whole if whole > 0 else np.full(some.sum(), 1 / some.sum())
        result[some] = part[:, None] * np.concatenate([path, np.repeat(path[-1:], years - len(path))])
    return result


def _path(name: str, given: Path) -> Floats:
    path = np.atleast_1d(np.asarray(given, dtype=float))
    if path.ndim != 1 or not len(path):
        raise ParameterError(f"{name}: give a number or a list of numbers.", name=name, value=str(given), allowed="[…]")
    return path
