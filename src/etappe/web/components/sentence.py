"""A filter that reads as a sentence: “Maßnahmen *aller Ämter* im Feld *Bildung*, *verspätet*”.

The sentence is a GET form; its gaps are selects and search fields, so the address holds the filter and it works
without JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict

from etappe.web.components.chain import Text


@dataclass(frozen=True, slots=True)
class Words:
    """Fixed words between two gaps."""

    text: Text
    kind: str = "words"


@dataclass(frozen=True, slots=True)
class Option:
    """One way to fill a gap: the value in the address and the words in the sentence."""

    value: str
    words: Text


@dataclass(frozen=True, slots=True)
class Choice:
    """A gap with given options. `label` names it for those who do not see the sentence."""

    name: str
    label: Text
    options: tuple[Option, ...]
    value: str = ""
    kind: str = "choice"


@dataclass(frozen=True, slots=True)
class Search:
    """A gap to type in."""

    name: str
    label: Text
    value: str = ""
    placeholder: Text = ""
    kind: str = "search"


@dataclass(frozen=True, slots=True)
class Sentence:
    """The parts of a filter sentence in their order, and the address that answers it.

    `results` is the id of the page part that shows the answer: with htmx only this part is exchanged. `kept` are
    further parameters of the address (such as the sort order) that survive a change of the filter.
    """

    parts: tuple[Words | Choice | Search, ...]
    action: str = ""
    results: str = ""
    kept: tuple[tuple[str, str], ...] = field(default=())

    def filled(self, query: QueryDict) -> Sentence:
        """The same sentence with its gaps filled from an address; a value that is not on offer changes nothing."""
        return Sentence(
            parts=tuple(_fill(part, query) for part in self.parts),
            action=self.action,
            results=self.results,
            kept=self.kept,
        )

    @property
    def is_filtered(self) -> bool:
        """Whether any gap differs from its first option or holds a search word."""
        return any(_is_set(part) for part in self.parts)


def _fill(part: Words | Choice | Search, query: QueryDict) -> Words | Choice | Search:
    if isinstance(part, Words) or part.name not in query:
        return part
    value = str(query[part.name])
    if isinstance(part, Search):
        return Search(part.name, part.label, value, part.placeholder)
    if value not in _values(part.options):
        return part
    return Choice(part.name, part.label, part.options, value)


def _values(options: Iterable[Option]) -> set[str]:
    return {option.value for option in options}


def _is_set(part: Words | Choice | Search) -> bool:
    if isinstance(part, Choice):
        return bool(part.options) and part.value not in ("", part.options[0].value)
    return isinstance(part, Search) and bool(part.value)
