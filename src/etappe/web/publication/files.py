"""Files as they are listed: those that say the same, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from etappe.domain.council.models import Paper
from etappe.domain.publication.models import Report

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class FileGroup:
    """One report of one day in one version, with its files in the order PDF, DOCX, XLSX."""

    title: str
    as_of: str
    note: str
    for_public: bool
    paper: Paper | None
    files: tuple[Report, ...]


def grouped(reports: Iterable[Report]) -> list[FileGroup]:
    """Put the files of one report beside each other; groups keep the order in which their first file comes."""
    found: dict[tuple[object, ...], list[Report]] = {}
    for report in reports:
        key = (report.programme_id, report.steering_id, report.paper_id, report.as_of, report.for_public)
        found.setdefault(key, []).append(report)
    return [_group(files) for files in found.values()]


def _group(files: list[Report]) -> FileGroup:
    first = files[0]
    return FileGroup(
        title=str(first.steering or first.programme),
        as_of=date_format(first.as_of, "SHORT_DATE_FORMAT"),
        note=_("Öffentliche Fassung: zeigt nur, was freigegeben ist.")
        if first.for_public
        else _("Für den Dienstgebrauch: zeigt auch Entwürfe."),
        for_public=first.for_public,
        paper=first.paper,
        files=tuple(sorted(files, key=lambda file: list(MEDIA_TYPES).index(file.format))),
    )
