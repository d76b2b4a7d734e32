"""A town with one of everything, for tests that walk through all pages and all policies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from etappe.domain.accounts.actions import grant_role, open_account
from etappe.domain.accounts.models import User
from etappe.domain.accounts.queries import actor_for
from etappe.domain.council.actions import (
    add_agenda_item,
    add_consultation,
    create_committee,
    create_meeting,
    create_paper,
    record_resolution,
    set_council_source,
)
from etappe.domain.kernel.actor import Actor, Role, operator
from etappe.domain.participation.actions.concepts import create_concept, read_version, upload_version
from etappe.domain.participation.actions.conferences import (
    add_session,
    add_working_group,
    create_conference,
    create_stage,
)
from etappe.domain.participation.actions.recommendations import create_recommendation
from etappe.domain.participation.actions.statements import add_point, create_statement
from etappe.domain.participation.models import Finding
from etappe.domain.programme.actions.measures import add_milestone, add_partner, create_measure
from etappe.domain.programme.actions.programmes import (
    create_field,
    create_goal,
    create_programme,
    create_target_group,
)
from etappe.domain.programme.actions.sheets import export_sheet, upload_sheet
from etappe.domain.publication.actions.reports import make_programme_report, publish_report
from etappe.domain.tenancy.actions import create_alliance, join_alliance
from etappe.domain.tenancy.models import Alliance
from etappe.interop.fuzzy_dates import FuzzyDate, parse_fuzzy_date
from support.mail import inhabit_mail
from support.reporting import inhabit_reports
from support.rounds import inhabit_rounds
from support.steering import inhabit_steering
from support.town import Town, build_town

CONCEPT = """# Integrationskonzept der Beispielstadt

## 1 Sprache

Das Jugendamt muss bis zum 31.12.2027 an allen Grundschulen ein Elterncafé einrichten.
Man sollte mehrsprachige Informationen bereitstellen.
Jede vierte Person hat eine Zuwanderungsgeschichte.

## 2 Beruf

