"""Committees, meetings, papers with their path through the committees, resolutions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from etappe.api.routing import Here, reads, writes
from etappe.api.values import (
    Change,
    DateWords,
    Entry,
    FuzzyOut,
    Id,
    OneOf,
    Page,
    Paging,
    Ref,
    Text,
    Title,
    Version,
    fuzzy,
    named,
    page_of,
    ref,
)
from etappe.domain.council import actions
from etappe.domain.council.models import AgendaItem, Committee, Consultation, Meeting, Paper, Resolution
from etappe.domain.council.policies import CommitteePolicy, MeetingPolicy, PaperPolicy, ResolutionPolicy
from etappe.domain.council.queries import committee_in_full, paper_in_full, papers

router = Router(tags=["Committees and papers"])

OPARL_ID = "Address in the council information system (OParl); empty for what was entered here."
WITHDRAWN = "Since when it is gone from the council information system; what was read is never deleted."


class CommitteeOut(BaseModel):
    """A council, committee, advisory board or steering committee."""

    id: int
    name: str
    kind: Annotated[str, OneOf(Committee.Kind)]
    description: str
    founded: FuzzyOut | None
    source: str
    is_example: bool
    oparl_id: str = Field(description=OPARL_ID)
    withdrawn_on: date | None = Field(description=WITHDRAWN)


class CommitteeIn(Entry):
    """A new committee."""

    name: Title
    kind: Annotated[str, OneOf(Committee.Kind)]
    description: Text = ""
    founded: DateWords | None = None
    source: Text = ""


class AgendaItemOut(BaseModel):
    """An item of an agenda."""

    id: int
    number: str
    title: str
    is_public: bool


class AgendaItemIn(Entry):
    """A new item of an agenda."""

    number: Title = Field(examples=["7.1"])
    title: Title
    is_public: bool = True


class MeetingOut(BaseModel):
    """A committee meets."""

    id: int
    committee: Ref
    when: FuzzyOut | None
    place: str
    cancelled: bool
    moved_from: str = Field(description="When it was to be before it was moved; empty where it was not.")
    source: str
    is_example: bool
    oparl_id: str = Field(description=OPARL_ID)
    withdrawn_on: date | None = Field(description=WITHDRAWN)


class MeetingWithAgenda(MeetingOut):
    """A meeting with the items and the papers on its agenda."""

    items: list[AgendaItemOut]
    papers: list[Ref] = Field(description="Papers on whose path this meeting lies.")


class MeetingIn(Entry):
    """A new meeting."""

    when: DateWords
    place: Text = ""
    source: Text = ""


class ResolutionOut(BaseModel):
    """What a committee has resolved."""

    id: int
    committee: Ref
    paper: Ref | None = Field(description="The paper, where it may be seen.")
    outcome: Annotated[str, OneOf(Resolution.Outcome)]
    text: str
    when: FuzzyOut | None
    source: str
    is_example: bool


class ResolutionIn(Entry):
    """A new resolution; once recorded it is not edited."""

    outcome: Annotated[str, OneOf(Resolution.Outcome)]
    text: Text = Field(min_length=1)
    when: DateWords
    paper: Id | None = None
    consultation: Id | None = Field(None, description="The station on the path of `paper` that this resolution ends.")
    source: Text = ""


class CommitteeInFull(CommitteeOut):
    """A committee with its meetings and resolutions."""

    meetings: list[MeetingWithAgenda]
    resolutions: list[ResolutionOut]


class ConsultationOut(BaseModel):
    """A station on the path of a paper."""

    id: int
    position: int
    committee: Ref
    meeting: Ref | None
    part: Annotated[str, OneOf(Consultation.Part)]


class ConsultationIn(Entry):
    """The next station on the path of a paper."""

    committee: Id
    part: Annotated[str, OneOf(Consultation.Part)]
    meeting: Id | None = None


class LinkOut(BaseModel):
    """A file somewhere else."""

    name: str
    address: str


class PaperOut(BaseModel):
    """A paper with its path through the committees."""

    id: int
    version: int
    number: str = Field(description="As it was written.", examples=["DS 08-0105/1"])
    number_year: int | None = Field(description="The year in the number, which need not be that of the decision.")
    title: str
    kind: Annotated[str, OneOf(Paper.Kind)]
    summary: str
    dated: FuzzyOut | None
    is_public: bool
    consultations: list[ConsultationOut]
    links: list[LinkOut] = Field(description="Its files, where they are in the council information system.")
    source: str
    is_example: bool
    oparl_id: str = Field(description=OPARL_ID)
    withdrawn_on: date | None = Field(description=WITHDRAWN)


class PaperInFull(PaperOut):
    """A paper with its resolutions."""

    resolutions: list[ResolutionOut]


class PaperIn(Entry):
    """A new paper."""

    number: Title = Field(examples=["DS 08-0105/1"])
    title: Title
    kind: Annotated[str, OneOf(Paper.Kind)]
    summary: Text = ""
    dated: DateWords | None = None
    is_public: bool = False
    source: Text = ""


class PaperChange(Change):
    """What to change of a paper; what is not sent stays as it is."""

    expected_version: Version = None
    number: Title = ""
    title: Title = ""
    kind: Annotated[str, OneOf(Paper.Kind)] = Paper.Kind.OTHER.value
    summary: Text = ""
    dated: DateWords | None = None
    is_public: bool = False
    source: Text = ""


@reads(router, "/committees")
def list_committees(here: Here, paging: Query[Paging]) -> Page[CommitteeOut]:
    """List the committees, by name."""
    return page_of(CommitteePolicy.queryset(here.actor).order_by("name", "pk"), paging, _committee)


@reads(router, "/committees/{int:pk}")
def get_committee(here: Here, pk: Id) -> CommitteeInFull:
    """Show one committee with meetings, agendas and resolutions."""
    found = committee_in_full(here.actor, pk)
    if found is None:
        raise Http404(_("Dieses Gremium gibt es hier nicht."))
    resolutions = _resolutions(here).filter(committee=found)
    return CommitteeInFull(
        **dict(_committee(found)),
        meetings=[_with_agenda(meeting, found) for meeting in found.meetings.all()],
        resolutions=[resolution_out(item) for item in resolutions],
    )


@writes(router, "post", "/committees", status=201)
def add_committee(here: Here, body: CommitteeIn) -> CommitteeOut:
    """Add a committee."""
    values = here.values(body, {})
    return _committee(actions.create_committee(actor=here.actor, municipality=here.municipality, **values))


@writes(router, "post", "/committees/{int:pk}/meetings", status=201)
def add_meeting(here: Here, pk: Id, body: MeetingIn) -> MeetingOut:
    """Add a meeting of a committee."""
    committee = here.get(CommitteePolicy, pk)
    return _meeting(actions.create_meeting(actor=here.actor, committee=committee, **here.values(body, {})))


@writes(router, "post", "/committees/{int:pk}/resolutions", status=201)
def add_resolution(here: Here, pk: Id, body: ResolutionIn) -> ResolutionOut:
    """Record what a committee has resolved."""
    committee = here.get(CommitteePolicy, pk)
    values = here.values(body, {"paper": PaperPolicy})
    if body.consultation is not None:
        stations = Consultation.objects.filter(committee=committee, paper=values.get("paper"))
        values["consultation"] = here.one(stations, pk=body.consultation)
    return resolution_out(actions.record_resolution(actor=here.actor, committee=committee, **values))


@reads(router, "/meetings")
def list_meetings(here: Here, paging: Query[Paging]) -> Page[MeetingOut]:
    """List the meetings, newest first."""
    found = MeetingPolicy.queryset(here.actor).select_related("committee").order_by("-when_from", "pk")
    return page_of(found, paging, _meeting)


@writes(router, "post", "/meetings/{int:pk}/agenda", status=201)
def add_agenda_item(here: Here, pk: Id, body: AgendaItemIn) -> AgendaItemOut:
    """Put an item on the agenda of a meeting."""
    meeting = here.get(MeetingPolicy, pk)
    item = actions.add_agenda_item(
        actor=here.actor, meeting=meeting, number=body.number, title=body.title, is_public=body.is_public
    )
    return _item(item)


@reads(router, "/resolutions")
def list_resolutions(here: Here, paging: Query[Paging]) -> Page[ResolutionOut]:
    """List the resolutions, newest first."""
    return page_of(_resolutions(here), paging, resolution_out)


@reads(router, "/papers")
def list_papers(here: Here, paging: Query[Paging]) -> Page[PaperOut]:
    """List the papers, newest first."""
    return page_of(papers(here.actor).order_by("-dated_from", "-number_year", "number_key", "pk"), paging, _paper)


@reads(router, "/papers/{int:pk}")
def get_paper(here: Here, pk: Id) -> PaperInFull:
    """Show one paper with its path and resolutions."""
    return _in_full(here, pk)


@writes(router, "post", "/papers", status=201)
def add_paper(here: Here, body: PaperIn) -> PaperInFull:
    """Add a paper. Its number is kept as written; year and supplement are read out of it."""
    made = actions.create_paper(actor=here.actor, municipality=here.municipality, **here.values(body, {}))
    return _in_full(here, made.pk)


@writes(router, "patch", "/papers/{int:pk}")
def change_paper(here: Here, pk: Id, body: PaperChange) -> PaperInFull:
    """Change a paper; only what is sent."""
    paper = here.get(PaperPolicy, pk)
    actions.change_paper(
        actor=here.actor, paper=paper, changes=here.values(body, {}), expected_version=body.expected_version
    )
    return _in_full(here, pk)


@writes(router, "post", "/papers/{int:pk}/consultations", status=201)
def add_consultation(here: Here, pk: Id, body: ConsultationIn) -> PaperInFull:
    """Add the next station to the path of a paper."""
    paper = here.get(PaperPolicy, pk)
    values = here.values(body, {"committee": CommitteePolicy, "meeting": MeetingPolicy})
    actions.add_consultation(actor=here.actor, paper=paper, **values)
    return _in_full(here, pk)


def _in_full(here: Here, pk: int) -> PaperInFull:
    found = paper_in_full(here.actor, pk)
    if found is None:
        raise Http404(_("Diese Drucksache gibt es hier nicht, oder sie ist noch nicht öffentlich."))
    return PaperInFull(
        **dict(_paper(found)), resolutions=[resolution_out(item) for item in _resolutions(here).filter(paper=found)]
    )


def _resolutions(here: Here) -> QuerySet[Any]:
    # A resolution is public even where its paper is not: then the paper stays unnamed.
    seen = Prefetch("paper", PaperPolicy.queryset(here.actor))
    found = ResolutionPolicy.queryset(here.actor).select_related("committee").prefetch_related(seen)
    return found.order_by("-when_from", "pk")


def _committee(committee: Committee) -> CommitteeOut:
    return CommitteeOut(
        id=committee.pk,
        name=committee.name,
        kind=committee.kind,
        description=committee.description,
        founded=fuzzy(committee.founded),
        source=committee.source,
        is_example=committee.is_example,
        oparl_id=committee.oparl_id,
        withdrawn_on=committee.withdrawn_on,
    )


def _meeting(meeting: Meeting) -> MeetingOut:
    return MeetingOut(
        id=meeting.pk,
        committee=named(meeting.committee),
        when=fuzzy(meeting.when),
        place=meeting.place,
        cancelled=meeting.cancelled,
        moved_from=meeting.moved_from,
        source=meeting.source,
        is_example=meeting.is_example,
        oparl_id=meeting.oparl_id,
        withdrawn_on=meeting.withdrawn_on,
    )


def _with_agenda(meeting: Meeting, committee: Committee) -> MeetingWithAgenda:
    meeting.committee = committee  # one object, not one a row
    return MeetingWithAgenda(
        **dict(_meeting(meeting)),
        items=[_item(item) for item in meeting.items.all()],
        papers=[named(station.paper) for station in meeting.consultations.all()],
    )


def _item(item: AgendaItem) -> AgendaItemOut:
    return AgendaItemOut(id=item.pk, number=item.number, title=item.title, is_public=item.is_public)


def resolution_out(resolution: Resolution) -> ResolutionOut:
    """Return a resolution as it is sent out."""
    return ResolutionOut(
        id=resolution.pk,
        committee=named(resolution.committee),
        paper=ref(resolution.paper),
        outcome=resolution.outcome,
        text=resolution.text,
        when=fuzzy(resolution.when),
        source=resolution.source,
        is_example=resolution.is_example,
    )


def _paper(paper: Paper) -> PaperOut:
    return PaperOut(
        id=paper.pk,
        version=paper.version,
        number=paper.number,
        number_year=paper.number_year,
        title=paper.title,
        kind=paper.kind,
        summary=paper.summary,
        dated=fuzzy(paper.dated),
        is_public=paper.is_public,
        consultations=[_station(station) for station in paper.consultations.all()],
        links=[LinkOut(**link) for link in paper.links],
        source=paper.source,
        is_example=paper.is_example,
        oparl_id=paper.oparl_id,
        withdrawn_on=paper.withdrawn_on,
    )


def _station(station: Consultation) -> ConsultationOut:
    return ConsultationOut(
        id=station.pk,
        position=station.position,
        committee=named(station.committee),
        meeting=_meeting_ref(station),
        part=station.part,
    )


def _meeting_ref(station: Consultation) -> Ref | None:
    if station.meeting is None:
        return None
    return Ref(id=station.meeting.pk, name=station.meeting.when.words if station.meeting.when else "")
