"""How long a programme of 120 measures takes to print: `python -m benchmarks.render_programme`.

Prints the median and the slowest of several runs a format, in this process, beside the processor time of the median run
(which other work on the machine does not stretch), and fails when the median PDF takes longer than its limit. Each run
renders a report of its own, because the layout engine remembers what it has already set.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from statistics import median
from time import perf_counter, process_time

from tests.render.sample_programme import sample_report

from etappe.render.programme import Format, render_programme

MEASURES = 120
RUNS = 5
PDF_LIMIT = 3.0
"""Seconds."""
FORMATS: tuple[Format, ...] = ("pdf", "docx", "xlsx")


def measure(kind: Format, run: int) -> tuple[float, float, int]:
    """Seconds, processor seconds and bytes of one run over texts that no earlier run has seen."""
    report = sample_report(MEASURES)
    fields = tuple(
        replace(
            section,
            measures=tuple(replace(m, description=f"{m.description} Fassung {run}.") for m in section.measures),
        )
        for section in report.fields
    )
    report = replace(report, title=f"{report.title} {run}", fields=fields)
    start, worked = perf_counter(), process_time()
    data = render_programme(report, kind)
    return perf_counter() - start, process_time() - worked, len(data)


def main() -> int:
    """Measure every format and compare the PDF with its limit."""
    print(f"{MEASURES} measures, {RUNS} runs each")
    medians: dict[Format, float] = {}
    for kind in FORMATS:
        times, work, sizes = zip(*(measure(kind, run) for run in range(RUNS)), strict=True)
        medians[kind] = median(times)
        print(
            f"{kind:5} median {medians[kind]:5.2f} s   slowest {max(times):5.2f} s   "
            f"processor {median(work):5.2f} s   {max(sizes) / 1024:6.0f} KiB"
        )
    met = medians["pdf"] < PDF_LIMIT
    print(f"limit for pdf {PDF_LIMIT:.2f} s: {'met' if met else 'MISSED'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
