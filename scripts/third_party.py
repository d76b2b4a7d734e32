"""Write THIRD-PARTY.md: every library of the default installation and everything vendored, each with its licence.

Usage: .venv/bin/python scripts/third_party.py
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
TARGET = PROJECT / "THIRD-PARTY.md"
HEAD = """# What Etappe is built with

Etappe itself is licensed under the EUPL-1.2 (see `LICENSE`). The parts below belong to others and keep their licences.
Written by `scripts/third_party.py`; versions and checksums are in `requirements.lock`.

## Libraries of the default installation

| Library | Licence |
| --- | --- |
"""
VENDORED_HEAD = """
## Shipped inside Etappe

| Folder | Licence text |
| --- | --- |
"""


def main() -> int:
    """Write the file from the installed metadata."""
    TARGET.write_text(third_party(), encoding="utf-8")
    print(f"{TARGET.name}: {len(locked_names())} libraries, {len(vendored())} licence texts of vendored parts")
    return 0


def third_party() -> str:
    """Return the whole text."""
    libraries = "".join(f"| {name} | {licence_of(name)} |\n" for name in locked_names())
    shipped = "".join(f"| `{text.parent}/` | `{text.name}` |\n" for text in vendored())
    return HEAD + libraries + VENDORED_HEAD + shipped


def locked_names() -> list[str]:
    """Return the names in the lock file of the default installation, sorted."""
    lines = (PROJECT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    names = {line.split("==")[0].strip() for line in lines if re.match(r"[A-Za-z0-9._-]+(\[.*\])?==", line)}
    return sorted(names, key=str.lower)


def vendored() -> list[Path]:
    """Return the licence texts that lie beside vendored files, relative to the project."""
    texts = [path for name in ("LICENSE*", "OFL*", "COPYING*") for path in (PROJECT / "src").rglob(name)]
    return sorted(path.relative_to(PROJECT) for path in texts if path.is_file())


def licence_of(name: str) -> str:
    """Return the licence a library names for itself; for another platform's library, that it is not installed here."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return "only on other systems or versions of Python"
    named = _field(about, "License-Expression") or _from_classifiers(about) or _first_line(_field(about, "License"))
    return named or "see its own files"


def _field(about: PackageMetadata, name: str) -> str:
    return str(about[name]) if name in about else ""


def _from_classifiers(about: PackageMetadata) -> str:
    classifiers = about.get_all("Classifier") or []
    named = [line.rsplit(" :: ", 1)[1] for line in classifiers if line.startswith("License :: OSI Approved :: ")]
    return ", ".join(dict.fromkeys(named))


def _first_line(text: str) -> str:
    line = text.strip().splitlines()[0].strip() if text.strip() else ""
    return line.replace("|", "/")[:80]


if __name__ == "__main__":
    sys.exit(main())
