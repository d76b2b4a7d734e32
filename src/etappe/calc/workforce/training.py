"""Cohorts of trainees: when they become staff, and who is still in training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etappe.calc.workforce.arrays import Numbers, of_year
from etappe.calc.workforce.model import Trainees
from etappe.calc.workforce.variants import Variants


@dataclass(frozen=True)
class Ready:
    """When a cohort of trainees becomes staff, who completes, and which part is still in training at which year."""

    at: int
    completion: float
    still: tuple[tuple[int, float], ...]


def cohorts(trainees: Trainees, years: int) -> list[tuple[int, Ready, Numbers]]:
    """Cohorts of trainees: year of beginning (negative: before the start), course, people by group (2,)."""
    result = [
        (ready.at - trainees.duration - 1, ready, people[:, 0])
        for ready, people in already_in_training(trainees, years, 1)
    ]
    parts, duration = beginners(trainees, Variants(), 1)[:, 0], trainees.duration
    for begin, intake in enumerate(of_year(trainees.intake, years)):
        still = tuple(
            (t, trainees.remaining(duration - (t - begin))) for t in range(begin + 1, min(begin + duration, years + 1))
        )
        result.append((begin, Ready(begin + duration, trainees.completion, still), parts * intake))
    return result


def already_in_training(trainees: Trainees, years: int, size: int) -> list[tuple[Ready, Numbers]]:
    """Cohorts that began before the start, with their people (2, size)."""
    found = []
    for to_go, people in enumerate(() if trainees.in_training is None else trainees.in_training, start=1):
        here = trainees.remaining(to_go)
        still = tuple((t, trainees.remaining(to_go - t) / here) for t in range(min(to_go, years + 1)))
        found.append((Ready(to_go, trainees.completion / here, still), np.repeat(people[:, None], size, axis=1)))
    return found


def beginners(trainees: Trainees, variants: Variants, size: int) -> Numbers:
    """Parts of A and B among those who begin, times the multiplier of the intake: (2, V)."""
    share = np.full(size, trainees.share)
    if variants.trainee_share is not None:
        share = np.where(np.isnan(variants.trainee_share), share, variants.trainee_share)
    factor = np.ones(size) if variants.intake is None else variants.intake
    return np.asarray(np.stack([share, 1 - share]) * factor)
