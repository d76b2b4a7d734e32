"""Rates said by rules: one number for all, or different ones for occupations, levels, units, groups and ages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from etappe.calc.workforce.arrays import FIRST_AGE, LAST_AGE, Floats
from etappe.calc.workforce.errors import RuleError
from etappe.calc.workforce.model import check_share


@dataclass(frozen=True)
class Rule:
    """A rate and for whom it holds; of several rules that fit, the last one counts.

    Attributes
    ----------
    rate
        Probability within a year.
    occupation, level, unit
        For whom; None for all.
    group
        "A", "B" or None for both.
    ages
        First and last age, both included.
    """

    rate: float
    occupation: str | None = None
    level: str | None = None
    unit: str | None = None
    group: str | None = None
    ages: tuple[int, int] = (FIRST_AGE, LAST_AGE)

    def __post_init__(self) -> None:
        check_share("rate", np.asarray(self.rate))
        first, last = self.ages
        if not FIRST_AGE <= first <= last <= LAST_AGE:
            raise RuleError(
                f"The ages {first} to {last} do not lie within {FIRST_AGE} to {LAST_AGE}.",
                name="ages",
                value=f"{first}–{last}",
            )


@dataclass(frozen=True)
class Rulebook:
    """All rates of a workforce.

    Attributes
    ----------
    retire, leave, transfer, promote
        Rules for the yearly probabilities; nobody does what no rule speaks of. Everybody retires at the last age.
    entry_ages
        First and last age of those hired, equally likely.
    entry_levels
        Level → share among hires; by default as the staff of the occupation is spread over the levels.
    """

    retire: tuple[Rule, ...] = ()
    leave: tuple[Rule, ...] = ()
    transfer: tuple[Rule, ...] = ()
    promote: tuple[Rule, ...] = ()
    entry_ages: tuple[int, int] = (25, 45)
    entry_levels: dict[str, float] = field(default_factory=dict)

    @property
    def units(self) -> tuple[str, ...]:
        """Units that a rule names: they need strata of their own."""
        named = {rule.unit for rules in self._all() for rule in rules if rule.unit is not None}
        return tuple(sorted(named))

    def check(self, occupations: Sequence[str], levels: Sequence[str], units: Sequence[str]) -> None:
        """Raise :class:`RuleError` if a rule speaks of something that the staff figures do not have."""
        known = {"occupation": occupations, "level": levels, "unit": units, "group": ("A", "B")}
        for rules in self._all():
            for rule in rules:
                for name, values in known.items():
                    value = getattr(rule, name)
                    if value is not None and value not in values:
                        raise RuleError(
                            f"A rule speaks of the {name} “{value}”, which the staff figures do not have.",
                            name=name,
                            value=value,
                        )
        for level in self.entry_levels:
            if level not in levels:
                raise RuleError(f"Hires enter at the level “{level}”, which does not exist.", name="level", value=level)

    def _all(self) -> tuple[tuple[Rule, ...], ...]:
        return self.retire, self.leave, self.transfer, self.promote


def filled(rules: Sequence[Rule], strata: Sequence[tuple[str, str | None]], levels: Sequence[str]) -> Floats:
    """Rates as array (K, 2, L, N) for strata given as occupation and, where it has rates of its own, unit."""
    result = np.zeros((len(strata), 2, len(levels), LAST_AGE - FIRST_AGE + 1))
    for rule in rules:
        first, last = rule.ages
        groups = slice(None) if rule.group is None else slice("AB".index(rule.group), "AB".index(rule.group) + 1)
        some_levels = [at for at, name in enumerate(levels) if rule.level in (None, name)]
        for k, (occupation, unit) in enumerate(strata):
            if rule.occupation in (None, occupation) and rule.unit in (None, unit):
                for level in some_levels:
                    result[k, groups, level, first - FIRST_AGE : last - FIRST_AGE + 1] = rule.rate
    return result
