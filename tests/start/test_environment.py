"""When `.venv` is built, when it is brought up to date, and when it is left alone."""

from __future__ import annotations

import errno
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from support.project import PROJECT


@pytest.fixture
def environment() -> ModuleType:
    """The script, loaded as a module."""
    spec = importlib.util.spec_from_file_location("etappe_environment", PROJECT / "scripts" / "environment.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def built(environment: ModuleType, tmp_path: Path) -> Path:
    """A folder that looks as if `./test` had just built it."""
    folder = tmp_path / ".venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to(sys.executable)
    stamp(environment, folder, {"run", "dev"})
    return folder


def stamp(environment: ModuleType, folder: Path, lists: set[str]) -> None:
    lines = (f"{key} {value}\n" for key, value in environment._stamp_for(lists, folder).items())
    (folder / environment.STAMP).write_text("".join(lines), encoding="utf-8")


def test_an_environment_as_wanted_is_left_alone(
    environment: ModuleType, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (built / environment.STAMP).stat().st_mtime_ns
    assert environment.main("run", built) == 0
    assert environment.main("dev", built) == 0
    assert capsys.readouterr().out == ""
    assert (built / environment.STAMP).stat().st_mtime_ns == before


def test_an_interrupted_environment_is_built_anew(environment: ModuleType, built: Path) -> None:
    (built / environment.STAMP).unlink()
    assert {"folder", "python", "run"} <= environment.differences("run", built)


def test_a_changed_lock_file_is_installed_on_top(environment: ModuleType, built: Path, tmp_path: Path) -> None:
    changed = tmp_path / "requirements.lock"
    changed.write_text("something==1\n", encoding="utf-8")
    environment.LOCKS["run"] = changed
    assert environment.differences("run", built) == {"run"}


def test_an_environment_for_running_lacks_what_the_tests_need(environment: ModuleType, built: Path) -> None:
    stamp(environment, built, {"run"})
    assert environment.differences("run", built) == set()
    assert environment.differences("dev", built) == {"dev"}


def test_an_environment_that_was_moved_is_built_anew(environment: ModuleType, built: Path) -> None:
    moved = built.rename(built.with_name("moved"))
    assert "folder" in environment.differences("run", moved)


def test_an_environment_whose_python_is_gone_is_built_anew(environment: ModuleType, built: Path) -> None:
    (built / "bin" / "python").unlink()
    assert "python" in environment.differences("run", built)


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "1,5 GB frei"), (errno.EROFS, "darf nicht geschrieben werden"), (errno.EIO, "löschen Sie")],
)
def test_trouble_with_the_disk_becomes_a_sentence(environment: ModuleType, number: int, words: str) -> None:
    assert words in environment._sentence_for(OSError(number, "technical"), Path("/somewhere/.venv"))


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "nicht die erwartete"),
        ("OSError: [Errno 28] No space left on device", "Datenträger ist voll"),
        ("NewConnectionError: failed", "Verbindung zum Internet"),
        ("something else", "pip.log"),
    ],
)
def test_what_pip_says_becomes_a_sentence_and_is_kept(
    environment: ModuleType, tmp_path: Path, output: str, words: str
) -> None:
    assert words in environment._sentence_for_pip(output, tmp_path)
    assert (tmp_path / "pip.log").read_text(encoding="utf-8") == output


def test_the_list_for_testing_contains_the_one_for_running() -> None:
    def pins(name: str) -> set[str]:
        lines = (PROJECT / name).read_text(encoding="utf-8").splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line and not line.startswith((" ", "#"))}

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
