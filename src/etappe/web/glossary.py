"""The words of integration steering, explained: German term, English term, one sentence in each language.

Templates explain a term where it stands with ``{% term "Sachstandsabfrage" %}``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.utils.text import slugify
from django.utils.translation import get_language

ENTRIES = Path(__file__).with_name("glossary.toml")


class UnknownTermError(LookupError):
    """A page asked for a term that the glossary does not explain."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One explained term."""

    term: str
    english: str
    german_explanation: str
    english_explanation: str

    @property
    def slug(self) -> str:
        """The term as it appears in addresses and ids."""
        return slugify(self.term.translate(_UMLAUTS))

    @property
    def word(self) -> str:
        """The term in the language of the page."""
        return self.english if _is_english() else self.term

    @property
    def explanation(self) -> str:
        """The explanation in the language of the page."""
        return self.english_explanation if _is_english() else self.german_explanation


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "/": " "})


def _read(path: Path) -> dict[str, Entry]:
    entries = (Entry(**fields) for fields in tomllib.loads(path.read_text(encoding="utf-8"))["entry"])
    return {entry.term: entry for entry in entries}


GLOSSARY: dict[str, Entry] = _read(ENTRIES)
"""All entries by their German term."""


def explain(term: str) -> Entry:
    """The entry of a German term; raises :class:`UnknownTermError` for a term that is not explained."""
    try:
        return GLOSSARY[term]
    except KeyError:
        raise UnknownTermError(f"the glossary has no entry for “{term}”") from None


def in_order() -> list[Entry]:
    """All entries, sorted by the word of the page's language; umlauts sort as their base letter."""
    return sorted(GLOSSARY.values(), key=lambda entry: slugify(entry.word.translate(_UMLAUTS)))


def _is_english() -> bool:
    return (get_language() or "de").startswith("en")
