"""A sentence prepared for the rules: quoted mentions hidden, cut into clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from etappe.documents.model import ParagraphKind


class ClauseKind(StrEnum):
    """What a clause is to its sentence. Only main clauses and ``dass`` clauses ask for something."""

    MAIN = "main"
    THAT = "that"
    RELATIVE = "relative"
    QUESTION = "question"
    CONDITION = "condition"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a sentence.

    Parameters
    ----------
    path
        Titles of the sections it stands in, outermost first.
    paragraph
        How its paragraph stands in the paper.
    lead
        The sentence ending in a colon that introduces the list it belongs to, or an empty string.
    """

    path: tuple[str, ...] = ()
    paragraph: ParagraphKind = ParagraphKind.TEXT
    lead: str = ""


_QUOTED = re.compile(r"[„“”\"»«‚](?P<inner>[^„“”\"»«]{1,400}?)[“”\"»«″‘]")
_BREAK = re.compile(r"[,;:()]|\s[–—-]\s")
_SUBORDINATORS = (
    (ClauseKind.THAT, r"(?:so\s*)?dass|daß|sodass"),
    (ClauseKind.CONDITION, r"wenn|falls|sofern|soweit|solange|sobald|insofern"),
    (
        ClauseKind.QUESTION,
        r"ob|wie|inwieweit|inwiefern|wo|wann|warum|wer|wen|wem|was|woran|wodurch|womit|welche[rsmn]?",
    ),
    (ClauseKind.OTHER, r"weil|da|obwohl|obgleich|nachdem|bevor|ehe|während|als|indem|damit|um|zumal|seitdem|bis"),
    (
        ClauseKind.RELATIVE,
        r"(?:(?:an|auf|aus|bei|durch|für|gegen|in|mit|nach|über|um|unter|von|vor|zu|zwischen|ohne|hinter|neben)\s+)?"
        r"(?:der|die|das|dem|den|denen|deren|dessen|welche[rsmn]?)|wobei|worin|wodurch|womit|worauf|wofür",
    ),
)
_OPENERS = tuple(
    (
        kind,
        re.compile(
            rf"^\s*[„“”\"»]?(?:(?:und|oder|aber|sondern|sowie|d\.\s?h\.)\s+)?(?:insbesondere\s+|auch\s+|nur\s+)?(?:{words})\b",
            re.I,
        ),
    )
    for kind, words in _SUBORDINATORS
)
_AND_NEXT = re.compile(r"^\s+(?:und|oder|sowie)\s")
_NOTHING_MORE = re.compile(r"^\s*(?:und|oder|bzw\.|sowie)?\s*[“”\"»]?\s*[.!?]*$")


@dataclass(slots=True)
class Sentence:
    """A sentence and its parts; ``plain`` has the same length as ``text``, with quoted mentions blanked out."""

    text: str
    context: Context = field(default_factory=Context)
    plain: str = field(init=False)
    breaks: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Hide mentions and find the places where clauses may begin."""
        self.plain = _hide_mentions(self.text)
        self.breaks = [0, *(mark.end() for mark in _BREAK.finditer(self.plain)), len(self.plain)]

    def clause(self, position: int) -> tuple[int, int]:
        """Return start and end of the comma-to-comma stretch that holds ``position``."""
        start = max(edge for edge in self.breaks[:-1] if edge <= position)
        end = min(edge for edge in self.breaks[1:] if edge > position)
        return start, end

    def clause_text(self, position: int) -> str:
        """Return the comma-to-comma stretch that holds ``position``."""
        start, end = self.clause(position)
        return self.plain[start:end]

    def verb_is_last(self, end: int) -> bool:
        """Whether nothing but a conjunction follows ``end`` in its stretch: the word order of a subordinate clause."""
        _, stop = self.clause(end - 1)
        return _NOTHING_MORE.match(self.plain[end:stop].rstrip(" ,;:()–—-")) is not None

    def kind_of_clause(self, start: int, end: int) -> ClauseKind:
        """Return what the clause is whose finite verb stands from ``start`` to ``end``."""
        if not self.verb_is_last(end):
            return self._kind_before_und(start, end)
        edges = [edge for edge in self.breaks[:-1] if edge <= start]
        for edge in reversed(edges):
            stretch = self.plain[edge:start]
            for kind, opener in _OPENERS:
                if opener.match(stretch) and not (edge == 0 and kind is ClauseKind.RELATIVE):
                    return kind
        return ClauseKind.MAIN

    def _kind_before_und(self, start: int, end: int) -> ClauseKind:
        """Return the kind where *und* goes on after the verb (``…, was sie leisten sollen und anstoßen können``)."""
        edge, _ = self.clause(start)
        stretch = self.plain[edge:start]
        before = stretch.split()
        follows_infinitive = bool(before) and before[-1][:1].islower() and before[-1].endswith("n")
        if not edge or not follows_infinitive or not _AND_NEXT.match(self.plain[end:]):
            return ClauseKind.MAIN
        return next((kind for kind, opener in _OPENERS if opener.match(stretch)), ClauseKind.MAIN)


def _hide_mentions(text: str) -> str:
    """Blank out words in quotation marks that are talked about rather than said.

    Kept are quotations that open the sentence or follow a colon, if they are longer than a title.
    """
    plain = text
    for quoted in _QUOTED.finditer(text):
        before = text[: quoted.start()].rstrip()
        says_something = len(quoted["inner"].split()) > 4 and (before == "" or before.endswith(":"))
        if not says_something:
            plain = plain[: quoted.start()] + " " * len(quoted.group()) + plain[quoted.end() :]
    return plain
