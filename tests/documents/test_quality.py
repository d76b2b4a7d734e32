"""The promised quality on labels made by hand: demands and intents found at recall 0.9 with precision 0.8."""

from __future__ import annotations

import pytest
from tests.documents import quality

from etappe.documents import Kind

needs_sources = pytest.mark.skipif(
    not quality.sources_are_there(), reason="the texts S2, S3, S4 are not beside the project"
)


def _assert_good(judged: list[quality.Judged]) -> None:
    together = quality.score(judged, quality.ASKING)
    assert together.recall is not None
    assert together.precision is not None
    assert together.recall >= 0.9
    assert together.precision >= 0.8


@needs_sources
@pytest.mark.parametrize("held_out", [True, False], ids=["held out", "tuned on"])
def test_demands_and_intents_of_the_texts_are_found(held_out: bool) -> None:
    judged = [j for name in quality.TEXTS for j in quality.judge_source(name)]
    _assert_good([j for j in judged if j.is_held_out is held_out])


@pytest.mark.parametrize("file", ["own.csv", "development.csv", "blind.csv"])
def test_demands_and_intents_of_made_up_papers_are_found(file: str) -> None:
    _assert_good(quality.judge_own(file))


def test_own_sentences_that_were_held_out_are_found() -> None:
    _assert_good([j for j in quality.judge_own("own.csv") if j.is_held_out])


@pytest.mark.parametrize("name", ["owner", "deadline", "target", "target_group", "place", "means", "addressee"])
def test_what_a_statement_names_is_seen(name: str) -> None:
    found = quality.element_scores(held_out_only=False)[name]
    assert found.precision is not None
    assert found.recall is not None
    assert found.precision >= 0.8
    assert found.recall >= 0.8


@needs_sources
@pytest.mark.parametrize("name", quality.TEXTS)
def test_every_label_is_a_sentence_of_its_text(name: str) -> None:
    text = (quality.SOURCES / f"{name}.txt").read_text(encoding="utf-8")
    ends = 0
    for row in quality.rows(f"{name}.csv"):
        start, end = int(row["start"]), int(row["end"])
        assert ends <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert Kind(row["kind"])
        ends = end


@needs_sources
def test_the_page_shows_what_is_measured() -> None:
    page = quality.PAGE.read_text(encoding="utf-8")
    assert quality.report() in page, "run: python -m tests.documents.quality --write"
