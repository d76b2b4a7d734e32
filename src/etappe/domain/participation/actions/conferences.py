"""Conferences, working groups, sessions, and the stages of the process."""

from __future__ import annotations

from collections.abc import Iterable

from etappe.domain.audit.recording import act
from etappe.domain.council.models import Paper
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.numbering import next_number
from etappe.domain.participation.models import Conference, GroupSession, Stage, WorkingGroup
from etappe.domain.participation.policies import ConferencePolicy, StagePolicy
from etappe.domain.tenancy.models import Municipality, Organisation, Unit
from etappe.interop.fuzzy_dates import FuzzyDate


def create_stage(
    *,
    actor: Actor,
    municipality: Municipality,
    title: str,
    text: str,
    when: FuzzyDate,
    papers: Iterable[Paper] = (),
    position: int = 0,
    source: str = "",
    is_example: bool = False,
) -> Stage:
    """Add a stage to the public timeline."""
    stage = Stage(
        municipality=municipality, title=title, text=text, position=position, source=source, is_example=is_example
    )
    stage.when = when
    with act(actor, allowed_by=StagePolicy, to="create", on=None) as record:
        return record.create("stage.created", stage, papers=list(papers))


def create_conference(
    *,
    actor: Actor,
    municipality: Municipality,
    title: str,
    when: FuzzyDate,
    description: str = "",
    participants: int | None = None,
    participants_note: str = "",
    organisations: Iterable[Organisation] = (),
    units: Iterable[Unit] = (),
    report_paper: Paper | None = None,
    source: str = "",
    is_example: bool = False,
) -> Conference:
    """Add a conference."""
    conference = Conference(
        municipality=municipality,
        title=title,
        description=description,
        participants=participants,
        participants_note=participants_note,
        report_paper=report_paper,
        source=source,
        is_example=is_example,
    )
    conference.when = when
    with act(actor, allowed_by=ConferencePolicy, to="create", on=None) as record:
        return record.create("conference.created", conference, organisations=list(organisations), units=list(units))


def add_working_group(
    *,
    actor: Actor,
    conference: Conference,
    theme: str,
    lead_unit: Unit | None = None,
    organisations: Iterable[Organisation] = (),
    units: Iterable[Unit] = (),
    report: str = "",
    is_example: bool = False,
) -> WorkingGroup:
    """Add the next working group to ``conference``."""
    group = WorkingGroup(
        municipality=conference.municipality,
        conference=conference,
        theme=theme,
        lead_unit=lead_unit,
        report=report,
        is_example=is_example,
    )
    with act(actor, allowed_by=ConferencePolicy, to="change", on=conference) as record:
        group.number = next_number(conference, conference.groups.all())
        return record.create("group.added", group, organisations=list(organisations), units=list(units))


def add_session(
    *,
    actor: Actor,
    group: WorkingGroup,
    when: FuzzyDate,
    topic: str = "",
    attendance: int | None = None,
) -> GroupSession:
    """Record that ``group`` has met."""
    session = GroupSession(municipality=group.municipality, group=group, topic=topic, attendance=attendance)
    session.when = when
    with act(actor, allowed_by=ConferencePolicy, to="change", on=group.conference) as record:
        return record.create("session.added", session)
