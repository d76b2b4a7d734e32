"""The figures as a page, and the cost as the table grows as a plot."""

from collections.abc import Sequence

import numpy as np

from benchmarks.disclosure.measure import Figure

FILL = {"weak": "#003064", "full": "#fff"}

PEERS = """\
| table: cells, small counts | other tools: withheld in all, time |
| --- | --- |
| 2,496, 158 | 599 in 1.2 s · 583 in 298 s · 1,672 in 58 s · two fail to solve |
| 4,836, 214 | 784 in 3.3 s · 2,938 in 115 s · one over 900 s |
| 14,508, 778 | 3,083 in 21 s (2,465 without singletons: 697 cells unsafe) |
| 72,540, 7,911 | 34,603 in 1,807 s |
"""

HEAD = (
    "| table | attacker | cells | small counts | withheld in all | at least | proven least | build | audit | unsafe "
    "| exposed | audit alone | undecided | Gauss: withheld, unsafe, exposed |\n"
    "| --- | --- | ---: | ---: | ---: | ---: | :-: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
)


def page(figures: Sequence[Figure], memory: float) -> str:
    """The page: one row a table and attacker."""
    rows = "\n".join(_row(figure) for figure in figures)
    return f"""# Figures of disclosure control

Written by `python -m benchmarks.disclosure`, in one run, on one thread; times are processor seconds. The tables named
xs to xl are synthetic city tables, the others are made up by `benchmarks/disclosure/town.py`.
*weak*: the attacker knows what is published, withheld cells may be zero, no insiders. *full*: zeros are known, so
withheld cells are at least 1, and any person who is alone in a cell may be the attacker. Cells of 1 and 2 are
protected: the attacker's upper bound reaches 3 and his interval is at least 2 wide. *Unsafe* and *exposed* are what
the independent audit finds, which checks the moves that the builder names; *audit alone* is told nothing and searches
for every proof itself, as for a stranger's pattern (150 seconds by the clock at most). *Gauss* is plain elimination,
which hides only what follows exactly by linear algebra.
The five-dimensional table (72,540 cells) is measured with `--largest` only.

{HEAD}
{rows}

Peak memory: {memory:.2f} GB.

![Time to build a pattern as the table grows](disclosure-cost.svg)

## Other tools

Quoted from measurements on the tables s to xl against the weak attacker (two cores, one thread), not from this run:

{PEERS}"""


def _row(figure: Figure) -> str:
    plain = "–"
    if figure.gauss is not None:
        plain = f"{figure.gauss:,}, {figure.gauss_unsafe}, {figure.gauss_exposures}"
    proven = "yes" if figure.optimal else "–"
    return (
        f"| {figure.case} | {figure.attacker} | {figure.cells:,} | {figure.primaries:,} | {figure.withheld:,} "
        f"| {figure.bound:,.0f} | {proven} | {figure.build_seconds:.1f} s | {figure.check_seconds:.1f} s "
        f"| {figure.unsafe} | {figure.exposures} | {figure.audit_seconds:.1f} s | {figure.undecided} | {plain} |"
    )


def plot(figures: Sequence[Figure]) -> str:
    """Seconds to build over cells, and over small counts; both axes logarithmic."""
    panels = [
        _panel(figures, "cells", 60, "cells of the table"),
        _panel(figures, "primaries", 400, "small counts to protect"),
    ]
    title = "Time to build a pattern as the table grows: processor seconds; dots weak, rings full attacker"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 360" role="img" font-family="sans-serif" '
        f'font-size="12"><title>{title}</title><rect width="720" height="360" fill="#fff"/>'
        f'<text x="20" y="20">{title}</text>{"".join(panels)}</svg>\n'
    )


def _panel(figures: Sequence[Figure], attribute: str, left: int, label: str) -> str:
    across = np.log10([getattr(figure, attribute) for figure in figures])
    upward = np.log10([max(figure.build_seconds, 0.01) for figure in figures])
    ends = (np.floor(across.min()), np.ceil(across.max())), (np.floor(upward.min()), np.ceil(upward.max()))
    x = left + 270 * (across - ends[0][0]) / (ends[0][1] - ends[0][0])
    y = 310 - 260 * (upward - ends[1][0]) / (ends[1][1] - ends[1][0])
    marks = "".join(
        f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" stroke="#003064" fill="{FILL[f.attacker]}"/>'
        for a, b, f in zip(x, y, figures, strict=True)
    )
    ticks = "".join(
        f'<text x="{left + 270 * (at - ends[0][0]) / (ends[0][1] - ends[0][0]):.0f}" y="326" text-anchor="middle">'
        f"{10 ** int(at):,}</text>"
        for at in np.arange(ends[0][0], ends[0][1] + 1)
    ) + "".join(
        f'<text x="{left - 6}" y="{314 - 260 * (at - ends[1][0]) / (ends[1][1] - ends[1][0]):.0f}" text-anchor="end">'
        f"{10.0**at:g} s</text>"
        for at in np.arange(ends[1][0], ends[1][1] + 1)
    )
    frame = f'<path d="M{left} 50V310H{left + 270}" fill="none" stroke="#555"/>'
    return f'{frame}{ticks}<text x="{left + 135}" y="346" text-anchor="middle">{label}</text>{marks}'
