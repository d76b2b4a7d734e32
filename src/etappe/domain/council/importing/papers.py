"""Papers of the other system and their path through the committees."""

from __future__ import annotations

import hashlib
from typing import Any

from etappe.domain.audit.recording import Recorder
from etappe.domain.council.importing.bringing import bring, withdraw
from etappe.domain.council.importing.meetings import NO_COMMITTEE, committee_of
from etappe.domain.council.importing.run import Run
from etappe.domain.council.models import AgendaItem, Consultation, Meeting, Paper
from etappe.domain.council.numbering import number_columns
from etappe.interop import oparl
from etappe.interop.fuzzy_dates import FuzzyDate, Precision

NO_PAPER = "no_paper"
SAME_NUMBER = "same_number"
NO_NUMBER = "ohne Nummer"
LONGEST_NUMBER = 50  # characters; the key made of it is longer
KINDS = (
    ("beschluss", Paper.Kind.DECISION),
    ("mitteilung", Paper.Kind.NOTICE),
    ("kenntnis", Paper.Kind.NOTICE),
    ("antrag", Paper.Kind.MOTION),
    ("anfrage", Paper.Kind.INQUIRY),
    ("bericht", Paper.Kind.REPORT),
)
"""Signs in the type of a paper, the first that fits."""


def store_paper(run: Run, record: Recorder, paper: oparl.Paper) -> None:
    """Store a paper with its path. What the other system shows to everybody is public here as well."""
    known = run.find(Paper, paper.id)
    if paper.deleted:
        withdraw(run, record, known)
        return
    columns = _numbered(run, paper)

    def naming(_found: Paper, changes: dict[str, Any]) -> str:
        if "number" in changes:
            changes.update(columns)
        return "paper.changed"

    values = {
        "number": columns["number"],
        "title": paper.title or "ohne Betreff",
        "kind": kind_of(paper.type),
        "dated": _dated(paper),
        "links": [{"name": file.name, "address": file.address} for file in paper.files],
    }
    stored = bring(
        run,
        record,
        Paper,
        paper.id,
        values,
        alike=lambda: Paper.objects.filter(number_key=columns["number_key"], oparl_id="").first(),
        at_first={**columns, "is_public": True},
        naming=naming,
    )
    if paper.consultations is not None:
        _store_path(run, record, stored, paper.consultations)


def store_consultation(run: Run, record: Recorder, step: oparl.Consultation) -> None:
    """Store a station that came by itself, with the address of its paper."""
    known = run.find(Consultation, step.id)
    paper = run.find(Paper, step.paper) or (known.paper if known else None)
    if step.deleted:
        withdraw(run, record, known)
    elif paper is None:
        run.note(NO_PAPER, step.id, step.paper)
    else:
        last = paper.consultations.order_by("-position").first()
        position = known.position if known else (last.position + 1 if last else 1)
        _store_step(run, record, paper, step, position)


def kind_of(words: str) -> str:
    """Return the kind of paper that its type suggests."""
    lowered = words.casefold()
    return next((kind.value for sign, kind in KINDS if sign in lowered), Paper.Kind.OTHER.value)


def _numbered(run: Run, paper: oparl.Paper) -> dict[str, Any]:
    """Return the columns of the number; of a paper without one, or with one that is taken, the key tells it apart."""
    columns = number_columns((paper.reference or NO_NUMBER)[:LONGEST_NUMBER])
    apart = "oparl|" + hashlib.sha256(paper.id.encode()).hexdigest()[:40]
    if not paper.reference:
        return {**columns, "number_key": apart}
    same = Paper.objects.filter(number_key=columns["number_key"]).exclude(oparl_id__in=["", paper.id]).first()
    if same is None:
        return columns
    if same.withdrawn_on is None:
        run.note(SAME_NUMBER, paper.id, columns["number"])
    return {**columns, "number_key": apart}


def _dated(paper: oparl.Paper) -> FuzzyDate | None:
    day = paper.dated
    return FuzzyDate(day, day, Precision.DAY, f"{day:%d.%m.%Y}") if day else None


def _store_path(run: Run, record: Recorder, paper: Paper, steps: tuple[oparl.Consultation, ...]) -> None:
    """Store the whole path; a station that is not on it any more is withdrawn."""
    for gone in paper.consultations.exclude(oparl_id__in=["", *(step.id for step in steps)]):
        withdraw(run, record, gone)
    for position, step in enumerate(steps, start=1):
        if step.deleted:
            withdraw(run, record, run.find(Consultation, step.id))
        else:
            _store_step(run, record, paper, step, position)


def _store_step(run: Run, record: Recorder, paper: Paper, step: oparl.Consultation, position: int) -> None:
    meeting = run.find(Meeting, step.meeting)
    committee = committee_of(run, step.organizations) or (meeting.committee if meeting else None)
    if committee is None:
        run.note(NO_COMMITTEE, step.id, ", ".join(step.organizations)[:200])
        return
    values = {
        "paper": paper,
        "committee": committee,
        "meeting": meeting,
        "agenda_item": run.find(AgendaItem, step.agenda_item) or _item_naming(meeting, step.id),
        "part": _part(step),
        "position": position,
    }

    def alike() -> Consultation | None:
        entered = paper.consultations.filter(oparl_id="", committee=committee)
        fitting = (item for item in entered if item.meeting_id in (None, meeting.pk if meeting else None))
        return next(fitting, None)

    bring(run, record, Consultation, step.id, values, alike=alike)


def _item_naming(meeting: Meeting | None, consultation: str) -> AgendaItem | None:
    """Return the item of the meeting that names this consultation, where the consultation does not name its item."""
    items = meeting.items.all() if meeting else ()
    return next((item for item in items if consultation in item.oparl_values.get("consultations", ())), None)


def _part(step: oparl.Consultation) -> str:
    role = step.role.casefold()
    if "kenntnis" in role:
        return Consultation.Part.NOTES.value
    decides = step.authoritative or "entscheid" in role or "beschlie" in role or "beschluss" in role
    return (Consultation.Part.DECIDES if decides else Consultation.Part.ADVISES).value
