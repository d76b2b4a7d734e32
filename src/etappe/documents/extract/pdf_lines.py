"""The lines of one pdf page, each with the size of its type and the distance to the line above."""

from __future__ import annotations

import itertools
import statistics
from dataclasses import dataclass, field, replace
from typing import Any

from etappe.documents.extract.blocks import normalise

SOFT_HYPHEN = "\u00ad"
_GAP = 1.25
"""From which multiple of the usual distance on two lines belong to different paragraphs."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page.

    Parameters
    ----------
    text
        Normalised; a soft hyphen at its end is kept.
    size
        The size in points in which most of it is set.
    has_gap
        Whether the distance to the line above is larger than usual on this page.
    """

    text: str
    size: float
    has_gap: bool = False


@dataclass(slots=True)
class _Raw:
    """A line while its pieces arrive."""

    words: list[str] = field(default_factory=list)
    sizes: dict[float, int] = field(default_factory=dict)
    height: float | None = None

    def add(self, text: str, size: float, height: float) -> None:
        self.words.append(text)
        letters = len(text.strip())
        if letters:
            self.sizes[size] = self.sizes.get(size, 0) + letters
            self.height = height if self.height is None else self.height

    def line(self) -> Line:
        raw = "".join(self.words)
        text = normalise(raw) + (SOFT_HYPHEN if raw.rstrip().endswith(SOFT_HYPHEN) else "")
        return Line(text, max(self.sizes, key=lambda size: self.sizes[size], default=0.0))


def page_lines(page: Any) -> list[Line]:
    """Return the lines of a pypdf page that hold text, in reading order."""
    raw = [_Raw()]

    def collect(text: str, outer: Any, inner: Any, _font: Any, size: float) -> None:
        height = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        points = round(abs(size * (inner[3] or inner[1] or 1.0) * (outer[3] or outer[1] or 1.0)), 1)
        for index, part in enumerate(text.split("\n")):
            if index:
                raw.append(_Raw())
            raw[-1].add(part, points, height)

    page.extract_text(visitor_text=collect)
    return _with_gaps([line for line in raw if line.height is not None])


def _with_gaps(raw: list[_Raw]) -> list[Line]:
    """Mark the lines that stand further below the line above than lines usually do."""
    heights = [line.height or 0.0 for line in raw]
    distances = [above - below for above, below in itertools.pairwise(heights)]
    downwards = [distance for distance in distances if distance > 0]
    usual = statistics.median_low(downwards) if downwards else 0.0
    lines = [line.line() for line in raw]
    return lines[:1] + [
        replace(line, has_gap=distance > usual * _GAP) for line, distance in zip(lines[1:], distances, strict=True)
    ]
