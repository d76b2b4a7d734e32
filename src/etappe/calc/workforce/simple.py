"""The smallest workforce: one kind of post, two groups, one rate each."""

from __future__ import annotations

import numpy as np

from etappe.calc.workforce.model import Model, Rates, check_not_negative, check_share


def simple_model(
    *,
    start_share: float,
    hire_share: float,
    exit_rate: float,
    replacement: float,
    start_year: int,
    exit_rate_others: float | None = None,
    staff: float = 1.0,
) -> Model:
    """Return a workforce of one stratum without ages.

    Parameters
    ----------
    start_share, hire_share
        Share of A today and among hires.
    exit_rate, exit_rate_others
        Yearly probability to leave, of A and of the others; one number where they are equal.
    replacement
        Posts refilled per post vacated, ρ.
    start_year
        Year of the counts.
    staff
        People; 1 for shares only.
    """
    for name, value in {"start_share": start_share, "exit_rate": exit_rate}.items():
        check_share(name, np.asarray(value))
    check_not_negative("staff", np.asarray(staff))
    others = exit_rate if exit_rate_others is None else exit_rate_others
    leave = np.array([exit_rate, others]).reshape(1, 2, 1, 1)
    none = np.zeros_like(leave)
    rates = Rates(retire=none, leave=leave, transfer=none, promote=none, entry=np.ones_like(leave), aging=False)
    return Model(
        start_year=start_year,
        strata=("all",),
        levels=("all",),
        units=("all",),
        occupation=("all",),
        rates=rates,
        cells=np.zeros((1, 4), dtype=np.int64),
        counts=np.array([[start_share * staff, (1 - start_share) * staff, 0.0]]),
        replacement=np.array([[replacement]]),
        hire_share=np.array([[hire_share]]),
    )
