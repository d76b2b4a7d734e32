"""Text of other people is made fit for files and pages, and says the same as before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.render.fonts import FOLDER, coverage, printable
from etappe.render.text import clean, one_line, paragraphs


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\vd\u2028e\x85f", "a\nb\nc\nd\ne\nf"),
        ("a\x00b\x1fc\x9f", "abc"),
        ("\ud800", "\ufffd"),
        ("\ufffe", "\ufffd"),
        ("Tür 🚪", "Tür 🚪"),
    ],
)
def test_control_characters_go_and_line_ends_become_one(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(st.characters()))
def test_cleaned_text_can_be_encoded_and_is_clean(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned


def test_paragraphs_are_the_lines_that_say_something() -> None:
    assert paragraphs(" eins \n\n\tzwei  drei\n") == ("eins", "zwei drei")
    assert one_line(" a\n b ") == "a b"


def test_the_fonts_have_the_letters_of_the_languages_of_the_town() -> None:
    for words in (
        "Größe ẞ €",
        "Świętość",
        "İğdır",
        "Бібліотека Ґ",
        "Ελλάδα",
        "مدرسه گفتار",
        "đường phố",
        "Şefîq",
        "✅🚪",
    ):
        assert printable(words) == words


def test_what_no_font_has_is_shown_as_its_code() -> None:
    assert printable("中 x") == "[U+4E2D] x"


def test_a_mark_needs_a_letter_of_its_own_script() -> None:
    assert printable("a\u0651") == "a[U+0651]"
    assert printable("\u0644\u0651") == "\u0644\u0651"
    assert printable("e\u0301") == "é"


def test_invisible_format_characters_without_a_glyph_are_left_out() -> None:
    assert printable("ä\u202eb\ufeff") == "äb"


def test_every_font_lies_beside_its_licence() -> None:
    families = {path.stem.partition("-")[0] for path in FOLDER.glob("*.ttf")}
    assert families == {"FiraSans", "NotoSansArabic", "NotoEmoji"}
    for family in families:
        assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / f"OFL-{family}.txt").read_text("utf-8")
    assert len(coverage()) == len(families)
