"""The head of the page: what the paper asks for, and how much of it somebody is bound to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from etappe.documents.model import Element, Finding, Kind


@dataclass(frozen=True, slots=True)
class KindFigures:
    """How many statements of one kind there are, and how many of them name each element."""

    count: int
    named: Mapping[Element, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures of a checked paper and the sentences that say them.

    ``headline`` counts demands alone: ``41 Forderungen, 3 mit Zuständigkeit, 0 mit Frist, 0 mit Zielwert.``
    ``details`` adds one sentence each for declarations of intent and commitments.
    """

    sentences: int
    kinds: Mapping[Kind, KindFigures]

    @property
    def headline(self) -> str:
        """The one line for the head of the page."""
        return _sentence(self.kinds[Kind.DEMAND], "Forderung", "Forderungen")

    @property
    def details(self) -> tuple[str, ...]:
        """The same for declarations of intent and commitments."""
        return (
            _sentence(self.kinds[Kind.INTENT], "Absichtserklärung", "Absichtserklärungen"),
            _sentence(self.kinds[Kind.COMMITMENT], "Zusage", "Zusagen"),
        )


_IN_HEADLINE = (Element.OWNER, Element.DEADLINE, Element.TARGET)


def summarise(findings: Iterable[Finding]) -> Summary:
    """Count the findings of a paper (also after corrections by hand)."""
    listed = list(findings)
    kinds = {}
    for kind in Kind:
        of_kind = [finding for finding in listed if finding.kind is kind]
        named = {element: sum(element not in finding.missing for finding in of_kind) for element in Element}
        kinds[kind] = KindFigures(len(of_kind), named if kind.asks_for_action else dict.fromkeys(Element, 0))
    return Summary(sentences=len(listed), kinds=kinds)


def _sentence(figures: KindFigures, one: str, many: str) -> str:
    if figures.count == 0:
        return f"Keine {many}."
    noun = one if figures.count == 1 else many
    parts = [f"{_german(figures.named[element])} mit {element.german}" for element in _IN_HEADLINE]
    return f"{_german(figures.count)} {noun}, {', '.join(parts)}."


def _german(number: int) -> str:
    """Return the number with German thousands separators."""
    return f"{number:,}".replace(",", ".")
