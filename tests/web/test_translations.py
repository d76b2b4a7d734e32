"""The catalogues: complete, correct, compiled; German where libraries are stiff or informal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import allauth
import pytest
from babel.messages import Message
from babel.messages.pofile import read_po
from django.forms import CharField, EmailField, Form
from django.utils import translation
from django.utils.formats import date_format

from etappe.web.glossary import GLOSSARY
from support.catalogues import catalogues

ENGLISH = catalogues.read("en")
GERMAN = catalogues.read("de")
INFORMAL = re.compile(
    r"\b(du|dein\w*|dich|dir|gib|wähle|folge|klick|überprüfe|rufe|kontaktiere|möchtest|verwende|bestätige)\b", re.I
)
COMMANDING = re.compile(r"\bSie müssen\b|\bmüssen Sie\b|zwingend")
GENDERED = re.compile(r"\b(he|his|him|himself|she|her|herself|chairman|spokesman|manpower)\b", re.I)


def messages(catalogue: Any) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def words(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def of_allauth() -> Iterator[Message]:
    """What allauth says in the parts that Etappe uses: accounts, the second step, and their shared pages."""
    path = Path(allauth.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        for message in read_po(file, locale="de"):
            places = [place.removeprefix("templates/") for place, _line in message.locations]
            if message.id and any(place.startswith(("account/", "mfa/", "core/")) for place in places):
                yield message


def test_every_message_of_the_code_is_translated_and_no_other_with_its_placeholders_and_compiled() -> None:
    assert catalogues.problems() == []


def test_the_collector_finds_messages_of_code_and_templates_with_context_and_number() -> None:
    found = {(catalogues.key(item.text), item.context) for item in catalogues.collect()}
    assert ("Anmelden", None) in found, "translate in a template"
    assert ("%(number)s Maßnahme", None) in found, "blocktranslate with a plural"
    assert ("Rolle endet in den nächsten 30 Tagen.", None) in found, "ngettext"
    assert ("Personal", "Beschäftigte") in found, "pgettext_lazy"
    assert ("Nr.", None) in found, "an argument of another tag"


@pytest.mark.parametrize(
    ("source", "translated", "wrong"),
    [
        ("%(n)s Zellen", "%(n)s cells", False),
        ("%(n)s Zellen", "cells", True),
        ("%(n)s Zellen", "%(m)s cells", True),
        ("{name}: 50 %", "{name}: 50 %", False),
        (("%d Teil", "%d Teile"), ("one part", "%d parts"), False),
        (("%d Teil", "%d Teile"), ("%d part", "parts"), True),
        ("Teil", "", True),
    ],
)
def test_a_translation_keeps_the_placeholders_of_its_message(source: Any, translated: Any, wrong: bool) -> None:
    found = list(catalogues.problems_of(Message(source, string=translated)))
    assert bool(found) == wrong


def test_a_message_is_not_guessed_from_a_similar_one() -> None:
    assert not [message.id for message in messages(ENGLISH) if message.fuzzy]


def test_english_speaks_of_nobody_as_he_or_she() -> None:
    assert not [text for message in messages(ENGLISH) for text in words(message) if GENDERED.search(text)]


def test_english_uses_the_quotation_marks_of_english() -> None:
    assert not [text for message in messages(ENGLISH) for text in words(message) if "„" in text]


def test_a_term_of_the_glossary_has_the_same_english_word_on_the_pages() -> None:
    differing = {
        term: message.string
        for term, entry in GLOSSARY.items()
        if (message := ENGLISH.get(term)) and message.string.casefold() != entry.english.casefold()
    }
    assert differing == {}


def test_a_german_message_stays_as_it_is_written_in_the_code() -> None:
    """A library's catalogue must not happen to translate a word of ours."""
    with translation.override("de"):
        changed = [
            item.text
            for item in catalogues.collect()
            if isinstance(item.text, str) and item.context is None and translation.gettext(item.text) != item.text
        ]
    assert changed == []


@pytest.mark.parametrize(
    ("number", "german", "english"), [(1, "1 Maßnahme", "1 measure"), (2, "2 Maßnahmen", "2 measures")]
)
def test_numbers_take_the_right_form(number: int, german: str, english: str) -> None:
    for language, expected in (("de", german), ("en", english)):
        with translation.override(language):
            text = translation.ngettext("%(number)s Maßnahme", "%(number)s Maßnahmen", number) % {"number": number}
        assert text == expected


def test_no_override_is_left_of_a_message_that_no_library_has() -> None:
    known = {catalogues.key(message.id) for message in of_libraries()}
    assert [message.id for message in messages(GERMAN) if catalogues.key(message.id) not in known] == []


def of_libraries() -> Iterator[Message]:
    site = Path(allauth.__file__).parent.parent
    for name in ("django/conf", "django/contrib/auth", "allauth", "axes"):
        with (site / name / "locale" / "de" / "LC_MESSAGES" / "django.po").open("rb") as file:
            yield from messages(read_po(file, locale="de"))


def test_sign_in_and_account_address_a_person_politely() -> None:
    with translation.override("de"):
        shown = {
            catalogues.key(message.id): translation.gettext(catalogues.key(message.id)) for message in of_allauth()
        }
    assert {key: text for key, text in shown.items() if INFORMAL.search(text)} == {}


def test_our_own_german_never_commands() -> None:
    own = [catalogues.key(item.text) for item in catalogues.collect()]
    own += [text for message in messages(GERMAN) for text in words(message)]
    assert [text for text in own if INFORMAL.search(text) or COMMANDING.search(text)] == []


class Contact(Form):
    name = CharField(max_length=5)
    address = EmailField()


@pytest.mark.parametrize(
    ("language", "missing", "long"),
    [
        ("de", "Bitte ausfüllen.", "Hier passen höchstens 5 Zeichen hinein; jetzt sind es 9."),
        ("en", "This field is required.", "Ensure this value has at most 5 characters (it has 9)."),
    ],
)
def test_a_form_says_what_is_missing_in_plain_words(language: str, missing: str, long: str) -> None:
    with translation.override(language):
        errors = Contact({"name": "Jugendamt", "address": ""}).errors
        assert errors["address"] == [missing]
        assert errors["name"] == [long]


@pytest.mark.parametrize(
    ("language", "written", "short"), [("de", "3. Mai 2027", "03.05.2027"), ("en", "3 May 2027", "3 May 2027")]
)
def test_a_date_puts_the_day_first_in_both_languages(language: str, written: str, short: str) -> None:
    with translation.override(language):
        assert date_format(date(2027, 5, 3)) == written
        assert date_format(date(2027, 5, 3), "SHORT_DATE_FORMAT") == short
