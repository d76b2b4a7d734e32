"""``etappe concept check`` as a person and as a program call it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support import documents as papers
from typer.testing import CliRunner

from etappe.cli.concept import app

FIELDS = ["id", "section", "text", "kind", "modality", "cues", "addressee", "missing", "page"]
ELEMENTS = {"owner", "deadline", "target", "target_group", "place", "means"}


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "konzept.docx"
    file.write_bytes(papers.docx_paper())
    return file


def test_json_is_a_list_of_objects_with_exactly_these_fields(paper: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(paper), "--format", "json"])
    assert result.exit_code == 0
    findings = json.loads(result.stdout)
    assert findings
    for finding in findings:
        assert list(finding) == FIELDS
        assert finding["kind"] in {"commitment", "demand", "intent", "finding", "background"}
        assert set(finding["missing"]) <= ELEMENTS


def test_the_table_starts_with_the_head_line(paper: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(paper)])
    assert result.exit_code == 0
    assert "2 Forderungen, 1 mit Zuständigkeit, 1 mit Frist, 0 mit Zielwert." in result.stdout
    assert "Jugendamt" in result.stdout


def test_a_paper_that_asks_for_nothing_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Heute ist Markt.", encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(file)])
    assert "fordert nichts" in result.stdout


def test_square_brackets_in_a_paper_are_text(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Man sollte [bold]handeln[/bold] und [/x] lesen.", encoding="utf-8")
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["check", str(file)])
    assert result.exit_code == 0
    assert "[bold]handeln[/bold]" in result.stdout


@pytest.mark.parametrize("output", ["json", "table"])
def test_a_bad_file_is_one_message_on_stderr_and_exit_code_2(tmp_path: Path, output: str) -> None:
    file = tmp_path / "geheim.pdf"
    file.write_bytes(papers.encrypted_pdf())
    command = [
        sys.executable,
        "-c",
        "from etappe.cli.concept import app; app()",
        "check",
        str(file),
        "--format",
        output,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Kennwort" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(tmp_path / "fehlt.pdf")])
    assert result.exit_code == 2
    assert "fehlt.pdf" in result.stderr
