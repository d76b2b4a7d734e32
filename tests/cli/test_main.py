"""The command line `etappe`: what it offers, and how it speaks when something goes wrong."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etappe.cli.failures import CommandFailure, guarded
from etappe.cli.main import COMMANDS, app
from etappe.domain.kernel.errors import NotAllowed
from support.project import call, etappe


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder."""
    folder = tmp_path / "var"
    folder.mkdir()
    monkeypatch.setenv("ETAPPE_HOME", str(folder))
    return folder


def test_help_names_every_command() -> None:
    shown = CliRunner().invoke(app, ["--help"])
    assert shown.exit_code == 0
    for name in COMMANDS:
        assert name in shown.output


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"manage"}))
def test_every_command_explains_itself(name: str) -> None:
    shown = CliRunner().invoke(app, [name, "--help"])
    assert shown.exit_code == 0, shown.output
    assert "install-completion" not in shown.output


def test_checking_a_concept_paper_needs_no_django() -> None:
    code = (
        "import sys, etappe.cli.main as m; m.LazyGroup().get_command(None, 'concept'); print('django' in sys.modules)"
    )

    assert call([sys.executable, "-c", code], cwd=Path.cwd()).stdout.strip() == "False"


def test_an_unknown_command_is_refused_without_a_traceback(home: Path) -> None:
    done = etappe("nonsense", home=home)
    assert done.returncode == 2
    assert "nonsense" in done.stderr
    assert "Traceback" not in done.stderr


def raising(error: BaseException) -> object:
    """Return something to run that raises ``error``."""

    def run() -> None:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code"),
    [(NotAllowed("Das darf nur das Dezernat."), 2), (CommandFailure("Port 8000 ist belegt."), 2)],
)
def test_an_error_that_speaks_is_repeated_word_for_word(
    error: Exception, code: int, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(error)) == code
    assert capsys.readouterr().err == f"{error}\n"
    assert not (home / "log").exists()


def test_an_error_nobody_foresaw_is_written_down_and_announced(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(raising(ZeroDivisionError("inner workings"))) == 1
    said = capsys.readouterr().err
    log = home / "log" / "errors.log"
    assert str(log) in said
    assert "inner workings" not in said
    assert "ZeroDivisionError: inner workings" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o777 == 0o600


def test_without_a_home_folder_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ETAPPE_HOME", str(tmp_path / "none"))
    assert guarded(raising(ZeroDivisionError())) == 1
    assert "--debug" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_debug_shows_the_traceback(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guarded(raising(ZeroDivisionError("inner workings")), debug=True)
    assert "ZeroDivisionError: inner workings" in capsys.readouterr().err


def test_an_interruption_is_not_an_error(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(raising(KeyboardInterrupt())) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "nicht erlaubt"),
        (errno.EROFS, "nur gelesen"),
        (errno.ENOSPC, "voll"),
        (errno.ENOENT, "gibt es nicht"),
        (errno.EISDIR, "Ordner"),
    ],
)
def test_trouble_with_a_file_names_the_file_and_what_helps(
    number: int, words: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(OSError(number, "technical", "/path/Bericht.pdf"))) == 1
    said = capsys.readouterr().err
    assert words in said
    assert "Bitte" in said
    assert "technical" not in said


def test_a_setting_that_does_not_fit_is_named(home: Path) -> None:
    done = etappe("migrate", home=home, more={"ETAPPE_DATABASE_URL": "mysterious://nowhere"})
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "docs/operation.md" in done.stderr or "ETAPPE_DATABASE_URL" in done.stderr


def test_a_database_that_does_not_answer_is_said(home: Path) -> None:
    done = etappe("migrate", home=home, more={"ETAPPE_DATABASE_URL": "postgres://nobody@127.0.0.1:9/none"})
    assert done.returncode == 1
    assert "Die Datenbank antwortet nicht" in done.stderr


def test_djangos_own_commands_are_at_hand(home: Path) -> None:
    assert "makemigrations" in etappe("manage", "--help", home=home).stdout


def test_a_home_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = etappe("migrate", home=tmp_path / "file" / "var", cwd=tmp_path)
    assert done.returncode == 1
    assert str(tmp_path / "file") in done.stderr
    assert "Bitte" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_not_yet_set_up_says_which_command_helps(home: Path) -> None:
    done = etappe("audit", "verify", home=home)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("„./run migrate“ aus.")
