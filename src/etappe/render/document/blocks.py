"""What a report is made of. Everything is words, ready to be shown; both file formats print all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from etappe.render.council_paper import CouncilPaper


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of the first level; starts a page unless it may follow on one."""

    title: str
    new_page: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second level."""

    title: str


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table: rows as long as `head`, `widths` of the columns in millimetres (165 in all), `numeric` flush right."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """Stacked bars, one a row; `parts` are counts in the order of `legend`. Drawn in the PDF beside its table.

    `alt` says in a sentence what the picture shows.
    """

    title: str
    legend: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    alt: str


Block: TypeAlias = Chapter | Section | Text | WordTable | Bars


@dataclass(frozen=True, slots=True)
class Document:
    """A report as it goes to print on one day; equal documents give equal bytes."""

    title: str
    municipality: str
    subtitle: str
    as_of: date
    headline: str
    """The report in one sentence, on its first page."""
    blocks: tuple[Block, ...]
    marks: tuple[str, ...] = ()
    """What every page says of the report: “Entwurf”, “Beispieldaten” …"""
    note: str = ""
    """Explains a mark, on the first page."""
    council: CouncilPaper | None = None
