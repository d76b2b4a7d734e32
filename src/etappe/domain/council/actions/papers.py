"""Keeping committees, meetings, papers, consultation paths and resolutions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from etappe.domain.audit.recording import act
from etappe.domain.council.models import AgendaItem, Committee, Consultation, Meeting, Paper, Resolution
from etappe.domain.council.numbering import number_columns
from etappe.domain.council.policies import CommitteePolicy, MeetingPolicy, PaperPolicy, ResolutionPolicy
from etappe.domain.kernel.actor import Actor
from etappe.domain.tenancy.models import Municipality
from etappe.interop.fuzzy_dates import FuzzyDate


def create_committee(
    *,
    actor: Actor,
    municipality: Municipality,
    name: str,
    kind: str,
    description: str = "",
    founded: FuzzyDate | None = None,
    source: str = "",
    is_example: bool = False,
) -> Committee:
    """Add a committee."""
    committee = Committee(
        municipality=municipality, name=name, kind=kind, description=description, source=source, is_example=is_example
    )
    committee.founded = founded
    with act(actor, allowed_by=CommitteePolicy, to="create", on=None) as record:
        return record.create("committee.created", committee)


def create_meeting(
    *,
    actor: Actor,
    committee: Committee,
    when: FuzzyDate,
    place: str = "",
    source: str = "",
    is_example: bool = False,
) -> Meeting:
    """Add a meeting of ``committee``."""
    meeting = Meeting(
        municipality=committee.municipality, committee=committee, place=place, source=source, is_example=is_example
    )
    meeting.when = when
    with act(actor, allowed_by=MeetingPolicy, to="create", on=None) as record:
        return record.create("meeting.created", meeting)


def add_agenda_item(*, actor: Actor, meeting: Meeting, number: str, title: str, is_public: bool = True) -> AgendaItem:
    """Put an item on the agenda of ``meeting``."""
    item = AgendaItem(
        municipality=meeting.municipality, meeting=meeting, number=number, title=title, is_public=is_public
    )
    with act(actor, allowed_by=MeetingPolicy, to="change", on=meeting) as record:
        return record.create("agenda.added", item)


def create_paper(
    *,
    actor: Actor,
    municipality: Municipality,
    number: str,
    title: str,
    kind: str,
    summary: str = "",
    dated: FuzzyDate | None = None,
    is_public: bool = False,
    source: str = "",
    is_example: bool = False,
) -> Paper:
    """Add a paper. ``number`` is kept as written; its parts are read out of it."""
    paper = Paper(
        municipality=municipality,
        title=title,
        kind=kind,
        summary=summary,
        is_public=is_public,
        source=source,
        is_example=is_example,
        **number_columns(number),
    )
    paper.dated = dated
    with act(actor, allowed_by=PaperPolicy, to="create", on=None) as record:
        return record.create("paper.created", paper)


def change_paper(
    *, actor: Actor, paper: Paper, changes: Mapping[str, Any], expected_version: int | None = None
) -> Paper:
    """Change a paper; ``changes`` by field name."""
    columns = dict(changes)
    if "number" in columns:
        columns.update(number_columns(columns["number"]))
    with act(actor, allowed_by=PaperPolicy, to="change", on=paper) as record:
        return record.change("paper.changed", paper, columns, expected_version=expected_version)


def add_consultation(
    *,
    actor: Actor,
    paper: Paper,
    committee: Committee,
    part: str,
    meeting: Meeting | None = None,
    agenda_item: AgendaItem | None = None,
) -> Consultation:
    """Add the next station to the path of ``paper``."""
    last = paper.consultations.order_by("-position").first()
    consultation = Consultation(
        municipality=paper.municipality,
        paper=paper,
        committee=committee,
        part=part,
        meeting=meeting,
        agenda_item=agenda_item,
        position=last.position + 1 if last else 1,
    )
    with act(actor, allowed_by=PaperPolicy, to="change", on=paper) as record:
        return record.create("consultation.added", consultation)


def record_resolution(
    *,
    actor: Actor,
    committee: Committee,
    outcome: str,
    text: str,
    when: FuzzyDate,
    paper: Paper | None = None,
    consultation: Consultation | None = None,
    source: str = "",
    is_example: bool = False,
) -> Resolution:
    """Record what ``committee`` has resolved."""
    resolution = Resolution(
        municipality=committee.municipality,
        committee=committee,
        paper=paper,
        consultation=consultation,
        outcome=outcome,
        text=text,
        source=source,
        is_example=is_example,
    )
    resolution.when = when
    with act(actor, allowed_by=ResolutionPolicy, to="create", on=None) as record:
        return record.create("resolution.recorded", resolution)
