"""A batch of objects: fetch first what they refer to and is not here, then store all of it in one transaction.

Fetching happens outside the transaction, so that nobody waits for the other system with the database locked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction

from etappe.domain.audit.recording import Recorder
from etappe.domain.council.importing.committees import store_committee
from etappe.domain.council.importing.meetings import store_agenda_item, store_meeting
from etappe.domain.council.importing.papers import store_consultation, store_paper
from etappe.domain.council.importing.run import Run
from etappe.domain.council.models import AgendaItem, Committee, Consultation, Meeting, Paper
from etappe.domain.council.models.imported import Imported
from etappe.domain.kernel.errors import Invalid
from etappe.interop import oparl
from etappe.interop.oparl import Kind, OparlError, OparlObject, Trouble, read

Batch = list[tuple[Kind, OparlObject]]
REFUSED = "refused"
DEEPEST = 4  # a station leads to a paper, that to a meeting, that to a committee
MOST_OUTAGES = 5
OUTAGES = frozenset({Trouble.SERVER_ERROR, Trouble.TIMEOUT, Trouble.UNREACHABLE})

STORE: Mapping[Kind, Callable[[Run, Recorder, Any], None]] = {
    Kind.ORGANIZATIONS: store_committee,
    Kind.MEETINGS: store_meeting,
    Kind.PAPERS: store_paper,
    Kind.AGENDA_ITEMS: store_agenda_item,
    Kind.CONSULTATIONS: store_consultation,
}
MODELS: Mapping[Kind, type[Imported]] = {
    Kind.ORGANIZATIONS: Committee,
    Kind.MEETINGS: Meeting,
    Kind.PAPERS: Paper,
    Kind.AGENDA_ITEMS: AgendaItem,
    Kind.CONSULTATIONS: Consultation,
}
ORDER = list(Kind)


def read_batch(run: Run, kind: Kind, items: Iterable[Any]) -> Batch:
    """Return the objects that can be read, and before them what they refer to and is not here yet.

    What cannot be read or fetched is a problem of its own and stops nothing, unless the other system has failed
    several times: then :class:`OparlError` is raised, because it is down and not merely full of broken links.
    """
    findings: list[oparl.Finding] = []
    found = [(kind, made) for made in (read(kind, raw, findings) for raw in items) if made is not None]
    run.keep(findings)
    batch = list(found)
    for _depth in range(DEEPEST):
        found = _fetch_missing(run, batch, found)
        batch += found
        if not found:
            break
    return sorted(batch, key=lambda entry: ORDER.index(entry[0]))


def store_batch(run: Run, record: Recorder, batch: Batch) -> None:
    """Store the objects; one that breaks a rule is a problem and does not keep the others out."""
    for kind, made in batch:
        try:
            with transaction.atomic():
                STORE[kind](run, record, made)
        except Invalid as error:
            run.note(REFUSED, made.id, str(error)[:300])
    record.count += 1  # a batch that finds nothing to change has still been dealt with


def _fetch_missing(run: Run, batch: Batch, latest: Batch) -> Batch:
    there = {made.id for _kind, made in batch}
    wanted = dict.fromkeys(reference for _kind, made in latest for reference in _references(made))
    fetched: Batch = []
    for kind, address in wanted:
        if address in there or address in run.in_vain or run.find(MODELS[kind], address) is not None:
            continue
        made = _fetch(run, kind, address)
        if made is None or made.id != address:
            run.in_vain.add(address)
        if made is not None:
            fetched.append((kind, made))
    return fetched


def _fetch(run: Run, kind: Kind, address: str) -> OparlObject | None:
    findings: list[oparl.Finding] = []
    try:
        made = read(kind, run.fetch(address), findings)
    except OparlError as error:
        run.outages += error.trouble in OUTAGES
        if run.outages > MOST_OUTAGES:
            raise
        run.keep([error.finding])
        return None
    run.keep(findings)
    return made


def _references(made: OparlObject) -> list[tuple[Kind, str]]:
    """Return what must be here before ``made`` can be stored."""
    if made.deleted:
        return []
    if isinstance(made, oparl.Meeting):
        return [(Kind.ORGANIZATIONS, address) for address in made.organizations]
    if isinstance(made, oparl.AgendaItem):
        return [(Kind.MEETINGS, made.meeting)] if made.meeting else []
    if isinstance(made, oparl.Paper):
        return [reference for step in made.consultations or () for reference in _references(step)]
    if isinstance(made, oparl.Consultation):
        single = ((Kind.PAPERS, made.paper), (Kind.MEETINGS, made.meeting))
        organizations = [(Kind.ORGANIZATIONS, address) for address in made.organizations]
        return [*((kind, address) for kind, address in single if address), *organizations]
    return []
