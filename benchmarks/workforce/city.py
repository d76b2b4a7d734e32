"""A made-up city with as many staff and units as asked for; all figures are invented."""

from __future__ import annotations

import numpy as np
import polars as pl

from etappe.calc.workforce import Model, Plan, Rule, Rulebook, TraineePlan, build, read_stock

OCCUPATIONS = {
    "administration": (0.40, 0.10),
    "educators": (0.22, 0.42),
    "technical": (0.16, 0.15),
    "fire brigade": (0.08, 0.03),
    "social work": (0.10, 0.28),
    "cleaning and care": (0.04, 0.55),
}
LEVELS = ("E5", "E9", "E11", "E13")


def stock(staff: int = 14_700, units: int = 300, seed: int = 1) -> pl.DataFrame:
    """One row a person: unit, occupation, level, age, group, count."""
    random = np.random.default_rng(seed)
    names = list(OCCUPATIONS)
    home = random.choice(len(names), size=units, p=[share for share, _ in OCCUPATIONS.values()])
    unit = random.integers(units, size=staff)
    stray = random.random(staff) < 0.15
    occupation = np.where(stray, random.integers(len(names), size=staff), home[unit])
    age = np.clip(random.normal(46, 12, staff).round(), 19, 66).astype(int)
    chance = np.array([share for _, share in OCCUPATIONS.values()])[occupation] * np.where(age < 40, 1.4, 0.8)
    group = np.where(random.random(staff) < chance, "A", "B")
    group = np.where(random.random(staff) < 0.04, "unknown", group)
    level = random.choice(4, size=staff, p=[0.35, 0.40, 0.18, 0.07])
    return pl.DataFrame(
        {
            "unit": [f"U{u:03d}" for u in unit],
            "occupation": [names[o] for o in occupation],
            "level": [LEVELS[at] for at in level],
            "age": age,
            "group": group,
            "count": np.ones(staff, dtype=int),
        }
    )


def rulebook(own_units: int = 0) -> Rulebook:
    """Rates by occupation, age and group; the first ``own_units`` units have rates of their own."""
    retire = (Rule(0.08, ages=(60, 62)), Rule(0.25, ages=(63, 65)), Rule(0.6, ages=(66, 66)))
    leave = (
        Rule(0.03),
        Rule(0.06, ages=(19, 34)),
        Rule(0.045, occupation="educators"),
        Rule(0.075, occupation="educators", ages=(19, 34)),
        Rule(0.035, group="A", ages=(35, 59)),
    )
    named = tuple(Rule(0.02 + 0.0001 * at, unit=f"U{at:03d}") for at in range(own_units))
    promote = (Rule(0.02), Rule(0.015, group="A"))
    return Rulebook(retire=retire, leave=leave + named, transfer=(Rule(0.01),), promote=promote)


def city(staff: int = 14_700, units: int = 300, own_units: int = 0, seed: int = 1) -> Model:
    """The model of the benchmark: a freeze at ½, twenty units exempt from it, trainees."""
    plan = Plan(
        replacement=0.5,
        hire_share=0.24,
        exempt_units=[f"U{at:03d}" for at in range(0, min(units, 200), 10)],
        trainees=TraineePlan(intake=200, share=0.35),
    )
    return build(read_stock(stock(staff, units, seed), LEVELS), rulebook(own_units), plan, 2026)
