"""What is not known exactly, as Beta distributions, and quasi-random draws from them.

People average out, rates do not: in a city of thousands the chance of who leaves hardly matters, but whether 24 or 28
of 100 hires are of the group does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from scipy.special import betaincinv, ndtr, ndtri
from scipy.stats import qmc

from etappe.calc.workforce.arrays import Floats
from etappe.calc.workforce.errors import ParameterError
from etappe.calc.workforce.model import Model
from etappe.calc.workforce.target import Target
from etappe.calc.workforce.variants import Variants


@dataclass(frozen=True)
class Beta:
    """A Beta distribution of a rate or share.

    Examples
    --------
    >>> round(Beta.observed(24, 100).mean, 3)
    0.243
    """

    a: float
    b: float

    def __post_init__(self) -> None:
        if not (self.a > 0 and self.b > 0):
            raise ParameterError(
                "Both parameters of a Beta distribution are above 0.",
                name="beta",
                value=(self.a, self.b),
                allowed="> 0",
            )

    @classmethod
    def observed(cls, cases: float, trials: float) -> Beta:
        """Return what ``cases`` of ``trials`` tell of a rate nothing else is known of (Jeffreys' prior)."""
        if not 0 <= cases <= trials:
            raise ParameterError(
                f"{cases:g} of {trials:g} cannot be.", name="cases", value=cases, allowed=f"0–{trials:g}"
            )
        return cls(cases + 0.5, trials - cases + 0.5)

    @classmethod
    def with_sd(cls, mean: float, sd: float) -> Beta:
        """Return the distribution with this mean and standard deviation."""
        if not (0 < mean < 1 and sd > 0 and sd**2 < mean * (1 - mean)):
            raise ParameterError(
                f"No share has mean {mean:g} and standard deviation {sd:g}.",
                name="sd",
                value=sd,
                allowed="0 < sd² < p(1−p)",
            )
        size = mean * (1 - mean) / sd**2 - 1
        return cls(mean * size, (1 - mean) * size)

    @property
    def mean(self) -> float:
        """Expectation."""
        return self.a / (self.a + self.b)

    @property
    def sd(self) -> float:
        """Standard deviation."""
        size = self.a + self.b
        return float(np.sqrt(self.a * self.b / (size**2 * (size + 1))))

    def quantile(self, normal: Floats) -> Floats:
        """Values at standard normal scores; a fine grid of exact quantiles, linear in between."""
        return np.interp(normal, _GRID, _grid_quantiles(self.a, self.b))


_GRID = np.linspace(-5.2, 5.2, 833)


@lru_cache(maxsize=256)
def _grid_quantiles(a: float, b: float) -> Floats:
    return np.asarray(betaincinv(a, b, ndtr(_GRID)))


@dataclass(frozen=True)
class Uncertainty:
    """What of a model is uncertain; None is taken as known.

    Attributes
    ----------
    hire_share, unknown_share, trainee_share, take_over, replacement
        Distributions of the settings of the same name. Their mean should be the model's value.
    leaving
        Occupation (“” for all) and group (“A”, “B”) → distribution of the yearly rate to resign or be transferred.
        Only its spread around its mean counts: the model's rates stay what is expected.
    """

    hire_share: Beta | None = None
    unknown_share: Beta | None = None
    trainee_share: Beta | None = None
    take_over: Beta | None = None
    replacement: Beta | None = None
    leaving: Mapping[tuple[str, str], Beta] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of what is uncertain; rates to leave as ``leaving:occupation:group``."""
        single = tuple(name for name in SINGLE if getattr(self, name) is not None)
        return (*single, *(f"leaving:{occupation}:{group}" for occupation, group in self.leaving))

    def variants(self, model: Model, normal: Floats) -> Variants:
        """Settings for standard normal scores (D, number of :attr:`names`)."""
        settings: dict[str, Floats] = {}
        for at, name in enumerate(name for name in SINGLE if getattr(self, name) is not None):
            settings[name] = getattr(self, name).quantile(normal[:, at])
        if model.trainees is None:
            settings = {name: values for name, values in settings.items() if name not in {"trainee_share", "take_over"}}
        if self.leaving:
            settings["leaving"] = self._leaving(model, normal[:, -len(self.leaving) :])
        return Variants(**settings)

    def _leaving(self, model: Model, normal: Floats) -> Floats:
        K, *_ = model.shape
        factors = np.ones((len(normal), K, 2))
        of_stratum = np.asarray(model.occupation)
        for at, ((occupation, group), beta) in enumerate(self.leaving.items()):
            factor = np.log1p(-beta.quantile(normal[:, at])) / np.log1p(-beta.mean)
            some = of_stratum == occupation if occupation else np.ones(K, dtype=bool)
            factors[:, some, "AB".index(group)] = factor[:, None]
        return factors


SINGLE = ("hire_share", "unknown_share", "trainee_share", "take_over", "replacement")


@dataclass(frozen=True, eq=False)
class Draws:
    """Draws of everything uncertain.

    Attributes
    ----------
    variants
        Settings by draw.
    targets : (D, T + 1) or (1, T + 1) floats
        The target by draw and year.
    chance : (D,) floats
        Standard normal scores for the chance of who leaves and who is hired.
    scores : (D, P) floats
        Standard normal scores of everything uncertain, in the order of :attr:`Uncertainty.names`, then the target's.
    """

    variants: Variants
    targets: Floats
    chance: Floats
    scores: Floats

    @property
    def size(self) -> int:
        """Number of draws."""
        return len(self.chance)


def draw(
    model: Model,
    uncertainty: Uncertainty,
    target: Target | None,
    years: int,
    *,
    count: int = 10_000,
    seed: int = 0,
) -> Draws:
    """Draw ``count`` times, quasi-randomly (scrambled Sobol points); once, at the mean, where nothing is uncertain."""
    names, moving = uncertainty.names, target is not None and bool(target.sd or target.sd_change)
    size = count if names or moving else 1
    scores = np.zeros((1, len(names) + 3)) if size == 1 else _scores(len(names) + 3, count, seed)
    path = np.zeros((1, years + 1))
    if target is not None:
        path = target.path(model.start_year, years)[None]
        if moving:
            path = target.draws(model.start_year, years, scores[:, -3], scores[:, -2])
    return Draws(uncertainty.variants(model, scores[:, : len(names)]), path, scores[:, -1], scores[:, :-1])


def _scores(dimensions: int, count: int, seed: int) -> Floats:
    points = qmc.Sobol(dimensions, rng=np.random.default_rng(seed)).random_base2(int(np.ceil(np.log2(count))))[:count]
    return np.asarray(ndtri(np.clip(points, 1e-7, 1 - 1e-7)))
