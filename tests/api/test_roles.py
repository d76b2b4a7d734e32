"""Every route × every role: who gets what, derived from the description of the interface itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from etappe.api.description import operations
from etappe.api.interface import api
from etappe.domain.kernel.actor import STAFF_ROLES, Role
from support.api import Caller
from support.api_town import Ids, furnish
from support.town import Town

ROLES = [role for role in Role if role is not Role.ALLIANCE]
PREFIX = "/api/v1/municipalities/{municipality}"

WRITERS: dict[str, set[Role]] = {
    "update_municipality": {Role.ADMIN},
    "add_unit": {Role.ADMIN},
    "add_organisation": {Role.ADMIN, Role.COORDINATOR},
    "report_measure": {Role.COORDINATOR, Role.OWNER, Role.DECIDER},
    "tick_milestone": {Role.COORDINATOR, Role.OWNER, Role.DECIDER},
    "confirm_reply": {Role.COORDINATOR, Role.OWNER, Role.DECIDER},
    "finish_request": {Role.COORDINATOR, Role.OWNER, Role.DECIDER},
}
"""Who may call a route that writes; where a route is not named, the coordinating office alone."""

STEPS = {"prepare_deviation", "hand_up_deviation", "withdraw_deviation"}
CASES = {"explain_deviation", "add_option", "remove_option", "decide", "record_committee_decision", *STEPS}
TICKS = {"finish_task", "reopen_task", "drop_task"}
SPEAKERS = {Role.COORDINATOR, Role.OWNER, Role.DECIDER}
WRITERS |= dict.fromkeys({"explain_deviation", "add_option", "remove_option", "finish_task", "reopen_task"}, SPEAKERS)
WRITERS |= {"hand_up_deviation": {Role.COORDINATOR, Role.DECIDER}, "decide": {Role.DECIDER}}

REPORTS = {"change_steering_report", "release_steering_report"}
WRITERS |= {"put_council_source": {Role.ADMIN}}
WRITERS |= {
    "add_statement": {Role.COORDINATOR, Role.PROVIDER},
    "hand_in_statement": {Role.PROVIDER},
    "answer_statement_point": SPEAKERS,
}

INTERNAL = {
    "get_council_source", "get_steering_report",
    "get_deviation", "get_decision", "get_version", "list_findings", "get_round",
    "get_request",
}  # fmt: skip
"""Routes that read what only the administration sees."""

ROUNDS = {"change_round", "open_round", "cancel_round", "close_round", "add_correction"}
REQUESTS = {
    "address_request", "confirm_reply", "finish_request", "accept_request", "return_request", "freeze_reply",
    "send_new_link", "revoke_link", "pass_request_on",
}  # fmt: skip
UNSEEN = {
    "start_reading",
    "attach_paper",
    "answer_statement_point",
    *REPORTS,
    *CASES,
    *TICKS,
    "correct_finding",
    "read_version_again",
    *ROUNDS,
    *REQUESTS,
}
"""Routes that write to what only the administration sees: for others it is not there."""

REFERRING = {"begin_steering_report"}
"""Routes whose body names something only the administration sees: for others that is no number of anything."""

OWN = {"hand_in_statement"}
"""Routes that write to what its association alone sees."""

OTHERS = {
    "hand_in_statement": {"statements": "own_statements"},
    "conclude_statement": {"statements": "ready_statements"},
    "record_committee_decision": {"deviations": "committee_deviations"},
    "reopen_task": {"tasks": "done_tasks"},
    "open_round": {"rounds": "draft_rounds"},
    "cancel_round": {"rounds": "draft_rounds"},
    "add_correction": {"rounds": "closed_rounds"},
    "pass_request_on": {"requests": "waiting_requests"},
}
"""Routes that need an object in another state than the usual one."""


@dataclass(frozen=True)
class Route:
    """A route below the municipality."""

    name: str
    method: str
    path: str


def _routes() -> Iterator[Route]:
    for path, method, operation in operations(api.get_openapi_schema(path_prefix="/api/v1/")):
        if path.startswith(PREFIX):
            yield Route(operation["operationId"], method, path.removeprefix(PREFIX))


ROUTES = list(_routes())


def _bodies(ids: Ids) -> dict[str, Any]:
    """Return a valid body for every route that writes."""
    return {
        "update_municipality": {"introduction": "Willkommen."},
        "add_unit": {"name": "Schulamt", "short": "Amt 40", "kind": "office", "authority": "executes"},
        "add_organisation": {"name": "Verein", "kind": "migrant"},
        "add_committee": {"name": "Beirat", "kind": "board"},
        "add_meeting": {"when": "Ende März 2027"},
        "add_resolution": {"outcome": "noted", "text": "Zur Kenntnis genommen.", "when": "26.11.2027"},
        "add_agenda_item": {"number": "7.1", "title": "Bericht"},
        "add_paper": {"number": "DS 08-0105/1", "title": "Bericht", "kind": "notice"},
        "change_paper": {"title": "Neuer Betreff"},
        "add_consultation": {"committee": ids["committees"], "part": "notes"},
        "put_council_source": {"address": "https://ris.invalid/oparl/body/1"},
        "start_reading": None,
        "add_stage": {"title": "Anfang", "text": "Der Rat beschließt.", "when": "Frühjahr 2005"},
        "add_conference": {"title": "Zweite Konferenz", "when": "2009/2010"},
        "add_group": {"theme": "Arbeit"},
        "add_session": {"when": "Juni 2027"},
        "add_statement": {"title": "Zweite", "author": ids["organisation"], "when": "2027"},
        "add_statement_point": {"title": "Schule", "text": "Kleinere Klassen."},
        "hand_in_statement": None,
        "assign_statement_point": {"unit": ids["unit"]},
        "answer_statement_point": {"text": "120 Plätze kommen hinzu.", "consequence": "adopted"},
        "conclude_statement": None,
        "begin_steering_report": {"round": ids["closed_rounds"], "title": "Steuerungsbericht"},
        "change_steering_report": {"summary": "Es geht voran."},
        "release_steering_report": None,
        "add_concept": {"title": "Zweites Konzept"},
        "change_concept": {"title": "Anders genannt"},
        "read_version_again": None,
        "correct_finding": {"kind": "demand"},
        "add_recommendation": {"text": "Mehr Sprachkurse", "addressee_unit": ids["unit"]},
        "change_recommendation": {"theme": "Bildung"},
        "decide_recommendation": {"state": "rejected", "reason": "Kein Bedarf."},
        "split_recommendation": {"texts": ["Mehr Plätze", "Mehr Personal"]},
        "add_field": {"number": 9, "name": "Sport"},
        "add_target_group": {"name": "Jugendliche", "age_from": 14, "age_to": 18},
        "add_programme": {"title": "Zweites Programm"},
        "change_programme": {"introduction": "Neu."},
        "add_goal": {"field": ids["field"], "number": "7", "title": "Arbeit für alle"},
        "change_goal": {"indicator": "Quote"},
        "add_measure": {"title": "Lotsen", "field": ids["field"], "deadline": "bis Ende 2027", "budget": "1200.50"},
        "change_measure": {"place": "stadtweit"},
        "report_measure": {"state": "running"},
        "add_milestone": {"title": "Ausschreibung", "due": "Mai 2027"},
        "tick_milestone": {"reached_on": "2027-01-31"},
        "remove_milestone": None,
        "add_partner": {"unit": ids["unit"]},
        "remove_partner": None,
        "make_report": {"format": "xlsx"},
        "release_report": None,
        "open_deviation": {"measure": ids["measures"], "summary": "Ein Raum fehlt."},
        "explain_deviation": {"text": "Der Umbau dauert."},
        "add_option": {"course": "continue", "consequence": "Es wird eng."},
        "remove_option": None,
        "prepare_deviation": None,
        "hand_up_deviation": {"reason": "Betrifft mehrere Dezernate."},
        "withdraw_deviation": {"reason": "Der Raum ist da."},
        "decide": {"course": "correct", "new_deadline": "2029", "reason": "Der Umbau braucht Zeit."},
        "record_committee_decision": {
            "course": "continue",
            "reason": "Wie beschlossen.",
            "resolution": ids["resolutions"],
        },
        "attach_paper": {"paper": ids["papers"]},
        "add_task": {
            "resolution": ids["resolutions"],
            "title": "Berichten",
            "unit": ids["unit"],
            "due": "2027-12-31",
        },
        "finish_task": {"note": "Bericht liegt vor."},
        "reopen_task": None,
        "drop_task": {"reason": "Aufgehoben."},
        "change_deviation_rule": {"threshold": 2},
        "add_round": {"title": "Sachstand", "reporting_date": "2027-12-31", "deadline": "2028-01-31"},
        "change_round": {"deadline": "2099-12-31"},
        "open_round": None,
        "cancel_round": None,
        "close_round": None,
        "add_correction": {"text": "Der Träger hieß anders."},
        "address_request": {"to": "neu@amt51.example"},
        "confirm_reply": {"state": "delayed", "sentence": "Ein Raum fehlt.", "obstacles": ["rooms"]},
        "finish_request": None,
        "accept_request": None,
        "return_request": {"question": "Bis wann?"},
        "freeze_reply": None,
        "send_new_link": None,
        "revoke_link": None,
        "pass_request_on": {"unit": ids["unit"]},
    }


def _address(route: Route, ids: Ids) -> str:
    """Fill in the path: ``/measures/{pk}`` with the measure, ``/milestones/{milestone}`` with the milestone."""
    names = OTHERS.get(route.name, {})
    return re.sub(r"/([a-z-]+)/\{\w+\}", lambda found: f"/{found[1]}/{ids[names.get(found[1], found[1])]}", route.path)


def _call(caller: Caller, route: Route, ids: Ids) -> Any:
    address = _address(route, ids)
    if route.method == "get":
        return caller.get(address)
    if route.name == "add_version":
        file = SimpleUploadedFile("konzept.txt", "Wir schaffen bis 2027 zehn Plätze.".encode())
        return caller.client.post(caller.address(address), {"file": file}, headers=caller.headers)
    if route.name == "merge_recommendations":
        parts = [ids["recommendations"], ids["open_recommendation"]]
        return caller.send(route.method, address, {"recommendations": parts, "text": "Plätze und Kurse"})
    return caller.send(route.method, address, _bodies(ids)[route.name])


def _statuses(caller: Caller, ids: Ids) -> dict[str, int]:
    """Call every route once; what each call changes is taken back."""
    found = {}
    for route in ROUTES:
        with transaction.atomic():
            found[route.name] = _call(caller, route, ids).status_code
            transaction.set_rollback(True)
    return found


@pytest.fixture
def ids(town: Town) -> Ids:
    from etappe.domain.participation.actions.recommendations import create_recommendation

    ids = furnish(town)
    with town.scope():
        more = create_recommendation(
            actor=town.actor(Role.COORDINATOR), municipality=town.municipality, text="Kurse", is_public=True
        )
    return ids | {"open_recommendation": more.pk}


def _done(route: Route) -> int:
    if route.method == "delete":
        return 204
    if route.name == "start_reading":
        return 202  # it goes on in the background
    changes = {"merge_recommendations", "decide_recommendation", "report_measure", "release_report"}
    changes |= TICKS | STEPS | OWN | {"conclude_statement", "release_steering_report"}
    changes |= (ROUNDS | REQUESTS) - {"add_correction"}
    return 201 if route.method == "post" and route.name not in {*changes, "read_version_again"} else 200


def _expected(route: Route, role: Role | None) -> int:
    inside = role in STAFF_ROLES
    if route.method == "get":
        return 404 if route.name in INTERNAL and not inside else 200
    if role is None:
        return 401
    if role in WRITERS.get(route.name, {Role.COORDINATOR}):
        return _done(route)
    if route.name in REFERRING and not inside:
        return 422
    if (route.name, role) == ("add_statement_point", Role.PROVIDER):
        return 409  # their own, and handed in already
    return 404 if route.name in OWN or (route.name in UNSEEN and not inside) else 403


@pytest.mark.parametrize("role", [None, *ROLES])
def test_each_role_gets_what_it_may(town: Town, ids: Ids, role: Role | None) -> None:
    caller = Caller.visitor(town) if role is None else Caller.with_token(town, role)
    assert _statuses(caller, ids) == {route.name: _expected(route, role) for route in ROUTES}


def test_a_coordinator_of_another_town_is_a_visitor_who_may_not_write(town: Town, other_town: Town, ids: Ids) -> None:
    stranger = Caller.with_token(other_town, Role.COORDINATOR)
    stranger.town = town
    expected = {
        route.name: 200
        if route.method == "get" and route.name not in INTERNAL
        else 404 if route.name in INTERNAL | UNSEEN | OWN else 422 if route.name in REFERRING else 403
        for route in ROUTES
    }  # fmt: skip
    assert _statuses(stranger, ids) == expected


def test_no_object_of_another_town_is_reachable_by_its_number(town: Town, other_town: Town) -> None:
    theirs = furnish(other_town) | {"open_recommendation": 0}
    furnish(town)
    caller = Caller.with_token(town, Role.COORDINATOR)
    for route in ROUTES:
        if "{" not in route.path or re.search(r"{(slug|number|kind)}", route.path):
            continue  # short names and numbers within an object may be the same in both towns
        with transaction.atomic():
            answer = _call(caller, route, theirs)
            transaction.set_rollback(True)
        assert (route.name, answer.status_code) == (route.name, 404)
        assert set(answer.json()["error"]) == {"what", "where", "do", "current_version", "theirs"}


def test_a_body_cannot_refer_to_another_town(town: Town, other_town: Town) -> None:
    ours, theirs = furnish(town), furnish(other_town)
    caller = Caller.with_token(town, Role.COORDINATOR)
    answer = caller.patch(f"/measures/{ours['measures']}", {"goal": theirs["goals"]})
    assert answer.status_code == 422
    assert answer.json()["error"]["where"][0]["field"] == "goal"


def test_a_visitor_sees_nothing_that_is_not_public(town: Town) -> None:
    ids = furnish(town, is_public=False)
    visitor = Caller.visitor(town)
    for path in ("papers", "concepts", "statements", "recommendations", "programmes", "measures", "reports"):
        assert (path, visitor.get(f"/{path}").json()["total"]) == (path, 0)
        assert (path, visitor.get(f"/{path}/{ids[path]}").status_code) == (path, 404)
    # What is always public does not name what is not.
    assert visitor.get("/stages").json()["items"][0]["papers"] == []
    assert visitor.get("/resolutions").json()["items"] == []
    assert visitor.get(f"/conferences/{ids['conferences']}").json()["report_paper"] is None
    assert visitor.get(f"/committees/{ids['committees']}").json()["meetings"][0]["papers"] == []


def test_the_public_part_of_a_chain_does_not_lead_to_the_drafts(town: Town) -> None:
    from etappe.domain.participation.models import Recommendation, Statement
    from etappe.domain.programme.models import Measure, Programme

    ids = furnish(town, is_public=False)
    with town.scope():
        Programme.objects.update(is_public=True)
        Measure.objects.update(is_public=True)
    visitor = Caller.visitor(town)
    assert visitor.get(f"/measures/{ids['measures']}").json()["trace"] == []
    with town.scope():
        Recommendation.objects.update(is_public=True)
    # What a statement asks for waits for the statement; the sentence of a draft concept stays hidden even then.
    assert visitor.get(f"/measures/{ids['measures']}").json()["trace"] == []
    with town.scope():
        Statement.objects.update(is_public=True)
    trace = visitor.get(f"/measures/{ids['measures']}").json()["trace"][0]
    assert trace["sentences"] == []
    assert trace["statement_point"] is not None
    assert visitor.get(f"/measures/{ids['measures']}").json()["history"] is None
