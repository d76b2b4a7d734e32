"""The inverse question: which share of hires is needed to be there by a given year?

The share in year T is a smooth, increasing function of the share of hires h, of low degree. It is computed exactly at
a few Chebyshev nodes for every draw and year; the h at which the probability reaches the one asked for is then bisected
to 1e-8 for all years at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr

from etappe.calc.workforce.applied import applied
from etappe.calc.workforce.arrays import Floats, Ints
from etappe.calc.workforce.bands import Noise, log_ratio, noise
from etappe.calc.workforce.errors import ParameterError
from etappe.calc.workforce.model import Model
from etappe.calc.workforce.nodes import lagrange
from etappe.calc.workforce.renewal import Expected, expected
from etappe.calc.workforce.target import Target
from etappe.calc.workforce.uncertainty import Uncertainty, draw
from etappe.calc.workforce.variants import Variants

STEPS = 30
"""Halvings of the interval 0 to 1: below 1e-8."""
FEW_NODES, MANY_NODES = 6, 14


@dataclass(frozen=True, eq=False)
class RequiredShare:
    """Share of A among hires, held from now on, that reaches the target by each year.

    Attributes
    ----------
    years : (T,) ints
        From the first projected year on.
    probabilities
        Asked for.
    shares : (P, T) floats
        Needed with each probability; 0 where the target is reached without any, nan where not even 1 is enough.
    """

    years: Ints
    probabilities: tuple[float, ...]
    shares: Floats

    def by(self, year: int, probability: float = 0.5) -> float | None:
        """Return the share needed by ``year``; None where no share is enough.

        Raises
        ------
        ParameterError
            If the year or the probability was not asked for.
        """
        if probability not in self.probabilities or not self.years[0] <= year <= self.years[-1]:
            allowed = f"{self.years[0]}–{self.years[-1]}; {', '.join(map(str, self.probabilities))}"
            raise ParameterError(
                f"Nothing is known for {year} and {probability}.", name="year", value=year, allowed=allowed
            )
        found = float(self.shares[self.probabilities.index(probability), year - self.years[0]])
        return None if np.isnan(found) else found


def required_share(
    model: Model,
    target: Target,
    *,
    years: int = 30,
    probabilities: Sequence[float] = (0.5, 0.8),
    uncertainty: Uncertainty | None = None,
    draws: int = 1024,
    seed: int = 0,
    fine: bool = True,
) -> RequiredShare:
    """Find the share of hires needed by each year.

    Parameters
    ----------
    model, target
        Workforce and target; the model's own share of hires does not matter.
    years
        How many years to answer for.
    probabilities
        With which probability the target shall be reached.
    uncertainty
        What else is uncertain; a distribution of the share of hires is left aside.
    draws, seed
        Of everything uncertain.
    fine
        Whether the spread by chance is found anew for every share of hires; False for a fast preview.

    Examples
    --------
    >>> from etappe.calc.workforce import simple_model
    >>> model = simple_model(start_share=0.12, hire_share=0.40, exit_rate=0.05, replacement=1.0, start_year=2026,
    ...                      staff=1000)
    >>> needed = required_share(model, Target(0.33))
    >>> round(needed.by(2035), 4), round(needed.by(2035, 0.8), 4), needed.by(2029)
    (0.688, 0.7187, None)
    """
    drawn = draw(model, replace(uncertainty or Uncertainty(), hire_share=None), target, years, count=draws, seed=seed)
    places = _nodes(FEW_NODES if drawn.size > 1 else MANY_NODES)
    paths = _paths(model, years, drawn.variants, places, drawn.size)
    chance = noise(model, years, drawn, fine=fine)
    spread = _spreads(model, years, places, paths, chance=chance, variants=drawn.variants, fine=fine)
    share = np.stack([path.share for path in paths])
    find = _Search(places, share[..., 1:], spread[..., 1:], drawn.targets[:, 1:])
    shares = np.stack([find.needed(probability) for probability in probabilities])
    return RequiredShare(model.start_year + np.arange(1, years + 1), tuple(probabilities), shares)


def _nodes(count: int) -> Floats:
    return np.asarray((1 - np.cos(np.pi * (np.arange(count) + 0.5) / count)) / 2)


def _paths(model: Model, years: int, variants: Variants, places: Floats, draws: int) -> list[Expected]:
    """Expected numbers of all draws at every node."""
    many = variants.repeated(len(places)).having(hire_share=np.repeat(places, draws))
    found = expected(model, years, many)
    shape = (len(places), draws, years + 1)
    group, others = found.group.reshape(shape), found.others.reshape(shape)
    return [Expected(*pair) for pair in zip(group, others, strict=True)]


def _spreads(
    model: Model,
    years: int,
    places: Floats,
    paths: list[Expected],
    *,
    chance: Noise,
    variants: Variants,
    fine: bool,
) -> Floats:
    def at(h: float) -> Noise:
        alone = applied(model, Variants(hire_share=np.array([h])))
        return Noise(log_ratio(alone, years), chance.slopes)

    by_node = [at(h) if fine and not model.coupled else chance for h in places]
    return np.stack([found.sd(path, variants) for path, found in zip(paths, by_node, strict=True)])


class _Search:
    """Bisection for all years at once, on polynomials through the nodes."""

    def __init__(self, places: Floats, share: Floats, spread: Floats, targets: Floats) -> None:
        self._places, self._targets = places, targets
        self._share, self._spread = share, spread

    def needed(self, probability: float) -> Floats:
        """Least share of hires by year, (T,)."""
        years = self._share.shape[-1]
        low, high = np.zeros(years), np.ones(years)
        never = self._reached(high) < probability
        at_once = self._reached(low) >= probability
        for _ in range(STEPS):
            middle = (low + high) / 2
            enough = self._reached(middle) >= probability
            high = np.where(enough, middle, high)
            low = np.where(enough, low, middle)
        return np.where(at_once, 0.0, np.where(never, np.nan, high))

    def _reached(self, h: Floats) -> Floats:
        weights = lagrange(self._places, h)
        share = np.einsum("nT,ndT->dT", weights, self._share)
        spread = np.einsum("nT,ndT->dT", weights, self._spread)
        above = share - self._targets
        certain = spread <= 0
        score = above / np.where(certain, 1.0, spread)
        return np.asarray(np.where(certain, (above >= -1e-12).astype(float), ndtr(score)).mean(0))
