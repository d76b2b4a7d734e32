"""The number of a paper in columns."""

from __future__ import annotations

from typing import Any

from etappe.interop.paper_numbers import parse_paper_number


def number_columns(number: str) -> dict[str, Any]:
    """Return ``number`` as written, the key that is equal for the same paper written differently, and its year."""
    parsed = parse_paper_number(number)
    return {"number": number.strip(), "number_key": "|".join(parsed.key), "number_year": parsed.year}
