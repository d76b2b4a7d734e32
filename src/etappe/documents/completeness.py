"""What a commitment would still need: owner, deadline, target, target group, place, means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from etappe.documents import elements
from etappe.documents.addressee import addressee, owner_in_field
from etappe.documents.model import Element, Kind
from etappe.documents.statements.classify import Verdict, classify

AGE = "target_group_age"
ORIGIN = "target_group_origin"

_FIELDS: tuple[tuple[Element, re.Pattern[str]], ...] = tuple(
    (element, re.compile(rf"(?:^|;\s*)(?:{words})\s*:\s*(?P<value>[^;]+)"))
    for element, words in (
        (Element.OWNER, r"Zuständig(?:keit(?:en)?)?|Verantwortlich(?:keit(?:en)?)?|Federführung|Umsetzung durch"),
        (
            Element.DEADLINE,
            r"Frist|Zeitraum|Zeitrahmen|Zeitplan(?:ung)?|Termin|Laufzeit|Umsetzung bis|Bis wann|Zeit"
            r"|Umsetzungszeitraum",
        ),
        (Element.TARGET, r"Indikator(?:en)?|Kennzahl(?:en)?|Zielwert|Erfolgskriterien"),
        (Element.TARGET_GROUP, r"Zielgruppen?"),
        (Element.PLACE, r"Ort|Sozialraum|Stadtteil(?:e)?|Quartier(?:e)?|Durchführungsort"),
        (Element.MEANS, r"Kosten|Finanzierung|Ressourcen|Mittel|Budget|Finanzielle Auswirkungen"),
    )
)
_RESOLUTION = "zusage.beschluss"
_AHEAD = re.compile(r"(?:bis|ab|spätestens|innerhalb|binnen|zum)\b", re.I)
_EMPTY_VALUES = frozenset({"-", "–", "offen", "noch offen", "n.n.", "nn", "keine angabe", "k.a.", "?", "tbd"})


@dataclass(frozen=True, slots=True)
class Completeness:
    """Who is to act, which elements are there (with the words that show it), and which are missing."""

    addressee: str | None
    present: dict[str, tuple[str, ...]] = field(default_factory=dict)
    missing: tuple[Element, ...] = ()


NOTHING_ASKED = Completeness(addressee=None)
"""The answer for findings and background."""


def assess(verdict: Verdict, fields: tuple[str, ...] = ()) -> Completeness:
    """Return what a statement names and what it leaves open.

    Parameters
    ----------
    verdict
        The classified sentence.
    fields
        Lines of the measure sheet that belong to it (``Zuständig: Amt 50``, ``Frist: 2027``).
    """
    if not verdict.kind.asks_for_action:
        return NOTHING_ASKED
    text = verdict.sentence.text
    who = addressee(verdict)
    present = _in_sentence(text)
    if _RESOLUTION in verdict.rules:
        _drop_past_dates(present)
    for line in (text, *fields):
        who = who or owner_in_field(line)
        _add_fields(present, line)
    if who:
        present[Element.OWNER] = tuple(dict.fromkeys((who, *present.get(Element.OWNER, ()))))
    return Completeness(
        addressee=who,
        present={str(element): words for element, words in present.items()},
        missing=tuple(element for element in Element if not present.get(element)),
    )


def _in_sentence(text: str) -> dict[str, tuple[str, ...]]:
    age, origin = elements.groups_by_age(text), elements.groups_by_origin(text)
    groups = tuple(dict.fromkeys((*age, *origin, *elements.other_groups(text))))
    found = {
        Element.DEADLINE: elements.deadlines(text),
        Element.TARGET: elements.targets(text),
        Element.TARGET_GROUP: groups,
        AGE: age,
        ORIGIN: origin,
        Element.PLACE: elements.places(text),
        Element.MEANS: elements.means(text),
    }
    return {str(element): words for element, words in found.items() if words}


def _drop_past_dates(present: dict[str, tuple[str, ...]]) -> None:
    """Take out the date on which something was resolved: it is no date by which anything is done."""
    ahead = tuple(words for words in present.get(Element.DEADLINE, ()) if _AHEAD.match(words))
    present.pop(Element.DEADLINE, None)
    if ahead:
        present[str(Element.DEADLINE)] = ahead


def _add_fields(present: dict[str, tuple[str, ...]], line: str) -> None:
    """Add what a labelled field says, if it says anything."""
    for element, pattern in _FIELDS:
        for found in pattern.finditer(line):
            value = found["value"].strip(" .")
            if (
                not value
                or value.lower() in _EMPTY_VALUES
                or (element is Element.TARGET and not re.search(r"\d", value))
            ):
                continue
            present[element] = tuple(dict.fromkeys((*present.get(element, ()), value)))
            if element is Element.TARGET_GROUP:
                present.update(
                    {
                        key: words
                        for key, words in (
                            (AGE, elements.groups_by_age(value)),
                            (ORIGIN, elements.groups_by_origin(value)),
                        )
                        if words
                    }
                )


def assess_as(text: str, kind: Kind) -> Completeness:
    """Return what a sentence names and leaves open when a person says what it is, whatever the rules think.

    >>> assess_as("Mehr Sprachkurse bis 2027.", Kind.DEMAND).missing[0].value
    'owner'
    """
    return assess(replace(classify(text), kind=kind))
