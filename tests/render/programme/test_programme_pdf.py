"""The programme as PDF: readable by everybody, archivable, and the same for the same report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.render.pdf_structure import bare, bookmarks, elements, open_pdf, pages, tag_counts
from tests.render.sample_programme import sample_report

from etappe.render import typesetting
from etappe.render.programme import RenderError, render_programme
from etappe.render.programme.model import Completeness, FieldSection, Influence, MeasureEntry, ProgrammeReport

REPORT = sample_report(60)


@pytest.fixture(scope="module")
def printed() -> bytes:
    return render_programme(REPORT, "pdf")


def report_with(**measure: object) -> ProgrammeReport:
    entry = replace(MeasureEntry("1.1", "Titel", Influence.STEERS, Completeness(0, 7)), **measure)
    return replace(sample_report(0), fields=(FieldSection("1", "Feld", measures=(entry,)),), recommendations=())


def test_it_declares_and_carries_tags_language_and_title(printed: bytes) -> None:
    pdf = open_pdf(printed)
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "de-DE"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/Title"]) == REPORT.title


def test_it_claims_pdf_ua_1_and_pdf_a_2a(printed: bytes) -> None:
    with open_pdf(printed).open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_tables_have_header_cells_and_the_chart_says_in_words_what_it_shows(printed: bytes) -> None:
    pdf = open_pdf(printed)
    tags = tag_counts(pdf)
    assert (tags["/Title"], tags["/TOC"]) == (1, 1)
    assert (tags["/H1"], tags["/H3"]) == (len(REPORT.fields) + 6, len(REPORT.measures))
    assert tags["/Table"] >= 1 + 2 * len(REPORT.fields)
    assert tags["/TH"] >= 5 * len(REPORT.fields)
    figures = [element for element in elements(pdf) if str(element.S) == "/Figure"]
    assert ["1 Sprache und Bildung: " in str(figure.Alt) for figure in figures] == [True]


def test_bookmarks_lead_to_every_field_and_every_measure(printed: bytes) -> None:
    titles = bookmarks(open_pdf(printed))
    assert [title for title in titles if title.startswith("Handlungsfeld ")] == [
        f"Handlungsfeld {section.number}: {section.title}" for section in REPORT.fields
    ]
    assert [title for title in titles if title[0].isdigit()] == [
        f"{measure.number} {measure.title}" for measure in REPORT.measures
    ]


def test_measures_stand_in_the_order_of_the_programme(printed: bytes) -> None:
    text = bare("".join(pages(printed)))
    places = [text.rindex(bare(f"{measure.number} {measure.title}")) for measure in REPORT.measures]
    assert places == sorted(places)


def test_every_page_says_its_number_the_day_and_that_it_is_a_draft_with_example_data(printed: bytes) -> None:
    texts = pages(printed)
    for number, text in enumerate(texts, start=1):
        assert f"Seite {number} von {len(texts)}" in text
        assert "Stand 22.11.2026 · Entwurf · Beispieldaten" in text
        assert "Stadt Musterstadt" in text


def test_the_contents_name_the_page_on_which_a_field_begins(printed: bytes) -> None:
    texts = pages(printed)
    for section in REPORT.fields:
        heading = bare(f"Handlungsfeld {section.number}: {section.title}")
        starts = [number for number, text in enumerate(texts, start=1) if number > 2 and heading in bare(text)]
        assert bare(texts[1]).partition(heading)[2].lstrip(". ").startswith(str(starts[0]))


def test_the_overview_names_the_page_of_each_measure(printed: bytes) -> None:
    texts = pages(printed)
    first = REPORT.fields[0].measures[0]
    page_of_card = next(
        number
        for number, text in enumerate(texts, start=1)
        if bare(f"{first.number} {first.title}verzögert") in bare(text)
    )
    overview = next(text for text in texts if "Maßnahmen im Überblick" in text)
    assert bare(f"{first.state}4 von 7{page_of_card}1.2") in bare(overview)


def test_a_resolved_programme_without_examples_bears_no_mark_of_either() -> None:
    report = replace(sample_report(0), status="beschlossen", is_example=False)
    text = "".join(pages(render_programme(report, "pdf")))
    assert "Stand 22.11.2026 · beschlossen" in text
    assert "Beispieldaten" not in text
    assert "Entwurf" not in text


def test_one_made_up_measure_marks_the_whole_report() -> None:
    report = replace(report_with(is_example=True), is_example=False)
    assert "Beispieldaten" in pages(render_programme(report, "pdf"))[0]


def test_a_missing_part_is_named_and_an_unknown_sum_is_not_zero() -> None:
    text = "".join(pages(render_programme(report_with(missing=("Mittel", "Frist")), "pdf")))
    assert "Es fehlt noch: Mittel, Frist" in text
    assert "0,00" not in text.partition("Lesehilfe")[0].partition("Maßnahmen im Einzelnen")[2]


def test_no_budget_and_a_budget_of_nothing_are_told_apart() -> None:
    text = "".join(pages(render_programme(report_with(budget=Decimal(0)), "pdf")))
    assert "0,00\u00a0€" in text.partition("Maßnahmen im Einzelnen")[2].partition("Quellen")[0]


@pytest.mark.parametrize(
    "text",
    [
        '#panic("!")',
        "$ x^2",
        r"C:\Ablage\neu \u{41} \ ",
        "= Überschrift *fett* _kursiv_ `code` <label> @ref",
        '#include "/etc/passwd" #import "x": *',
        "// kein Kommentar /* auch nicht */",
        '"); #sys.inputs',
    ],
)
def test_markup_in_a_text_is_printed_and_never_run(text: str) -> None:
    printed = render_programme(report_with(title=text, owner=text, description=text), "pdf")
    assert "".join(pages(printed)).replace("\n", "").count(text.strip()[:12]) >= 3


def test_a_text_of_ten_thousand_characters_is_printed_to_its_end() -> None:
    words = "Wort " * 2000 + "Schluss"
    one_word = "x" * 9_993 + "Schluss"
    for text in (words, one_word):
        printed = "".join(pages(render_programme(report_with(title="T", description=text, owner=text), "pdf")))
        assert bare(printed).count("Schluss") >= 2


def test_emoji_and_arabic_are_printed_and_other_scripts_stay_readable_as_codes() -> None:
    printed = "".join(pages(render_programme(report_with(description="Tür 🚪 auf · أهلا · 中"), "pdf")))
    assert "🚪" in printed
    assert set("أهلا") <= set(printed)
    assert "[U+4E2D]" in printed


def test_equal_reports_are_equal_bytes() -> None:
    assert render_programme(sample_report(7), "pdf") == render_programme(sample_report(7), "pdf")


def test_two_measures_with_one_number_and_a_recommendation_without_a_measure_are_printed() -> None:
    report = sample_report(6)
    twice = replace(report.fields[0], measures=report.fields[0].measures * 2)
    lost = replace(report.recommendations[0], measures=("99.9", report.fields[0].measures[0].number))
    render_programme(replace(report, fields=(twice, *report.fields[1:]), recommendations=(lost,)), "pdf")


def test_an_empty_programme_is_printed_too() -> None:
    report = replace(sample_report(0), fields=(), recommendations=(), sources=(), introduction=(), council=None)
    assert "0\u00a0Maßnahmen in 0\u00a0Handlungsfeldern" in "".join(pages(render_programme(report, "pdf")))


def test_a_failed_layout_says_which_report_and_what_still_works(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("layout")
    broken = folder / "programme" / "programme.typ"
    broken.parent.mkdir()
    broken.write_text("#let report = json(bytes(sys.inputs.report))\n#report.nothing", "utf-8")
    monkeypatch.setattr(typesetting, "_FOLDER", folder)
    with pytest.raises(RenderError, match=r"„Integrationsprogramm Musterstadt“.*DOCX und XLSX"):
        render_programme(REPORT, "pdf")


def test_an_unknown_format_is_named_together_with_the_known_ones() -> None:
    with pytest.raises(RenderError, match=r"„odt“ gibt es nicht\. Zur Wahl stehen: pdf, docx, xlsx"):
        render_programme(REPORT, "odt")  # type: ignore[arg-type]
