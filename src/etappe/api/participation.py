"""Stages of the process, conferences with their groups and sessions."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from etappe.api.routing import Here, reads, writes
from etappe.api.values import (
    DateWords,
    Entry,
    FuzzyOut,
    Id,
    Page,
    Paging,
    Ref,
    Text,
    Title,
    fuzzy,
    named,
    page_of,
    ref,
)
from etappe.domain.council.policies import PaperPolicy
from etappe.domain.participation.actions import conferences as actions
from etappe.domain.participation.models import Conference, GroupSession, Stage, WorkingGroup
from etappe.domain.participation.policies import ConferencePolicy, StagePolicy
from etappe.domain.participation.queries import conference_in_full, conferences
from etappe.domain.tenancy.policies import OrganisationPolicy, UnitPolicy

router = Router(tags=["Conferences"])
PARTICIPANTS = {"organisations": OrganisationPolicy, "units": UnitPolicy}
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class StageOut(BaseModel):
    """A stage of the process on the public timeline."""

    id: int
    title: str
    text: str
    when: FuzzyOut | None
    papers: list[Ref]
    source: str
    is_example: bool


class StageIn(Entry):
    """A new stage."""

    title: Title
    text: Text = Field(min_length=1)
    when: DateWords
    papers: list[Id] = Field([], max_length=50)
    position: Annotated[int, Field(ge=0, le=1000)] = Field(0, description="Order among stages of the same time.")
    source: Text = ""


class ConferenceOut(BaseModel):
    """A conference or another occasion where working groups form."""

    id: int
    title: str
    when: FuzzyOut | None
    description: str
    participants: int | None
    participants_note: str = Field(examples=["mehr als"])
    report_paper: Ref | None
    groups: list[Ref]
    source: str
    is_example: bool


class SessionOut(BaseModel):
    """A session of a working group."""

    id: int
    when: FuzzyOut | None
    topic: str
    attendance: int | None


class GroupOut(BaseModel):
    """A working group with its sessions."""

    id: int
    number: int
    theme: str
    lead_unit: Ref | None
    organisations: list[Ref]
    units: list[Ref]
    report: str
    sessions: list[SessionOut]
    is_example: bool


class ConferenceInFull(BaseModel):
    """A conference with who took part and its groups."""

    id: int
    title: str
    when: FuzzyOut | None
    description: str
    participants: int | None
    participants_note: str
    organisations: list[Ref]
    units: list[Ref]
    report_paper: Ref | None
    groups: list[GroupOut]
    source: str
    is_example: bool


class ConferenceIn(Entry):
    """A new conference."""

    title: Title
    when: DateWords
    description: Text = ""
    participants: Count | None = None
    participants_note: Text = ""
    organisations: list[Id] = Field([], max_length=200)
    units: list[Id] = Field([], max_length=200)
    report_paper: Id | None = None
    source: Text = ""


class GroupIn(Entry):
    """A new working group; it gets the next number."""

    theme: Title
    lead_unit: Id | None = None
    organisations: list[Id] = Field([], max_length=200)
    units: list[Id] = Field([], max_length=200)
    report: Text = ""


class SessionIn(Entry):
    """A session that has taken place."""

    when: DateWords
    topic: Text = ""
    attendance: Count | None = None


@reads(router, "/stages")
def list_stages(here: Here, paging: Query[Paging]) -> Page[StageOut]:
    """List the stages of the process in the order of time."""
    return page_of(_stages(here), paging, _stage)


@writes(router, "post", "/stages", status=201)
def add_stage(here: Here, body: StageIn) -> StageOut:
    """Add a stage to the timeline."""
    values = here.values(body, {"papers": PaperPolicy})
    made = actions.create_stage(actor=here.actor, municipality=here.municipality, **values)
    return _stage(here.one(_stages(here), pk=made.pk))


def _stages(here: Here) -> QuerySet[Any]:
    seen = Prefetch("papers", PaperPolicy.queryset(here.actor))
    found = StagePolicy.queryset(here.actor).prefetch_related(seen)
    return found.order_by("when_from", "when_until", "position", "pk")


def _stage(stage: Stage) -> StageOut:
    return StageOut(
        id=stage.pk,
        title=stage.title,
        text=stage.text,
        when=fuzzy(stage.when),
        papers=[named(paper) for paper in stage.papers.all()],
        source=stage.source,
        is_example=stage.is_example,
    )


@reads(router, "/conferences")
def list_conferences(here: Here, paging: Query[Paging]) -> Page[ConferenceOut]:
    """List the conferences, newest first."""
    seen = Prefetch("report_paper", PaperPolicy.queryset(here.actor))
    found = conferences(here.actor).select_related(None).prefetch_related(seen)
    return page_of(found.order_by("-when_from", "pk"), paging, _conference)


@reads(router, "/conferences/{int:pk}")
def get_conference(here: Here, pk: Id) -> ConferenceInFull:
    """Show one conference with groups and sessions."""
    return _in_full(here, pk)


@writes(router, "post", "/conferences", status=201)
def add_conference(here: Here, body: ConferenceIn) -> ConferenceInFull:
    """Add a conference."""
    values = here.values(body, {**PARTICIPANTS, "report_paper": PaperPolicy})
    made = actions.create_conference(actor=here.actor, municipality=here.municipality, **values)
    return _in_full(here, made.pk)


@writes(router, "post", "/conferences/{int:pk}/groups", status=201)
def add_group(here: Here, pk: Id, body: GroupIn) -> ConferenceInFull:
    """Add a working group to a conference."""
    conference = here.get(ConferencePolicy, pk)
    values = here.values(body, {**PARTICIPANTS, "lead_unit": UnitPolicy})
    actions.add_working_group(actor=here.actor, conference=conference, **values)
    return _in_full(here, pk)


@writes(router, "post", "/conferences/{int:pk}/groups/{int:number}/sessions", status=201)
def add_session(here: Here, pk: Id, number: Id, body: SessionIn) -> ConferenceInFull:
    """Record that a working group has met; `number` is that of the group within the conference."""
    seen = WorkingGroup.objects.filter(conference__in=ConferencePolicy.queryset(here.actor).filter(pk=pk))
    group = here.one(seen.select_related("conference", "municipality"), number=number)
    actions.add_session(actor=here.actor, group=group, **here.values(body, {}))
    return _in_full(here, pk)


def _in_full(here: Here, pk: int) -> ConferenceInFull:
    found = conference_in_full(here.actor, pk)
    if found is None:
        raise Http404(_("Diese Konferenz gibt es hier nicht."))
    paper = found.report_paper
    return ConferenceInFull(
        id=found.pk,
        title=found.title,
        when=fuzzy(found.when),
        description=found.description,
        participants=found.participants,
        participants_note=found.participants_note,
        organisations=[named(item) for item in found.organisations.all()],
        units=[named(item) for item in found.units.all()],
        report_paper=ref(paper) if paper and PaperPolicy.allows(here.actor, "view", paper) else None,
        groups=[_group(group) for group in found.groups.all()],
        source=found.source,
        is_example=found.is_example,
    )


def _conference(conference: Conference) -> ConferenceOut:
    return ConferenceOut(
        id=conference.pk,
        title=conference.title,
        when=fuzzy(conference.when),
        description=conference.description,
        participants=conference.participants,
        participants_note=conference.participants_note,
        report_paper=ref(conference.report_paper),
        groups=[named(group) for group in conference.groups.all()],
        source=conference.source,
        is_example=conference.is_example,
    )


def _group(group: WorkingGroup) -> GroupOut:
    return GroupOut(
        id=group.pk,
        number=group.number,
        theme=group.theme,
        lead_unit=ref(group.lead_unit),
        organisations=[named(item) for item in group.organisations.all()],
        units=[named(item) for item in group.units.all()],
        report=group.report,
        sessions=[_session(session) for session in group.sessions.all()],
        is_example=group.is_example,
    )


def _session(session: GroupSession) -> SessionOut:
    return SessionOut(id=session.pk, when=fuzzy(session.when), topic=session.topic, attendance=session.attendance)
