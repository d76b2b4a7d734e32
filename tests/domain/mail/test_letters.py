"""Letters: one text, its HTML made from it, in the recipient's language."""

from __future__ import annotations

import re

from django.utils.html import strip_tags

from etappe.domain.mail.compose import STYLE, letter, simple_html

WEEK = {"lines": ["3 Antworten fehlen. https://etappe.example/a/"], "link": "https://etappe.example/heute/"}


def test_the_first_line_is_the_subject_and_the_rest_the_text() -> None:
    words = letter("week", {**WEEK, "municipality": None}, "de")
    assert words.subject.startswith("Was diese Woche ansteht")
    assert words.text.startswith("Guten Tag,\n\n")
    assert "\n-- \nGesendet von Etappe: http://127.0.0.1:8000\n" in words.text


def test_text_and_html_say_the_same() -> None:
    words = letter("week", {**WEEK, "municipality": None, "unsubscribe_url": "https://etappe.example/ab/"}, "de")
    html = strip_tags(words.html.split("<body>")[1])
    behind_the_button = ": https://etappe.example/heute/"
    assert re.findall(r"\w+", html) == re.findall(r"\w+", words.text.replace(behind_the_button, ""))


def test_an_english_letter_is_english_throughout() -> None:
    words = letter("week", {**WEEK, "municipality": None}, "en")
    assert '<html lang="en">' in words.html
    assert words.subject.startswith("What is coming up this week")
    assert "das steht" not in words.text


def test_what_people_have_typed_is_text_in_a_mail_and_nothing_else() -> None:
    words = letter("week", {"lines": ["<script>alert(1)</script> & mehr"], "link": "x", "municipality": None}, "de")
    assert "<script>alert(1)</script> & mehr" in words.text
    assert "<script>" not in words.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; mehr" in words.html


def test_a_word_and_an_address_become_a_button_and_lines_with_dashes_a_list() -> None:
    html = simple_html("Zur Seite: https://etappe.example/x\n\n- eins\n- zwei\n\nGruß\nIhr KI")
    assert '<p><a class="button" href="https://etappe.example/x">Zur Seite</a></p>' in html
    assert "<ul><li>eins</li><li>zwei</li></ul>" in html
    assert "<p>Gruß<br>Ihr KI</p>" in html


def test_the_style_is_one_constant_text_so_that_its_hash_can_be_allowed() -> None:
    words = letter("week", {**WEEK, "municipality": None}, "de")
    assert f"<style>{STYLE}</style>" in words.html
    assert 'style="' not in words.html