Es wird empfohlen, die Beratung der Betriebe auszubauen.
Die Zusammenarbeit mit den Vereinen soll künftig vertieft werden.
"""
"""A made-up concept paper of two sections."""


def when(words: str) -> FuzzyDate:
    """Read a fuzzy date."""
    return parse_fuzzy_date(words)


@dataclass
class Inhabited:
    """A town and the objects in it, by what they are."""

    town: Town
    things: SimpleNamespace = field(default_factory=SimpleNamespace)

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.town.municipality.slug


def build_inhabited(name: str = "Testheim") -> Inhabited:
    """Set up a town with a public and an unpublished object of every kind, through the actions."""
    here = Inhabited(build_town(name))
    actor = here.town.actor(Role.COORDINATOR)
    with here.town.scope():
        _council(here, actor)
        _programme(here, actor)
        _participation(here, actor)
        _papers_and_files(here, actor)
        inhabit_rounds(here)
        inhabit_steering(here)
        inhabit_reports(here)
        inhabit_mail(here)
    here.things.role = here.town.users[Role.QUARTER].roles.get()
    return here


def _council(here: Inhabited, actor: Actor) -> None:
    town, things = here.town, here.things
    place = town.municipality
    things.meeting = create_meeting(actor=actor, committee=town.committee, when=when("31.12.2099"))
    add_agenda_item(actor=actor, meeting=things.meeting, number="1", title="Bericht")
    for name, is_public in (("paper", True), ("draft_paper", False)):
        paper = create_paper(
            actor=actor,
            municipality=place,
            number="26-0100" if is_public else "26-0200",
            title="Vorlage",
            kind="decision",
            is_public=is_public,
        )
        setattr(things, name, paper)
    things.consultation = add_consultation(
        actor=actor, paper=things.paper, committee=town.committee, part="decides", meeting=things.meeting
    )
    add_consultation(actor=actor, paper=things.draft_paper, committee=town.committee, part="notes")
    things.source = set_council_source(
        actor=town.actor(Role.ADMIN), municipality=place, address="https://ris.example.org/oparl/body/1"
    )
    things.other_committee = create_committee(actor=actor, municipality=place, name="Beirat", kind="board")
    things.resolution = record_resolution(
        actor=actor,
        committee=town.committee,
        paper=things.paper,
        outcome="adopted",
        text="Beschlossen wie vorgelegt.",
        when=when("März 2026"),
    )


def _programme(here: Inhabited, actor: Actor) -> None:
    town, things = here.town, here.things
    place = town.municipality
    things.field = create_field(actor=actor, municipality=place, number=1, name="Bildung")
    things.target_group = create_target_group(actor=actor, municipality=place, name="Jugendliche", age_from=12)
    for name, is_public in (("programme", True), ("draft_programme", False)):
        slug = f"{'plan' if is_public else 'entwurf'}-{place.slug}"
        made = create_programme(actor=actor, municipality=place, title=f"Programm {name}", slug=slug)
        made.is_public = is_public
        made.save()
        setattr(things, name, made)
    for name, programme, is_public in (
        ("measure", things.programme, True),
        ("draft_measure", things.programme, False),
        ("measure_of_draft", things.draft_programme, True),
    ):
        measure = create_measure(
            actor=actor,
            programme=programme,
            field=things.field,
            title=f"Elterncafé {name}",
            owner=town.office,
            is_public=is_public,
        )
        setattr(things, name, measure)
    for name, programme in (("goal", things.programme), ("goal_of_draft", things.draft_programme)):
        goal = create_goal(actor=actor, programme=programme, field=things.field, number="1.1", title="Eltern erreichen")
        setattr(things, name, goal)
    things.milestone = add_milestone(actor=actor, measure=things.measure, title="Träger gefunden")
    things.cooperation = add_partner(actor=actor, measure=things.draft_measure, partner=town.association)


def _participation(here: Inhabited, actor: Actor) -> None:
    town, things = here.town, here.things
    place = town.municipality
    things.stage = create_stage(actor=actor, municipality=place, title="Konferenz", text="…", when=when("Herbst 2025"))
    things.conference = create_conference(actor=actor, municipality=place, title="Konferenz", when=when("Herbst 2025"))
    things.group = add_working_group(actor=actor, conference=things.conference, theme="Sprache")
    things.session = add_session(actor=actor, group=things.group, when=when("Ende März 2026"))
    for name, is_public in (("statement", True), ("draft_statement", False)):
        statement = create_statement(
            actor=actor, author=town.association, title=f"Stellungnahme {name}", when=when("2025"), is_public=is_public
        )
        setattr(things, name, statement)
    things.point = add_point(actor=actor, statement=things.statement, title="Steuerung", text="Wer steuert?")
    things.concept = create_concept(actor=actor, municipality=place, title="Integrationskonzept")
    things.public_concept = create_concept(actor=actor, municipality=place, title="Leitbild", is_public=True)
    version = upload_version(actor=actor, concept=things.concept, filename="konzept.md", content=CONCEPT.encode())
    things.version = read_version(actor=actor, version=version)
    things.finding = Finding.objects.filter(version=version, kind="demand").first()
    for name, is_public, by in (
        ("recommendation", True, None),
        ("draft_recommendation", False, None),
        ("own_recommendation", False, town.association),
    ):
        made = create_recommendation(
            actor=actor,
            municipality=place,
            text=f"Elterncafés einrichten ({name})",
            findings=[things.finding],
            is_public=is_public,
            recommended_by=by,
        )
        setattr(things, name, made)


def _papers_and_files(here: Inhabited, actor: Actor) -> None:
    things = here.things
    content = export_sheet(actor=actor, programme=things.programme)
    things.sheet = upload_sheet(actor=actor, programme=things.programme, filename="plan.xlsx", content=content)
    day = date(2026, 1, 31)
    things.report = make_programme_report(
        actor=actor, programme=things.programme, format="xlsx", as_of=day, for_public=True
    )
    publish_report(actor=actor, report=things.report)
    things.draft_report = make_programme_report(
        actor=actor, programme=things.programme, format="docx", as_of=day, paper=things.draft_paper
    )


@dataclass
class AllianceOffice:
    """An alliance and the account of its office."""

    alliance: Alliance
    user: User

    def actor(self, town: Town) -> Actor:
        """Return the alliance office as it stands in ``town``."""
        return actor_for(self.user, town.municipality)


def build_alliance(*towns: Town) -> AllianceOffice:
    """Found an alliance of ``towns`` with an office."""
    alliance = create_alliance(actor=operator(), slug="buendnis-der-tests", name="Bündnis der Tests")
    for town in towns:
        join_alliance(
            actor=operator(),
            alliance=alliance,
            municipality=town.municipality,
            kind="member",
            valid_from=date(2020, 1, 1),
        )
    user = open_account(actor=operator(), email="stelle@buendnis.example", name="Bündnisstelle")
    grant_role(actor=operator(), user=user, role=Role.ALLIANCE, alliance=alliance, valid_from=date(2020, 1, 1))
    return AllianceOffice(alliance, user)
