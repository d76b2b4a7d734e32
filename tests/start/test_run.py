"""What `./run` says when the machine is not ready for it: one sentence, and what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.project import call, copy_of_what_starts, program

NOBODY = 65534


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copy_of_what_starts(tmp_path)


def path_with(folder: Path) -> dict[str, str]:
    """A PATH with nothing but the tools of the shell and what the test has put into ``folder``."""
    folder.mkdir(exist_ok=True)
    for tool in ("dirname", "sh"):
        (folder / tool).symlink_to(str(shutil.which(tool)))
    return {"PATH": str(folder)}


def the_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What it said, having made sure that it is one line and no traceback."""
    assert done.returncode == 1, done
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stdout
    return lines[0]


def test_without_any_python_it_says_what_to_install(copy: Path, tmp_path: Path) -> None:
    done = call([str(copy / "run")], cwd=tmp_path, more=path_with(tmp_path / "bin"))
    assert "sudo apt install python3 python3-venv" in the_sentence(done)


def test_an_old_python_is_named_with_the_versions_that_will_do(copy: Path, tmp_path: Path) -> None:
    path = path_with(tmp_path / "bin")
    program(tmp_path / "bin", "python3", '[ "$1" = --version ] && echo "Python 3.9.2" && exit 0; exit 1')
    sentence = the_sentence(call([str(copy / "run")], cwd=tmp_path, more=path))
    assert "Python 3.9.2" in sentence
    assert "3.11, 3.12 oder 3.13" in sentence


def test_a_python_without_venv_says_which_package_is_missing(copy: Path, tmp_path: Path) -> None:
    path = path_with(tmp_path / "bin")
    program(tmp_path / "bin", "python3", 'case "$2" in *ensurepip*) exit 1;; esac; exit 0')
    sentence = the_sentence(call([str(copy / "run")], cwd=tmp_path, more=path))
    assert "venv" in sentence
    assert "sudo apt install python3-venv" in sentence


def test_another_python_is_taken_where_the_default_one_will_not_do(copy: Path, tmp_path: Path) -> None:
    path = path_with(tmp_path / "bin")
    program(tmp_path / "bin", "python3", "exit 1")
    program(tmp_path / "bin", "python3.12", 'case "$1" in -c) exit 0;; esac; echo "3.12: $*"; exit 7')
    done = call([str(copy / "run")], cwd=tmp_path, more=path)
    assert done.returncode == 7
    assert done.stdout.startswith("3.12: -B")


@pytest.mark.slow
def test_without_network_it_says_so_and_the_next_start_begins_anew(copy: Path, tmp_path: Path) -> None:
    nowhere = {
        "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0",
        "PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": "", "PIP_NO_CACHE_DIR": "1",
    }  # fmt: skip
    for _ in range(2):
        done = call([str(copy / "run"), "--help"], cwd=tmp_path, more=nowhere)
        assert "Verbindung zum Internet" in the_sentence(done)
        assert "1/3 Umgebung anlegen" in done.stdout


@pytest.fixture
def folder_for_all() -> Iterator[Path]:
    """A folder that other users may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def test_a_folder_that_may_not_be_written_to_is_named(folder_for_all: Path) -> None:
    if not Path("/usr/bin/python3").exists():
        pytest.skip("needs a Python that every user may run")
    copy = copy_of_what_starts(folder_for_all)
    copy.chmod(0o555)
    copy.parent.chmod(0o755)
    user = NOBODY if os.geteuid() == 0 else None
    done = call([str(copy / "run")], cwd=Path("/"), more={"PATH": "/usr/bin:/bin"}, user=user)
    copy.chmod(0o755)
    sentence = the_sentence(done)
    assert str(copy) in sentence
    assert "darf nicht geschrieben werden" in sentence
