"""Reading the example data files that come with the package; their format is described in `data/README.md`."""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

from etappe.interop.fuzzy_dates import FuzzyDate, parse_fuzzy_date

DATA = files("etappe.demo") / "data"
Entry = dict[str, Any]


def toml(name: str) -> Entry:
    """Return a TOML file of the example data."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of the example data."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter=";"))


def content(name: str) -> bytes:
    """Return a file as it is."""
    return (DATA / name).read_bytes()


def several(cell: str) -> list[str]:
    """Return the entries of a cell that holds several."""
    return [part.strip() for part in cell.split(" | ") if part.strip()]


def fuzzy(words: str | None, year: int | None = None) -> FuzzyDate | None:
    """Return the fuzzy date, or None for no words."""
    return parse_fuzzy_date(words, year=year) if words else None


def when(entry: Entry, key: str = "when") -> FuzzyDate:
    """Return the fuzzy date of an entry that must have one."""
    return parse_fuzzy_date(entry[key], year=entry.get("year"))


def day(cell: str) -> date | None:
    """Return an ISO day, or None for an empty cell."""
    return date.fromisoformat(cell) if cell else None


def origin(entry: Entry) -> Entry:
    """Return what every object keeps of its entry: its source, and whether it is made up."""
    return {"source": entry.get("source", ""), "is_example": entry.get("example", False) in {True, "true"}}
