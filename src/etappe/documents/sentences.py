"""Where German sentences end.

A full stop ends a sentence only where no abbreviation, ordinal, date or initial explains it. Semicolons and colons do
not end one; a sentence in quotation marks inside another stays with it unless a new sentence follows the closing mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ABBREVIATIONS = frozenset(
    [
        "abs",
        "abt",
        "abschn",
        "allg",
        "anm",
        "art",
        "aufl",
        "az",
        "bd",
        "bearb",
        "beig",
        "bes",
        "bez",
        "bezgl",
        "bspw",
        "bzgl",
        "bzw",
        "ca",
        "co",
        "d",
        "dergl",
        "dgl",
        "dipl",
        "dr",
        "ds",
        "ebd",
        "eig",
        "einschl",
        "entspr",
        "etc",
        "evtl",
        "exkl",
        "e",
        "ff",
        "fr",
        "f",
        "gem",
        "gegr",
        "geb",
        "ggf",
        "ggfs",
        "ggü",
        "h",
        "hg",
        "hr",
        "hrsg",
        "i",
        "inkl",
        "insb",
        "insbes",
        "jahrg",
        "jg",
        "jh",
        "jhd",
        "k",
        "kap",
        "kath",
        "kl",
        "lfd",
        "lt",
        "m",
        "max",
        "mind",
        "min",
        "mio",
        "mrd",
        "mwst",
        "n",
        "nr",
        "nrn",
        "o",
        "od",
        "p",
        "pers",
        "prof",
        "r",
        "rd",
        "red",
        "s",
        "sen",
        "soz",
        "sog",
        "st",
        "std",
        "stellv",
        "str",
        "s",
        "sv",
        "t",
        "tel",
        "tsd",
        "u",
        "usf",
        "usw",
        "v",
        "verf",
        "verw",
        "vgl",
        "vorl",
        "vs",
        "w",
        "wg",
        "z",
        "zb",
        "ziff",
        "zit",
        "zt",
        "zzgl",
        "zzt",
        "art-nr",
        "ds-nr",
    ]
)
_MONTHS = (
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jan|Feb|Okt|Nov|Dez)"
)
_AFTER_ORDINAL = re.compile(
    rf"^(?:{_MONTHS}|Quartal|Halbjahr|Jahrhundert|Klasse|Lebensjahr|Schuljahr|Jahrgang|Generation|Arbeitsmarkt|Integrationskonferenz"
    r"|Auflage|Sitzung|Fortschreibung|Stufe|Phase|Bezirk|Schulhalbjahr|Kindergartenjahr|Preis|Platz|Rang|Etage|Stock|Legislaturperiode"
    r"|Wahlperiode|Ausbaustufe|Integrationsbericht|Konferenz|Forum|Workshop|Arbeitskreis|Integrationskonzept)"
)
_DATE = re.compile(rf"^\d{{1,2}}\. {_MONTHS}\b")
_COMMON_ENDS = frozenset(["usw", "etc", "usf", "ff", "dgl"])
_TERMINAL = re.compile(r"[.!?…]+(?:\s*[“”\"»«)\]’'‘]+)*(?=\s|$)|[.!?]+(?=[„“\"»]\s?[A-ZÄÖÜ])")
_ENUMERATOR = re.compile(r"^(?:\(?\d{1,3}[.)]\s+|\(?[a-z]\)\s+|\(?[IVX]{1,5}[.)]\s+|[•–—‣▪■□◦●○►➢➔→✓*·-]\s+)+(?=\S)")
_STARTS_SENTENCE = re.compile(r"^[„“\"»(\[‚']*[A-ZÄÖÜ0-9•–-]")
_LAST_WORD = re.compile(r"([\w\-]+(?:\.[\w\-]+)*)$")
_YEAR = re.compile(r"^(?:1[89]|20)\d\d$")
_MULTIPART_NUMBER = re.compile(r"^\d+(?:\.\d+)+$")
_SPEAKER_FOLLOWS = re.compile(r"^[“”\"»]?\s*[,–-]")


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence as start and end in the text it was cut from (the leading ``3.`` of a list is left out)."""

    start: int
    end: int


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of one paragraph in order; they do not overlap and leave out only space and enumerators.

    >>> [ "Am 30.03.2006 tagte z.B. der Rat. Dr. A. sprach."[s.start:s.end] for s in
    ...   split_sentences("Am 30.03.2006 tagte z.B. der Rat. Dr. A. sprach.")]
    ['Am 30.03.2006 tagte z.B. der Rat.', 'Dr. A. sprach.']
    """
    spans: list[Span] = []
    start = _skip(text, 0)
    for mark in _TERMINAL.finditer(text):
        if mark.end() <= start or not _ends_here(text, start, mark):
            continue
        spans.append(Span(start, mark.end()))
        start = _skip(text, mark.end())
    end = len(text.rstrip())
    if start < end:
        spans.append(Span(start, end))
    return spans


def _skip(text: str, position: int) -> int:
    """Return the position after space and a leading enumerator."""
    while position < len(text) and text[position].isspace():
        position += 1
    enumerator = _ENUMERATOR.match(text[position:])
    if enumerator and not _DATE.match(text[position:]) and _STARTS_SENTENCE.match(text[position + enumerator.end() :]):
        return position + enumerator.end()
    return position


def _ends_here(text: str, start: int, mark: re.Match[str]) -> bool:
    after = text[mark.end() :].lstrip()
    if not after:
        return True
    if not _STARTS_SENTENCE.match(after):
        return False
    sign = mark.group().strip()
    if _inside_parenthesis(text, start, mark.end()):
        return False
    if sign[0] != "." or sign.startswith("..."):
        return not _SPEAKER_FOLLOWS.match(after)
    if len(sign) > 1:  # a closing quotation mark or bracket after the full stop
        return True
    return not _full_stop_belongs_to_word(text[start : mark.start()], after)


def _full_stop_belongs_to_word(before: str, after: str) -> bool:
    """Whether the full stop after ``before`` is that of an abbreviation, ordinal, date or initial."""
    found = _LAST_WORD.search(before)
    if not found:
        return False
    word = found.group(1)
    last = word.rsplit(".", 1)[-1]
    if word[0].isdigit():
        return _is_ordinal(word, after, before)
    if last.lower() in _COMMON_ENDS:
        return False
    if word.lower().endswith("e.v"):
        return not _starts_new_clause(after)
    if len(last) == 1 and last.isalpha():
        return True
    return last.lower() in _ABBREVIATIONS and (last.lower() not in _REAL_WORDS or last != last.lower())


_REAL_WORDS = frozenset(["art", "fr", "min", "bes", "str", "red", "gem"])
_CLAUSE_OPENERS = re.compile(
    r"^(?:Der|Die|Das|Ein|Eine|Sie|Er|Es|Wir|Im|In|Dies|Diese|Dieser|Dieses|Dabei|Dazu|Damit|Dort|Hier|Zudem|Auch|Mit|Bei|Für|Zu"
    r"|Zum|Zur|Seit|Nach|Am|An|Auf|Alle|Als|Hierzu|Darüber|Außerdem|Insgesamt|Ziel|Durch)\b"
)


def _starts_new_clause(after: str) -> bool:
    return _CLAUSE_OPENERS.match(after) is not None


def _is_ordinal(word: str, after: str, before: str) -> bool:
    if _MULTIPART_NUMBER.match(word):
        return not _starts_new_clause(after)
    if not word.isdigit():
        return False
    if _AFTER_ORDINAL.match(after):
        return True
    if _YEAR.match(word) or len(word) > 2:
        return False
    determiner = re.search(
        r"\b(?:der|die|das|dem|den|des|am|zum|vom|beim|im|ab|bis|Nr|im|jede[rsmn]?)\s+\d{1,2}$", before
    )
    return determiner is not None and not _starts_new_clause(after)


def _inside_parenthesis(text: str, start: int, end: int) -> bool:
    """Whether the mark stands inside round brackets that close later in the same paragraph."""
    opened = text.count("(", start, end) - text.count(")", start, end)
    return opened > 0 and ")" in text[end : end + 300]
