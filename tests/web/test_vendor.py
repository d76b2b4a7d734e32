"""What is vendored is what its notes say it is."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import etappe.web

STATIC = Path(etappe.web.__file__).parent / "static"
VENDOR = STATIC / "vendor"


def noted_checksums() -> dict[str, str]:
    notes = (VENDOR / "README.md").read_text(encoding="utf-8")
    return {path: checksum for checksum, path in re.findall(r"^([0-9a-f]{64})  (\S+)$", notes, re.MULTILINE)}


def test_every_vendored_file_has_the_noted_checksum() -> None:
    there = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "README.md"
    }
    assert there == noted_checksums()


def test_every_vendored_part_brings_its_licence() -> None:
    assert "EUROPÄISCHE UNION PUBLIC LICENCE v. 1.2" in (VENDOR / "kern" / "LICENSE.md").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in (VENDOR / "fira-sans" / "OFL.txt").read_text(encoding="utf-8")


def test_own_styles_load_nothing_from_elsewhere() -> None:
    for sheet in (STATIC / "css").glob("*.css"):
        for address in re.findall(r"url\(([^)]*)\)", sheet.read_text(encoding="utf-8")):
            target = (sheet.parent / address.strip("\"'")).resolve()
            assert target.is_file(), f"{sheet.name} loads {address}, which is not there"
