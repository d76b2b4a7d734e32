"""The project folder, copies of it, and running its commands as a person would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
STARTING = ("run", "scripts", "requirements.lock", "requirements-dev.lock", "pyproject.toml", "README.md", "LICENSE")


def copy_of_what_starts(folder: Path) -> Path:
    """Copy into ``folder`` what `./run` needs until the environment is built; return the copy."""
    copy = folder / "Ordner mit Leerzeichen" / "etappe"
    copy.mkdir(parents=True)
    for name in STARTING:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, copy / name)
    return copy


def program(folder: Path, name: str, script: str) -> None:
    """Put an executable shell script called ``name`` into ``folder``."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def etappe(
    *arguments: str, home: Path, cwd: Path | None = None, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line `etappe` in a process of its own."""
    return call(
        [sys.executable, "-m", "etappe.cli", *arguments],
        cwd=cwd or home.parent,
        more={"ETAPPE_HOME": str(home), **(more or {})},
    )


def call(
    command: Sequence[str], *, cwd: Path, more: Mapping[str, str] | None = None, user: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``command`` without a keyboard and return what it said."""
    return subprocess.run(
        list(command),
        cwd=cwd,
        env={**clean_environment(), **(more or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        user=user,
        extra_groups=None if user is None else [],
    )


def clean_environment() -> dict[str, str]:
    """Return the environment without what the test run itself has set for Etappe."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("ETAPPE_", "DJANGO_"))}
