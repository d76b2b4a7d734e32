"""What one more of something would change: derivatives, exact and without repeating the projection.

The derivative by each year's share of hires comes out of the backward pass:
``∂E[A_T]/∂h_t = Σ vacancies filled_t · (P(held by A at T | filled with A) − P(… | filled with B))``. Settings that act
everywhere at once are carried along as an infinitesimal imaginary part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etappe.calc.workforce.arrays import A, B, Floats, Numbers, of_year, ratio
from etappe.calc.workforce.fluid import flow
from etappe.calc.workforce.model import Model
from etappe.calc.workforce.posts import values
from etappe.calc.workforce.renewal import expected
from etappe.calc.workforce.survival import curves
from etappe.calc.workforce.variants import Variants

TINY = 1e-30
STEP = 1e-5
"""For differences where posts are coupled: caps have no derivative at their edge."""


@dataclass(frozen=True, eq=False)
class Gradient:
    """Derivatives of numbers and share at each time T by the setting of each year t; arrays (T, T + 1).

    Attributes
    ----------
    group_by_hires, group_by_replacement
        Of the expected number of A.
    share_by_hires, share_by_replacement
        Of the share of A.
    """

    group_by_hires: Floats
    group_by_replacement: Floats
    share_by_hires: Floats
    share_by_replacement: Floats


def gradient(model: Model, years: int) -> Gradient:
    """Differentiate by every year's share of hires and replacement (of strata that are not exempt).

    Examples
    --------
    >>> from etappe.calc.workforce import simple_model
    >>> model = simple_model(start_share=0.12, hire_share=0.40, exit_rate=0.05, replacement=1.0, start_year=2026)
    >>> gradient(model, 10).share_by_hires[:, 10].sum().round(4)  # one point more each year, after ten years
    np.float64(0.4013)
    """
    filled, _ = values(model, years, curves(model, years).hired)
    moves = flow(model, years)
    posts = moves.hired.sum(2)
    leavers = moves.left.sum((1, 3)) * ~np.asarray(model.exempt)
    h = of_year(model.hire_share, years)[:, :, None, None]
    by_hires = np.einsum("tk,ktTy->tTy", posts, filled[:, A] - filled[:, B])
    by_replacement = np.einsum("tk,ktTy->tTy", leavers, h * filled[:, A] + (1 - h) * filled[:, B])
    numbers = moves.stock.sum((1, 3)) + moves.in_training
    total = numbers.sum(1)
    share = ratio(numbers[:, A], total)
    return Gradient(
        by_hires[..., A],
        by_replacement[..., A],
        ratio((1 - share) * by_hires[..., A] - share * by_hires[..., B], total),
        ratio((1 - share) * by_replacement[..., A] - share * by_replacement[..., B], total),
    )


def share_slopes(model: Model, years: int, names: tuple[str, ...]) -> dict[str, Floats]:
    """Derivative (T + 1,) of the share by settings that act in every year.

    Parameters
    ----------
    model, years
        Workforce, and how far to look.
    names
        ``hire_share``, ``replacement``, ``leaving_group``, ``leaving_others``, ``unknown_share``, ``trainee_share``,
        ``take_over`` or ``intake``.
    """
    if not names:
        return {}
    if model.coupled:
        steps = np.array([_step_inward(model, name) for name in names])
        moved = expected(model, years, _steps(model, years, names, steps, float)).share
        slopes = (moved - expected(model, years).share) / steps[:, None]
    else:
        slopes = (
            expected(model, years, _steps(model, years, names, np.full(len(names), TINY * 1j), complex)).share.imag
            / TINY
        )
    return dict(zip(names, np.asarray(slopes), strict=True))


def _step_inward(model: Model, name: str) -> float:
    """A step that does not leave 0 to 1."""
    trainees = model.trainees
    now = {
        "hire_share": float(model.hire_share.max()),
        "replacement": float(model.replacement.max()),
        "unknown_share": model.unknown_share,
        "trainee_share": 0.0 if trainees is None else trainees.share,
        "take_over": 0.0 if trainees is None else trainees.take_over,
    }
    return -STEP if now.get(name, 0.0) > 1 - STEP else STEP


def _steps(model: Model, years: int, names: tuple[str, ...], steps: Numbers, kind: type) -> Variants:
    """One variant a name, with that setting moved by its step."""
    count, (K, *_) = len(names), model.shape
    trainees = model.trainees
    at: dict[str, Numbers] = {
        name: np.where(np.arange(count) == place, steps, 0).astype(kind) for place, name in enumerate(names)
    }
    none: Numbers = np.zeros(count, dtype=kind)
    leaving: Numbers = np.ones((count, K, 2), dtype=kind)
    leaving[:, :, A] += at.get("leaving_group", none)[:, None]
    leaving[:, :, B] += at.get("leaving_others", none)[:, None]
    yearly = np.ones((1, years))
    moved = Variants(
        hire_shift=at.get("hire_share", none)[:, None] * yearly,
        replacement_shift=at.get("replacement", none)[:, None] * yearly,
        leaving=leaving,
        unknown_share=model.unknown_share + at.get("unknown_share", none),
    )
    if trainees is None:
        return moved
    return moved.having(
        trainee_share=trainees.share + at.get("trainee_share", none),
        take_over=trainees.take_over + at.get("take_over", none),
        intake=1 + at.get("intake", none),
    )
