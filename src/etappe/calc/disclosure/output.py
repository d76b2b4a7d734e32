"""Results on disk: all files or none, never half of them.

Everything is written into a folder of its own beside the wanted one and takes its place in one step. Whatever happens
before (an error, an interrupt, a full disk) leaves what was there as it was.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from etappe.calc.disclosure.errors import DisclosureError

CERTIFICATE = "certificate.json"
REPORT = "report.md"


class OutputError(DisclosureError):
    """The folder for the results cannot be used (facts: ``folder``)."""


def check_folder(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier result, before long work begins.

    Raises
    ------
    OutputError
        If it is a file, or a folder with other content.
    """
    if folder.is_dir():
        names = {entry.name for entry in folder.iterdir()}
        if names and CERTIFICATE not in names:
            raise OutputError(
                f"“{folder}” holds other files; name a new folder or one with an earlier result.", folder=str(folder)
            )
    elif folder.exists():
        raise OutputError(f"“{folder}” is a file; name a folder.", folder=str(folder))


def write(folder: Path, frames: Mapping[str, pl.DataFrame], certificate: Mapping[str, Any], report: str) -> None:
    """Write tables, certificate and report to a folder, all at once.

    Parameters
    ----------
    folder
        Where to; an earlier result there is replaced.
    frames
        Table name → frame with dimension columns, ``value`` and ``status``.
    certificate, report
        For ``certificate.json`` and ``report.md``.

    Raises
    ------
    OutputError
        If the folder holds something else.
    OSError
        If the disk refuses; then nothing has changed.
    """
    check_folder(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix="-unfertig", dir=folder.parent))
    try:
        for name, frame in frames.items():
            frame.write_csv(made / f"{name}.csv")
        text = json.dumps(certificate, ensure_ascii=False, indent=1)
        (made / CERTIFICATE).write_text(text + "\n", encoding="utf-8")
        (made / REPORT).write_text(report, encoding="utf-8")
        made.chmod(0o755)
        _take_place(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _take_place(made: Path, folder: Path) -> None:
    """Move the new folder to its place; the old one goes only when the new one stands."""
    if not folder.exists():
        made.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix="-alt", dir=folder.parent)) / "alt"
    folder.rename(old)
    try:
        made.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    finally:
        shutil.rmtree(old.parent, ignore_errors=True)
