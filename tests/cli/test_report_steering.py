"""`etappe report steering`: the report on a round at the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from etappe.cli.failures import CommandFailure
from etappe.cli.report import app
from etappe.domain.kernel.actor import Role
from etappe.domain.publication.actions.steering import begin_steering_report, edit_steering_report
from support.round import Running, build_running
from support.town import Town, build_town


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture
def running(town: Town) -> Running:
    with town.scope():
        return build_running(town)


def run(town: Town, *arguments: str) -> Any:
    return CliRunner().invoke(app, ["steering", "--municipality", town.municipality.ags, *arguments])


def refusal(answer: Any) -> str:
    assert isinstance(answer.exception, CommandFailure)
    return str(answer.exception)


def test_lists_the_rounds_one_a_line(town: Town, running: Running) -> None:
    answer = run(town, "--list")
    assert (answer.exit_code, answer.output) == (0, "2026-09-30\tläuft\tSachstand Herbst\n")


def test_a_town_without_a_round_lists_nothing(town: Town) -> None:
    answer = run(town, "--list")
    assert (answer.exit_code, answer.output) == (0, "")


@pytest.mark.parametrize(
    ("name", "start"), [("bericht.pdf", b"%PDF"), ("bericht.DOCX", b"PK"), ("bericht.xlsx", b"PK")]
)
def test_writes_the_file_in_the_format_of_its_ending(
    town: Town, running: Running, tmp_path: Path, name: str, start: bytes
) -> None:
    out = tmp_path / name
    answer = run(town, "--round", "2026-09-30", "--out", str(out))
    assert answer.exit_code == 0, answer.exception
    assert out.read_bytes().startswith(start)
    assert answer.output == f"{out}: {out.stat().st_size} Byte\n"


def test_prints_the_words_of_the_draft(town: Town, running: Running, tmp_path: Path) -> None:
    import docx

    out = tmp_path / "bericht.docx"
    with town.scope():
        actor = town.actor(Role.COORDINATOR)
        draft = begin_steering_report(actor=actor, round=running.round, title="Bericht für den Ausschuss")
        edit_steering_report(actor=actor, report=draft, changes={"summary": "Es geht voran."})
    run(town, "--round", "2026-09-30", "--out", str(out))
    assert "Es geht voran." in [paragraph.text for paragraph in docx.Document(str(out)).paragraphs]


def test_an_unknown_day_names_those_there_are(town: Town, running: Running, tmp_path: Path) -> None:
    words = refusal(run(town, "--round", "2025-01-01", "--out", str(tmp_path / "bericht.pdf")))
    assert "Zum Stichtag „2025-01-01“ gibt es" in words
    assert "Vorhanden: 2026-09-30." in words
    assert not (tmp_path / "bericht.pdf").exists()


@pytest.mark.parametrize("out", [(), ("--out", "bericht.odt"), ("--out", "bericht")])
def test_a_file_of_another_kind_is_refused_before_anything_is_printed(
    town: Town, running: Running, out: tuple[str, ...]
) -> None:
    assert ".pdf, .docx oder .xlsx" in refusal(run(town, "--round", "2026-09-30", *out))


def test_a_place_that_cannot_be_written_is_named(town: Town, running: Running, tmp_path: Path) -> None:
    out = tmp_path / "fehlt" / "bericht.xlsx"
    words = refusal(run(town, "--round", "2026-09-30", "--out", str(out)))
    assert str(out) in words
    assert "lässt sich nicht schreiben" in words


def test_a_municipality_that_does_not_exist_is_named(db: None) -> None:
    answer = CliRunner().invoke(app, ["steering", "--municipality", "00000000", "--list"])
    assert "00000000" in refusal(answer)
