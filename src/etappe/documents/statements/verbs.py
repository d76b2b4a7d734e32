"""What kind of word a word is: a thin, cached layer over the HanTa tagger.

The model is loaded on first use only; a word form is looked up once. HanTa knows the words of German by their parts, so
that *einzurichten* is an infinitive with *zu* and *eingerichtet* a participle, whether or not a list holds them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_CACHE = 60_000


@lru_cache(maxsize=1)
def _tagger() -> Any:
    from HanTa import HanoverTagger

    return HanoverTagger.HanoverTagger("morphmodel_ger.pgz")


@lru_cache(maxsize=_CACHE)
def analyse(word: str) -> tuple[str, str]:
    """Return dictionary form and HanTa's tag (``VV(INF)``, ``NE`` …) of a word form."""
    lemma, tag = _tagger().analyze(word)
    return str(lemma), str(tag)


def is_infinitive(word: str) -> bool:
    """Whether the word can be an infinitive (``prüfen``), also with *zu* inside (``einzurichten``)."""
    return word[:1].islower() and word.endswith("n") and analyse(word)[1] in ("VV(INF)", "VV(IZU)", "VV(FIN)", "VV(PP)")


def is_zu_infinitive(word: str) -> bool:
    """Whether *zu* stands inside the infinitive (``einzurichten``)."""
    return word[:1].islower() and analyse(word)[1] == "VV(IZU)"


def is_participle(word: str) -> bool:
    """Whether the word is a past participle (``eingerichtet``)."""
    return word[:1].islower() and analyse(word)[1] in ("VV(PP)", "ADJ(D)") and word.endswith(("t", "n"))


def is_finite(word: str) -> bool:
    """Whether the word is a finite full verb (``richtet``)."""
    return word[:1].islower() and analyse(word)[1] == "VV(FIN)"


def is_adjective(word: str) -> bool:
    """Whether the word is an inflected adjective (``großen``)."""
    return analyse(word)[1] == "ADJ(A)"


def is_verb(word: str) -> bool:
    """Whether the word is a full verb, finite or infinitive."""
    return analyse(word)[1] in ("VV(FIN)", "VV(INF)")


def can_be_finite(word: str) -> bool:
    """Whether the word can be finite where a finite verb stands; *eröffnet* is a participle as well."""
    return word[:1].islower() and analyse(word)[1] in ("VV(FIN)", "VV(PP)", "VV(INF)")


def is_name(word: str) -> bool:
    """Whether the word is a proper name (``Marxloh``)."""
    return word[:1].isupper() and analyse(word)[1] == "NE"
