"""Steering reports, statements and the chain over REST: the happy way, and what is refused with which words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from etappe.domain.kernel.actor import Role
from support.api import Caller
from support.api_town import Ids, furnish
from support.town import Town

Calling = Callable[[Role | None], Caller]


@pytest.fixture
def ids(town: Town) -> Ids:
    return furnish(town)


def test_a_statement_goes_from_draft_to_answers_its_association_reads(town: Town, calling: Calling, ids: Ids) -> None:
    provider, office, owner = calling(Role.PROVIDER), calling(Role.COORDINATOR), calling(Role.OWNER)
    begun = {"title": "Zum Konzept", "author": ids["organisation"], "when": "Herbst 2027", "is_public": True}
    made = provider.post("/statements", begun).json()
    assert (made["state"], made["is_public"]) == ("draft", False)
    path = f"/statements/{made['id']}"
    assert office.get(path).status_code == 404, "a draft belongs to its association"
    empty = provider.post(f"{path}/hand-in")
    assert empty.status_code == 422
    assert "Noch steht kein Punkt darin." in empty.json()["error"]["what"] + str(empty.json()["error"]["where"])
    provider.post(f"{path}/points", {"title": "Kitas", "text": "Es braucht mehr Plätze."})
    assert provider.post(f"{path}/hand-in").json()["state"] == "handed_in"

    assert owner.patch(f"{path}/points/1/answer", {"text": "…"}).status_code == 404, "nobody is named to answer yet"
    office.send("put", f"{path}/points/1/unit", {"unit": town.office.pk})
    unanswered = office.post(f"{path}/conclude")
    assert unanswered.status_code == 422
    given = {"text": "Sie kommen.", "consequence": "examined", "due": "2028-03-31"}
    answered = owner.patch(f"{path}/points/1/answer", given).json()["points"][0]["answer"]
    assert (answered["text"], answered["due"]) == ("Sie kommen.", "2028-03-31")
    assert provider.get(path).json()["points"][0]["answer"] is None, "not before all answers go out"
    assert office.post(f"{path}/conclude").json()["state"] == "answered"
    assert provider.get(path).json()["points"][0]["answer"]["text"] == "Sie kommen."
    assert calling(None).get(path).status_code == 404
    assert owner.patch(f"{path}/points/1/answer", {"text": "Doch nicht."}).status_code == 409


def test_what_is_examined_needs_its_day(calling: Calling, ids: Ids) -> None:
    path = f"/statements/{ids['statements']}/points/{ids['points']}/answer"
    answer = calling(Role.OWNER).patch(path, {"text": "Wir prüfen.", "consequence": "examined"})
    assert answer.status_code == 422
    assert "Bis wann wird geprüft?" in str(answer.json()["error"])


def test_a_point_that_is_not_there_is_named(calling: Calling, ids: Ids) -> None:
    answer = calling(Role.COORDINATOR).patch(f"/statements/{ids['statements']}/points/99/answer", {"text": "…"})
    assert answer.status_code == 404
    assert "Diesen Punkt gibt es in der Stellungnahme nicht." in answer.json()["error"]["what"]


def test_a_report_is_drafted_written_and_released_for_good(calling: Calling, ids: Ids) -> None:
    office = calling(Role.COORDINATOR)
    begun = office.post("/steering-reports", {"round": ids["closed_rounds"], "title": "Bericht"}).json()
    path = f"/steering-reports/{begun['id']}"
    words = {"summary": "Es geht voran.", "paper": ids["papers"], "expected_version": begun["version"]}
    written = office.patch(path, words).json()
    assert (written["summary"], written["paper"]["id"]) == ("Es geht voran.", ids["papers"])
    late = office.patch(path, {"summary": "Es stockt.", "expected_version": begun["version"]})
    assert late.status_code == 409
    assert late.json()["error"]["theirs"]["summary"] == "Es geht voran."
    released = office.post(f"{path}/release").json()
    assert (released["state"], len(released["sha256"]), len(released["files"])) == ("released", 64, 6)
    for refused in (office.patch(path, {"summary": "Doch anders."}), office.post(f"{path}/release")):
        assert refused.status_code == 409
    assert calling(None).get("/steering-reports").json()["total"] == 0
    assert calling(None).get(path).status_code == 404


def test_a_report_on_a_round_that_still_runs_is_not_released(calling: Calling, ids: Ids) -> None:
    office = calling(Role.COORDINATOR)
    begun = office.post("/steering-reports", {"round": ids["rounds"], "title": "Zu früh"}).json()
    answer = office.post(f"/steering-reports/{begun['id']}/release")
    assert answer.status_code == 422
    assert "Die Abfrage läuft noch." in str(answer.json()["error"])


def test_the_chain_of_a_measure_is_told_to_each_as_they_may_see_it(calling: Calling, ids: Ids) -> None:
    path = f"/measures/{ids['measures']}/chain"
    inside, outside = calling(Role.OWNER).get(path).json(), calling(None).get(path).json()
    kinds = [link["kind"] for link in inside["links"]]
    assert kinds[:4] == ["sentence", "recommendation", "goal", "measure"]
    assert kinds[-1] == "result"
    assert {"reply", "deviation", "decision"} <= set(kinds)
    assert "deviation" not in [link["kind"] for link in outside["links"]], "no decision has a public paper yet"
    assert next(link for link in inside["links"] if link["kind"] == "measure")["object"] == (
        f"programme.measure {ids['measures']}"
    )
    assert calling(None).get("/measures/9999/chain").status_code == 404


def test_the_chain_of_a_recommendation_leads_to_each_of_its_measures(calling: Calling, ids: Ids) -> None:
    found = calling(Role.COORDINATOR).get(f"/recommendations/{ids['recommendations']}/chain").json()
    assert [link["kind"] for link in found["before"]][-1] == "recommendation"
    assert len(found["ways"]) == 1
    assert found["ways"][0]["links"][-1]["kind"] == "result"
    assert calling(None).get("/recommendations/9999/chain").status_code == 404
