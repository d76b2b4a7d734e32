"""What a concept paper becomes: document, section, paragraph, finding.

All offsets count characters (code points) in ``Document.text``, the normalised full text, so that a page can highlight
exactly the words a finding rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from etappe.documents.summary import Summary


class Kind(StrEnum):
    """What a sentence does. The precise definitions are in ``docs/concept-check.md``."""

    COMMITMENT = "commitment"
    DEMAND = "demand"
    INTENT = "intent"
    FINDING = "finding"
    BACKGROUND = "background"

    @property
    def german(self) -> str:
        """The word the interface shows."""
        return _GERMAN_KIND[self]

    @property
    def asks_for_action(self) -> bool:
        """Whether something is to be done, so that owner, deadline and target can be asked for."""
        return self in (Kind.COMMITMENT, Kind.DEMAND, Kind.INTENT)


_GERMAN_KIND = {
    Kind.COMMITMENT: "Zusage",
    Kind.DEMAND: "Forderung",
    Kind.INTENT: "Absichtserklärung",
    Kind.FINDING: "Feststellung",
    Kind.BACKGROUND: "Hintergrund",
}


class Element(StrEnum):
    """What a complete commitment names (the order is the order in which it is asked for)."""

    OWNER = "owner"
    DEADLINE = "deadline"
    TARGET = "target"
    TARGET_GROUP = "target_group"
    PLACE = "place"
    MEANS = "means"

    @property
    def german(self) -> str:
        """The word the interface shows."""
        return _GERMAN_ELEMENT[self]


_GERMAN_ELEMENT = {
    Element.OWNER: "Zuständigkeit",
    Element.DEADLINE: "Frist",
    Element.TARGET: "Zielwert",
    Element.TARGET_GROUP: "Zielgruppe",
    Element.PLACE: "Ort",
    Element.MEANS: "Mittel",
}


class ParagraphKind(StrEnum):
    """How a paragraph stands in the paper; a list item or table row may be a statement without a verb."""

    TEXT = "text"
    ITEM = "item"
    ROW = "row"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, list item or table row.

    Parameters
    ----------
    text
        The normalised text, one line, single spaces.
    page
        The page on which it starts, from 1. Formats without pages count page breaks.
    offset
        Where it starts in ``Document.text``.
    kind
        Running text, list item, table row, or one field of a measure sheet (``Frist: 31.12.2027``).
    page_starts
        ``(position in text, page)`` for every page on which the paragraph goes on.
    """

    text: str
    page: int
    offset: int
    kind: ParagraphKind = ParagraphKind.TEXT
    page_starts: tuple[tuple[int, int], ...] = ()

    def page_at(self, position: int) -> int:
        """Return the page of the character at ``position`` of this paragraph."""
        page = self.page
        for start, number in self.page_starts:
            if position >= start:
                page = number
        return page


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the paragraphs under it, up to the next heading of any level.

    ``path`` holds the titles from the top of the paper down to this one. Text before the first heading is a section of
    level 0 without number and title.
    """

    number: str
    title: str
    level: int
    path: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    page: int = 1
    offset: int = 0

    @property
    def label(self) -> str:
        """Number and title as the paper shows them, for instance ``3.2 Bildung``."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Document:
    """A concept paper: its sections in reading order and the normalised text they are cut from."""

    title: str
    sections: tuple[Section, ...]
    pages: int
    format: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """What Etappe says of one sentence.

    Parameters
    ----------
    id
        Stable: computed from the normalised sentence, the same in a revised paper. A sentence that occurs several times
        carries its count (``3f2a…-2``).
    section
        ``Section.label`` of the section it stands in; ``section_index`` is the place in ``Document.sections``.
    modality
        How it is put (``muss``, ``ist zu``, ``schlagen vor`` …); ``None`` where nothing is asked for.
    cues
        The words that decided, as they stand in the sentence.
    rules
        The ids of the rules that decided, the strongest first (see ``statements.rules``).
    addressee
        Who is to act, in the words of the paper, or ``None``.
    missing
        What a commitment would still need, always in the order of ``Element``; empty for findings and background.
    present
        Element to the words that show it. ``target_group_age`` and ``target_group_origin`` say by what the target
        group is told apart.
    start, end
        Offsets in ``Document.text``.
    """

    id: str
    section: str
    text: str
    kind: Kind
    modality: str | None
    cues: tuple[str, ...]
    rules: tuple[str, ...]
    addressee: str | None
    missing: tuple[Element, ...]
    present: Mapping[str, tuple[str, ...]]
    page: int
    start: int
    end: int
    section_index: int


@dataclass(frozen=True, slots=True)
class ConceptCheck:
    """The answer of ``check``: the paper, one finding a sentence in reading order, and the head line."""

    document: Document
    findings: tuple[Finding, ...]
    summary: Summary
