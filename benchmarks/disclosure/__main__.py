"""Run the benchmark of disclosure control and write its figures into ``docs/``."""

import argparse
from pathlib import Path

from benchmarks.disclosure.cases import cases
from benchmarks.disclosure.measure import ATTACKERS, Figure, measure, peak_memory
from benchmarks.disclosure.publish import page, plot


def main() -> None:
    """Measure every table against both attackers."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--largest", action="store_true", help="also the five-dimensional table (long)")
    options.add_argument("--out", type=Path, default=Path("docs"), help="folder for page and plot")
    chosen = options.parse_args()
    figures: list[Figure] = []
    for case in cases(chosen.largest):
        for attacker in ATTACKERS:
            figure = measure(case, attacker)
            print(figure, flush=True)
            figures.append(figure)
    chosen.out.mkdir(parents=True, exist_ok=True)
    (chosen.out / "disclosure-figures.md").write_text(page(figures, peak_memory()), encoding="utf-8")
    (chosen.out / "disclosure-cost.svg").write_text(plot(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
