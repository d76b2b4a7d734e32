"""A small made-up staff for tests of the workforce: two occupations, three units, two levels."""

from __future__ import annotations

import numpy as np
import polars as pl

from etappe.calc.workforce import Model, Plan, Rule, Rulebook, TraineePlan, build, read_stock

LEVELS = ("E5", "E11")
RULES = Rulebook(
    retire=(Rule(0.1, ages=(60, 62)), Rule(0.4, ages=(63, 66))),
    leave=(Rule(0.04), Rule(0.08, ages=(16, 30)), Rule(0.06, group="A", occupation="educators")),
    transfer=(Rule(0.01),),
    promote=(Rule(0.03), Rule(0.02, group="A")),
    entry_ages=(22, 40),
)


def rows(staff: int = 240, seed: int = 3, unknown: float = 0.0) -> pl.DataFrame:
    """Return one row a person; all of it invented."""
    random = np.random.default_rng(seed)
    occupation = random.choice(["administration", "educators"], size=staff, p=[0.6, 0.4])
    group = np.where(random.random(staff) < np.where(occupation == "educators", 0.35, 0.12), "A", "B")
    group = np.where(random.random(staff) < unknown, "unknown", group)
    return pl.DataFrame(
        {
            "unit": random.choice(["10", "51", "37"], size=staff),
            "occupation": occupation,
            "level": random.choice(LEVELS, size=staff, p=[0.7, 0.3]),
            "age": random.integers(18, 67, size=staff),
            "group": group,
            "count": np.ones(staff, dtype=int),
        }
    )


def small_city(
    staff: int = 240,
    *,
    replacement: float = 0.7,
    hire_share: float = 0.3,
    trainees: TraineePlan | None = None,
    unknown: float = 0.0,
    plan: dict[str, object] | None = None,
) -> Model:
    """Return the model of that staff; unit 37 is exempt from the freeze."""
    asked = {
        "replacement": replacement,
        "hire_share": hire_share,
        "exempt_units": ["37"],
        "trainees": trainees,
        **(plan or {}),
    }
    return build(read_stock(rows(staff, unknown=unknown), LEVELS), RULES, Plan(**asked), 2026)  # type: ignore[arg-type]


def trainees(**changes: object) -> TraineePlan:
    """Return a plan for trainees."""
    plan = {"intake": 8, "share": 0.5, "in_training": [(2, 4), (1, 3)], "age": 20, **changes}
    return TraineePlan(**plan)  # type: ignore[arg-type]
