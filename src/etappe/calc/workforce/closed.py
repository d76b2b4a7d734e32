"""The headline in closed form: one kind of post, constant rates.

With equal exits the distance to the share of hires shrinks by the same factor each year,
``q = (1 − w) / (1 − w(1 − ρ))``, so ``T = ln[(h − s₀)/(h − τ)] / (−ln q)``.
"""

from __future__ import annotations

from math import inf, log

from etappe.calc.workforce.model import check_share


def shrinking(exit_rate: float, replacement: float) -> float:
    """Factor q by which the distance between share and share of hires shrinks in a year.

    Examples
    --------
    >>> shrinking(0.05, 1.0)
    0.95
    >>> round(shrinking(0.05, 0.5), 6)
    0.974359
    """
    _check(exit_rate=exit_rate, replacement=replacement)
    remaining = 1 - exit_rate * (1 - replacement)
    return (1 - exit_rate) / remaining if remaining > 0 else 1.0


def years_to_target(start: float, target: float, hires: float, exit_rate: float, replacement: float) -> float:
    """Years until the share reaches the target; 0 where it has, inf where it never does.

    Parameters
    ----------
    start, target, hires
        Shares of A: today, wanted, among hires.
    exit_rate, replacement
        Yearly probability to leave, the same for both groups; posts refilled per post vacated.

    Examples
    --------
    >>> round(years_to_target(0.12, 0.33, 0.40, 0.05, 1.0), 1)
    27.0
    >>> round(years_to_target(0.12, 0.33, 0.40, 0.05, 0.5), 1)
    53.4
    >>> years_to_target(0.12, 0.33, 0.30, 0.05, 1.0)
    inf
    """
    _check(start=start, target=target, hires=hires)
    q = shrinking(exit_rate, replacement)
    if start >= target:
        return 0.0
    if hires <= target or q >= 1:
        return inf
    if q == 0:
        return 1.0
    return log((hires - start) / (hires - target)) / -log(q)


def share_after(start: float, hires: float, exit_rate: float, replacement: float, years: float) -> float:
    """Share of A after so many years.

    Examples
    --------
    >>> round(share_after(0.12, 0.40, 0.05, 1.0, 27), 4)
    0.3299
    """
    _check(start=start, hires=hires)
    q = shrinking(exit_rate, replacement)
    return float(hires - (hires - start) * q**years)


def hires_needed(start: float, target: float, exit_rate: float, replacement: float, years: float) -> float:
    """Share of hires that makes the share reach the target in so many years; above 1 where no share does.

    Examples
    --------
    >>> round(hires_needed(0.12, 0.33, 0.05, 1.0, 9), 4)
    0.688
    """
    _check(start=start, target=target)
    moved = 1 - shrinking(exit_rate, replacement) ** years
    if start >= target:
        return 0.0 if moved == 0 else max(0.0, start + (target - start) / moved)
    return start + (target - start) / moved if moved > 0 else inf


def ceiling(hires: float, exit_group: float, exit_others: float) -> float:
    """Share that is never exceeded in the long run, s∞, at constant size.

    Examples
    --------
    >>> round(ceiling(0.40, 0.06, 0.05), 4)
    0.3571
    """
    _check(hires=hires, exit_group=exit_group, exit_others=exit_others)
    a, b = hires * exit_others, (1 - hires) * exit_group
    return a / (a + b) if a + b > 0 else hires


def least_hires(target: float, exit_group: float, exit_others: float) -> float:
    """Share of hires that must be exceeded for a target ever to be reached.

    Examples
    --------
    >>> round(least_hires(0.33, 0.06, 0.05), 4)
    0.3715
    """
    _check(target=target, exit_group=exit_group, exit_others=exit_others)
    a, b = target * exit_group, (1 - target) * exit_others
    return a / (a + b) if a + b > 0 else target


def _check(**values: float) -> None:
    import numpy as np

    for name, value in values.items():
        check_share(name, np.asarray(float(value)))
