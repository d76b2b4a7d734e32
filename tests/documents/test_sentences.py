"""Where German sentences end, and where they do not."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.documents.sentences import split_sentences


def _split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Das gilt z.B. für Kitas, d. h. für alle Einrichtungen.",
        "Frau Dr. Muster und Prof. Beispiel sprachen mit dem Team.",
        "Der Beschluss vom 30.03.2006 gilt (DS Nr. 05-3142).",
        "Am 9. Mai 2025 tagt der 2. Bezirk zum 3. Mal.",
        "Bis zum 1. Quartal 2027 entstehen ca. 40 Plätze.",
        "Der Verein Miteinander e.V. berät Familien.",
        "Nach § 44 Abs. 1 Nr. 2 ist das möglich.",
        "Es gibt Beratung, Begleitung usw. für alle.",
        "Das Motto „Wie wollen wir leben?“ stand über allem.",
        "Man müsste, man sollte ... das reicht nicht.",
        "Die Qualifikation fehlt; benötigt werden daher Fachkräfte.",
        "Rund 12.000 Menschen und 3,5 Prozent kamen hinzu.",
        "Das Amt (s. Kap. 3. Abschnitt) hilft.",
        "Die Kinder der 5. Klasse lernen Deutsch.",
    ],
)
def test_a_full_stop_inside_does_not_end_a_sentence(sentence: str) -> None:
    assert _split(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Es war im Jahr 2015. Danach kam mehr.", ["Es war im Jahr 2015.", "Danach kam mehr."]),
        ("„Wir helfen.“ Das sagen viele.", ["„Wir helfen.“", "Das sagen viele."]),
        ("Wer hilft? Alle! Ja.", ["Wer hilft?", "Alle!", "Ja."]),
        ("3. Die Stadt handelt. Sie muss.", ["Die Stadt handelt.", "Sie muss."]),
        ("• Ausbau der Kurse", ["Ausbau der Kurse"]),
        ("13. Januar 2027", ["13. Januar 2027"]),
        ("Der Träger ist ein e.V. Die Stadt hilft.", ["Der Träger ist ein e.V.", "Die Stadt hilft."]),
        ("", []),
        ("   ", []),
    ],
)
def test_sentences_are_told_apart(text: str, expected: list[str]) -> None:
    assert _split(text) == expected


@given(st.text(alphabet="abcÄÖ .!?„“()0123456789-\n", max_size=120))
def test_sentences_are_in_order_never_overlap_and_lose_no_letter(text: str) -> None:
    spans = split_sentences(text)
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
    assert all(span.start < span.end for span in spans)
    kept = "".join(text[span.start : span.end] for span in spans)
    left_out = len([c for c in text if c in "bÄÖ"]) - len([c for c in kept if c in "bÄÖ"])
    assert left_out <= text.count(")") + text.count(".")  # only enumerators such as "b)" are left out
