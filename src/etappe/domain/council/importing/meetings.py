"""Meetings of the other system with their agendas."""

from __future__ import annotations

from typing import Any

from etappe.domain.audit.recording import Recorder
from etappe.domain.council.importing.bringing import bring, withdraw
from etappe.domain.council.importing.run import Run
from etappe.domain.council.models import AgendaItem, Committee, Meeting
from etappe.domain.council.moving import naming_of_move, tell_papers
from etappe.interop import oparl
from etappe.interop.fuzzy_dates import FuzzyDate, Precision

NO_COMMITTEE = "no_committee"
NO_MEETING = "no_meeting"


def store_meeting(run: Run, record: Recorder, meeting: oparl.Meeting) -> None:
    """Store a meeting and its agenda; tell the papers on it where it was moved or cancelled."""
    known = run.find(Meeting, meeting.id)
    if meeting.deleted:
        _withdraw_meeting(run, record, known)
        return
    committee = committee_of(run, meeting.organizations)
    if committee is None:
        run.note(NO_COMMITTEE, meeting.id, ", ".join(meeting.organizations)[:200])
        return
    values = {"committee": committee, "when": _when(meeting), "place": meeting.place, "cancelled": meeting.cancelled}
    told: list[tuple[str, str]] = []

    def naming(found: Meeting, changes: dict[str, Any]) -> str:
        before = found.when.words if found.when else ""
        verb = naming_of_move(found, changes)
        told.append((verb, before))
        return verb

    stored = bring(
        run, record, Meeting, meeting.id, values, alike=lambda: _entered_here(committee, meeting), naming=naming
    )
    for verb, before in told:
        tell_papers(record, stored, verb, before)
    if meeting.items is not None:
        _store_agenda(run, record, stored, meeting.items)


def store_agenda_item(run: Run, record: Recorder, item: oparl.AgendaItem) -> None:
    """Store an item that came by itself, with the address of its meeting."""
    known = run.find(AgendaItem, item.id)
    meeting = run.find(Meeting, item.meeting) or (known.meeting if known else None)
    if item.deleted:
        withdraw(run, record, known)
    elif meeting is None:
        run.note(NO_MEETING, item.id, item.meeting)
    else:
        _store_item(run, record, meeting, item, known.position if known else (item.order or 0))


def committee_of(run: Run, organizations: tuple[str, ...]) -> Committee | None:
    """Return the first of these bodies that is a committee here."""
    found = (run.find(Committee, organization) for organization in organizations)
    return next((committee for committee in found if committee is not None), None)


def _when(meeting: oparl.Meeting) -> FuzzyDate | None:
    if meeting.start is None:
        return None
    day = meeting.start.date()
    words = (
        f"{meeting.start:%d.%m.%Y, %H:%M} Uhr" if (meeting.start.hour or meeting.start.minute) else f"{day:%d.%m.%Y}"
    )
    return FuzzyDate(day, day, Precision.DAY, words)


def _entered_here(committee: Committee, meeting: oparl.Meeting) -> Meeting | None:
    if meeting.start is None:
        return None
    day = meeting.start.date()
    entered: Meeting | None = Meeting.objects.filter(
        committee=committee, oparl_id="", when_from=day, when_until=day
    ).first()
    return entered


def _withdraw_meeting(run: Run, record: Recorder, known: Meeting | None) -> None:
    if known is not None and known.withdrawn_on is None:
        tell_papers(record, known, "meeting.withdrawn", known.when.words if known.when else "")
    withdraw(run, record, known)


def _store_agenda(run: Run, record: Recorder, meeting: Meeting, items: tuple[oparl.AgendaItem, ...]) -> None:
    """Store the whole agenda; what stood on it and does not any more is withdrawn."""
    for gone in meeting.items.exclude(oparl_id__in=["", *(item.id for item in items)]):
        withdraw(run, record, gone)
    for position, item in enumerate(items, start=1):
        if item.deleted:
            withdraw(run, record, run.find(AgendaItem, item.id))
        else:
            _store_item(run, record, meeting, item, position)


def _store_item(run: Run, record: Recorder, meeting: Meeting, item: oparl.AgendaItem, position: int) -> None:
    values = {
        "meeting": meeting,
        "number": item.number or str(position),
        "title": item.title or "ohne Titel",
        "position": position,
        "is_public": item.public,
        "result": item.result,
    }
    same = meeting.items.filter(oparl_id="", number=values["number"])
    remember = {"consultations": list(item.consultations)}
    bring(run, record, AgendaItem, item.id, values, alike=same.first, remember=remember)
