"""A town in which every kind of object that the REST interface knows occurs once."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from etappe.domain.council import actions as council
from etappe.domain.council.models import Paper
from etappe.domain.kernel.actor import Role
from etappe.domain.participation.actions.conferences import (
    add_session,
    add_working_group,
    create_conference,
    create_stage,
)
from etappe.domain.participation.actions.recommendations import create_recommendation
from etappe.domain.participation.actions.statements import add_point, create_statement
from etappe.domain.participation.models import ConceptPaper, ConceptVersion, Finding
from etappe.domain.programme.actions.measures import add_milestone, add_partner, create_measure
from etappe.domain.programme.actions.programmes import create_goal, create_target_group
from etappe.domain.programme.models import FieldOfAction
from etappe.domain.publication.models import Report
from etappe.domain.rounds.actions.replies import confirm_reply, finish_request
from etappe.domain.rounds.actions.rounds import close_round, create_round, open_round, propose_requests
from etappe.domain.rounds.links import link_token
from etappe.domain.rounds.models import Round
from etappe.interop.fuzzy_dates import parse_fuzzy_date
from support.reporting import furnish_reports
from support.steering import furnish_a_case, furnish_steering
from support.town import Town, build_programme

Ids = dict[str, Any]


def furnish(town: Town, *, is_public: bool = True, times: int = 1) -> Ids:
    """Fill ``town``; return the ids of one object of each kind. ``times``: how many rows each list gets."""
    programme = build_programme(town, is_public=is_public)
    ids: Ids = {}
    with town.scope():
        council.set_council_source(
            actor=town.actor(Role.ADMIN), municipality=town.municipality, address="https://ris.invalid/oparl/body/1"
        )
    for turn in range(times):
        with town.scope():
            ids |= _one_of_each(town, programme, turn, is_public)
    return ids


def _one_of_each(town: Town, programme: Any, turn: int, is_public: bool) -> Ids:
    actor, place = town.actor(Role.COORDINATOR), town.municipality
    spring = parse_fuzzy_date("Frühjahr 2027")
    field = FieldOfAction.objects.get()
    paper = council.create_paper(
        actor=actor, municipality=place, number=f"0{100 + turn}/2027", title="Programm", kind="decision",
        is_public=is_public,
    )  # fmt: skip
    committee = council.create_committee(actor=actor, municipality=place, name=f"Ausschuss {turn}", kind="committee")
    meeting = council.create_meeting(actor=actor, committee=committee, when=spring)
    council.add_agenda_item(actor=actor, meeting=meeting, number="1", title="Programm")
    council.add_consultation(actor=actor, paper=paper, committee=committee, part="decides", meeting=meeting)
    council.record_resolution(
        actor=actor, committee=committee, outcome="adopted", text="Beschlossen.", when=spring, paper=paper
    )
    create_stage(actor=actor, municipality=place, title="Start", text="Es geht los.", when=spring, papers=[paper])
    conference = create_conference(
        actor=actor, municipality=place, title=f"Konferenz {turn}", when=spring, report_paper=paper
    )
    group = add_working_group(actor=actor, conference=conference, theme="Bildung")
    add_session(actor=actor, group=group, when=spring)
    concept, version, finding = _concept(town, paper, turn, is_public)
    statement = create_statement(
        actor=actor, author=town.association, title="Stellungnahme", when=spring, concept=concept, is_public=is_public
    )
    point = add_point(actor=actor, statement=statement, title="Kitas", text="Es braucht mehr Plätze.")
    recommendation = create_recommendation(
        actor=actor, municipality=place, text=f"Mehr Plätze {turn}", findings=[finding], working_group=group,
        statement_point=point, recommended_by=town.association, is_public=is_public,
    )  # fmt: skip
    target = create_target_group(actor=actor, municipality=place, name=f"Kinder {turn}", age_from=0, age_to=6)
    goal = create_goal(
        actor=actor, programme=programme, field=field, number=f"1.{turn}", title="Plätze für alle",
        recommendations=[recommendation],
    )  # fmt: skip
    measure = create_measure(
        actor=actor, programme=programme, field=field, title=f"Kita-Plätze {turn}", goal=goal, owner=town.office,
        recommendations=[recommendation], target_groups=[target], deadline=spring, is_public=is_public,
    )  # fmt: skip
    milestone = add_milestone(actor=actor, measure=measure, title="Standort gefunden", due=spring)
    partner = add_partner(actor=actor, measure=measure, partner=town.association)
    report = Report.objects.create(
        municipality=place, kind="programme", programme=programme, paper=paper, format="pdf", as_of=date(2027, 1, 1),
        content=b"%PDF", digest=hashlib.sha256(b"%PDF").hexdigest(), for_public=is_public,
        is_public=is_public,
    )  # fmt: skip
    return {
        **_rounds(town, programme, turn),
        **(furnish_steering(town, measure) if turn == 0 else furnish_a_case(town, measure)),
        **furnish_reports(town, point, is_public=is_public),
        "programmes": programme.slug,
        "papers": paper.pk,
        "committees": committee.pk,
        "meetings": meeting.pk,
        "conferences": conference.pk,
        "groups": group.number,
        "concepts": concept.pk,
        "versions": version.number,
        "findings": finding.pk,
        "statements": statement.pk,
        "recommendations": recommendation.pk,
        "goals": goal.pk,
        "measures": measure.pk,
        "milestones": milestone.pk,
        "partners": partner.pk,
        "reports": report.pk,
        "field": field.pk,
        "unit": town.other_office.pk,
        "organisation": town.association.pk,
    }


def _rounds(town: Town, programme: Any, turn: int) -> Ids:
    """A round that is answered, one that waits for its answer, one being prepared and one that is closed."""
    made = {kind: _round(town, programme, f"{kind} {turn}") for kind in ("answered", "waiting", "draft", "closed")}
    actor, now = town.actor(Role.COORDINATOR), timezone.now()
    requests = {}
    for kind in ("answered", "waiting", "closed"):
        opened = open_round(actor=actor, round=made[kind], now=now, address=link_token)
        requests[kind] = opened.requests.get(unit=town.office)
    for item in requests["answered"].items.all():
        confirm_reply(actor=actor, item=item, values=None, unchanged=True, channel="office", now=now)
    finish_request(actor=actor, request=requests["answered"], now=now)
    close_round(actor=actor, round=made["closed"], now=now)
    return {
        "rounds": made["answered"].pk,
        "draft_rounds": made["draft"].pk,
        "closed_rounds": made["closed"].pk,
        "requests": requests["answered"].pk,
        "waiting_requests": requests["waiting"].pk,
        "items": requests["answered"].items.first().pk,
    }


def _round(town: Town, programme: Any, title: str) -> Round:
    actor = town.actor(Role.COORDINATOR)
    made = create_round(
        actor=actor, programme=programme, title=title, reporting_date=date(2027, 6, 30), deadline=date(2099, 7, 31)
    )
    propose_requests(actor=actor, round=made)
    return made


def _concept(town: Town, paper: Paper, turn: int, is_public: bool) -> tuple[ConceptPaper, ConceptVersion, Finding]:
    place = town.municipality
    concept = ConceptPaper.objects.create(municipality=place, title=f"Konzept {turn}", paper=paper, is_public=is_public)
    version = ConceptVersion(
        municipality=place, concept=concept, number=1, filename="konzept.txt", digest=str(turn), size=24,
        state=ConceptVersion.State.FAILED, outline=[{"label": "1 Bildung", "level": 1}],
    )  # fmt: skip
    version.original.save("konzept.txt", ContentFile("Man müsste mehr Plätze schaffen.".encode()), save=False)
    version.save()
    finding = Finding.objects.create(
        municipality=place, version=version, position=0, key=str(turn), text="Man müsste mehr Plätze schaffen.",
        kind="intent", kind_by_rule="intent",
    )  # fmt: skip
    return concept, version, finding
