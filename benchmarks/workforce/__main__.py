"""Measure the workforce engine: ``python -m benchmarks.workforce [--repeat N]``.

Figures to reach on two cores, for 14,700 staff in 300 units over 30 years at full cell resolution: exact mean and
standard deviation of every year < 20 ms, 10,000 parameter draws < 0.5 s, the whole answer < 2 s, the preview of a
slider < 0.2 s. Times are the best of N; where a machine is shared, the time of the processor says more than the clock.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from benchmarks.workforce.city import city
from benchmarks.workforce.montecarlo import run
from etappe.calc.workforce import Applicants, Beta, Hires, Model, Target, Uncertainty, answer, band, project
from etappe.calc.workforce.project import mean_and_sd

YEARS = 30
TARGET = Target(0.33, change=0.002, sd=0.01, sd_change=0.0005)


def measure(work: Callable[[], object], repeat: int) -> tuple[float, float]:
    """Best wall-clock and best processor time of several runs, in seconds."""
    walls, processors = [], []
    for _ in range(repeat):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return min(walls), min(processors)


def uncertain(model: Model) -> Uncertainty:
    """Everything uncertain: hires are added by ``answer``; exits by occupation and group."""
    leaving = {(name, group): Beta.observed(45, 1000) for name in sorted(set(model.occupation)) for group in "AB"}
    return Uncertainty(unknown_share=Beta.with_sd(0.2, 0.03), trainee_share=Beta.observed(70, 200), leaving=leaving)


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeat", type=int, default=7)
    options.add_argument("--runs", type=int, default=50, help="runs of the plain simulation")
    chosen = options.parse_args()
    model, own = city(), city(own_units=30)
    known = uncertain(model)
    with_hires = Uncertainty(
        hire_share=Beta.observed(120, 500),
        unknown_share=known.unknown_share,
        trainee_share=known.trainee_share,
        leaving=known.leaving,
    )
    hires, applicants = Hires(500, 120, 5), Applicants(0.3, 0.74)

    def whole(*, fine: bool = True) -> object:
        return answer(
            model,
            TARGET,
            deadline=2040,
            hires=hires,
            applicants=applicants,
            uncertainty=known,
            draws=10_000 if fine else 256,
            sobol=fine,
            fine=fine,
        )

    def fresh() -> object:
        return mean_and_sd(model.having(), YEARS)

    rows: list[tuple[str, Callable[[], object], float | None]] = [
        ("exact mean and sd, 31 years", fresh, 0.02),
        (f"the same, 30 units with own rates ({len(own.strata)} strata)", lambda: mean_and_sd(own, YEARS), None),
        ("projection with all breakdowns (300 units)", lambda: project(model, YEARS), None),
        ("10,000 parameter draws with bands", lambda: band(model, with_hires, TARGET, years=YEARS), 0.5),
        ("whole answer", whole, 2.0),
        ("preview for a slider", lambda: whole(fine=False), 0.2),
    ]
    print(
        f"{len(model.cells)} occupied cells of {model.counts.sum():.0f} staff, {len(model.units)} units, {YEARS} years"
    )
    for name, work, limit in rows:
        work()
        wall, processor = measure(work, chosen.repeat)
        aim = "" if limit is None else f"  (aim {1000 * limit:.0f} ms)"
        print(f"{name:60} {1000 * wall:8.1f} ms wall {1000 * processor:8.1f} ms processor{aim}")
    exact = mean_and_sd(model, YEARS)
    dice = run(model, YEARS, chosen.runs)
    print(f"exact:                     share {exact.share[-1]:.5f}, sd {exact.share_sd[-1]:.5f}")
    print(f"Monte Carlo, {dice.runs:4d} runs:     share {dice.mean:.5f}, sd {dice.sd:.5f}, {dice.seconds:.1f} s")
    z = (dice.mean - exact.share[-1]) / (exact.share_sd[-1] / np.sqrt(dice.runs))
    print(f"distance: {z:+.2f} standard errors")


if __name__ == "__main__":
    main()
