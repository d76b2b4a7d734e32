"""Numbers of council papers (Drucksachen), as different administrations write them.

Read tolerantly: the raw text is always kept, year, number and supplement are taken out where the notation shows them.
The year belongs to the number, not to a decision: a paper numbered in 2005 may well be decided in 2006.

============================  =====================  ======  ======  ==========
written                       prefix                 year    number  supplement
============================  =====================  ======  ======  ==========
``DS 08-0105/1``                                     2008    0105    1
``DS -09-1668``                                      2009    1668
``0776/2013``                                        2013    0776
``16 2165/2020``              16                     2020    2165
``V/2024/0123``               V                      2024    0123
``16/2165``                   16 (electoral term)            2165
============================  =====================  ======  ======  ==========

Words that only say *paper* (DS, Drs., Drucksache, Vorlage, Nr.) are no part of the number. Two-digit years up to 60
belong to 2000, later ones to 1900.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PIVOT = 60
"""Two-digit years up to this one belong to 2000, later ones to 1900."""


@dataclass(frozen=True)
class PaperNumber:
    """The number of a paper: ``raw`` as written; the other parts where the notation shows them, otherwise ``None``."""

    raw: str
    year: int | None
    number: str | None
    supplement: str | None
    prefix: str | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """Equal for the same paper written differently (``DS Nr. 08-0105`` and ``2008/105``), and only then.

        Where no number could be read, the key is the raw text without spaces and case.
        """
        if self.number is None:
            return ("raw", re.sub(r"\s+", "", self.raw).casefold())
        supplement = (self.supplement or "").lstrip("0")
        return (
            "paper",
            (self.prefix or "").casefold(),
            str(self.year or ""),
            self.number.lstrip("0") or "0",
            supplement,
        )


_WORD = r"(?:Drucksachen?|Drucks\.?|Drs\.?|DS|Vorlagen?)"
_INTRODUCTION = re.compile(rf"^(?:{_WORD})?[\s.:-]*(?:Nr\.?|Nummer)?[\s.:-]*", re.IGNORECASE)
_DASHES = re.compile(r"[‐-―−]")
_SUPPLEMENT = r"(?:\s?/\s?(?P<supplement>\d{1,2}))?"
_NOTATIONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<year>\d{{2}})\s?-\s?(?P<number>\d{{2,6}}){_SUPPLEMENT}",
        rf"(?:(?P<prefix>[A-ZÄÖÜ]{{1,4}})[\s/-])?(?P<year>(?:19|20)\d{{2}})[/-](?P<number>\d{{2,6}}){_SUPPLEMENT}",
        r"(?:(?P<prefix>\d{1,2}|[A-ZÄÖÜ]{1,4})[\s/-])?(?P<number>\d{1,6})/(?P<year>(?:19|20)\d{2})(?:-(?P<supplement>\d{1,2}))?",
        r"(?:(?P<letters>[A-ZÄÖÜ]{1,4})[\s/-])?(?P<prefix>\d{1,2})/(?P<number>\d{2,6})(?:[/-](?P<supplement>\d{1,2}))?",
    )
)


def parse_paper_number(raw: str) -> PaperNumber:
    """Read one paper number; text that shows none is kept as ``raw`` with every other part ``None``. Never raises."""
    text = _INTRODUCTION.sub("", _DASHES.sub("-", raw).strip(" \t\r\n()"), count=1).strip()
    for notation in _NOTATIONS:
        match = notation.fullmatch(text)
        if match:
            parts = match.groupdict()
            prefix = " ".join(filter(None, (parts.get("letters"), parts.get("prefix")))) or None
            return PaperNumber(raw, _full_year(parts.get("year")), parts["number"], parts.get("supplement"), prefix)
    return PaperNumber(raw, None, None, None)


def _full_year(text: str | None) -> int | None:
    if text is None:
        return None
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year <= PIVOT else 1900)


_MARKED = (
    rf"\b{_WORD}[\s.:-]*(?:Nr\.?|Nummer)?[\s.:-]*(?:[A-ZÄÖÜ]{{1,4}}[\s/-])?"
    r"\d{1,4}(?:\s?[-/]\s?\d{1,6}|\s\d{1,6}/\d{4})(?:/\d{1,2}(?!\d))?"
)
_UNMARKED = (
    r"(?<![\d/.,-])\d{2}-\d{4}(?:/\d{1,2})?(?![\d/-])",
    r"(?<![\d/.,-])(?:\d{1,2} )?(?!(?:19|20)\d\d/)\d{3,5}/20\d{2}(?![\d/-])",
    r"\b[A-ZÄÖÜ]{1,3}/20\d{2}/\d{3,5}(?:/\d{1,2})?(?![\d/-])",
)
_IN_TEXT = re.compile("|".join((_MARKED, *_UNMARKED)))


def find_paper_numbers(text: str) -> list[PaperNumber]:
    """Paper numbers in running text, in order, each with the words it was found in as ``raw``.

    Numbers that stand without a word such as *DS* are found in the notations ``26-0815``, ``0776/2013`` and
    ``V/2024/0123`` only; „2009/2010“ is a pair of years and no paper.
    """
    dashes_unified = _DASHES.sub("-", text)
    found = (parse_paper_number(match[0].strip()) for match in _IN_TEXT.finditer(dashes_unified))
    return [paper for paper in found if paper.number is not None]
