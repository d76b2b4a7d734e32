"""Errors say what happened, where, and what to do; none of them is a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from etappe.domain.kernel.actor import Role
from support.api import Caller
from support.api_town import furnish
from support.town import Town

Calling = Callable[[Role | None], Caller]


def _send(caller: Caller, path: str, body: str | bytes) -> Any:
    return caller.client.generic(
        "POST", caller.address(path), body, content_type="application/json", headers=caller.headers
    )


@pytest.mark.parametrize("body", ["{", b"\xff\xfe", "[" * 5_000, json.dumps({"name": "x" * 6_000_000})])
def test_what_cannot_be_read_is_a_bad_request(town: Town, calling: Calling, body: str | bytes) -> None:
    answer = _send(calling(Role.COORDINATOR), "/organisations", body)
    assert answer.status_code == 400
    assert answer.json()["error"]["do"]


def test_a_broken_upload_is_a_bad_request(town: Town, calling: Calling) -> None:
    ids, coordinator = furnish(town), calling(Role.COORDINATOR)
    answer = coordinator.client.generic(
        "POST",
        coordinator.address(f"/concepts/{ids['concepts']}/versions"),
        b"--no boundary",
        content_type="multipart/form-data",
        headers=coordinator.headers,
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Diese Angabe fehlt."),
        ({"name": ""}, "Bitte nicht leer lassen."),
        ({"name": 7}, "Hier wird ein Text erwartet."),
        ({"name": "x" * 301}, "Der Text ist zu lang; erlaubt sind 300 Zeichen."),
        ({"name": "Verein\x00"}, "Der Text enthält Steuerzeichen. Bitte ohne sie schicken."),
    ],
)
def test_each_field_says_what_is_wrong_with_it(
    town: Town, calling: Calling, sent: dict[str, Any], message: str
) -> None:
    answer = calling(Role.COORDINATOR).post("/organisations", {"kind": "migrant", **sent})
    assert answer.status_code == 422
    assert answer.json()["error"]["where"] == [{"field": "name", "message": message}]


def test_half_a_letter_is_refused(town: Town, calling: Calling) -> None:
    answer = _send(calling(Role.COORDINATOR), "/organisations", '{"name": "\\ud800", "kind": "migrant"}')
    assert answer.status_code == 422
    assert "UTF-8" in answer.json()["error"]["where"][0]["message"]


def test_what_the_domain_refuses_names_the_field(town: Town, calling: Calling) -> None:
    ids, coordinator = furnish(town), calling(Role.COORDINATOR)
    taken = coordinator.post("/organisations", {"name": town.association.name, "kind": "welfare"})
    assert taken.status_code == 422
    refused = coordinator.post(f"/recommendations/{ids['recommendations']}/state", {"state": "rejected"})
    assert refused.status_code == 422
    assert refused.json()["error"]["where"][0]["field"] == "reason"
    both = {"unit": ids["unit"], "organisation": ids["organisation"]}
    assert coordinator.post(f"/measures/{ids['measures']}/partners", both).status_code == 422


def test_what_the_state_does_not_allow_is_a_conflict(town: Town, calling: Calling) -> None:
    from etappe.domain.participation.models import ConceptVersion

    ids = furnish(town)
    with town.scope():
        ConceptVersion.objects.update(state=ConceptVersion.State.READY)
    answer = calling(Role.COORDINATOR).post(f"/concepts/{ids['concepts']}/versions/1/read")
    assert answer.status_code == 409
    assert answer.json()["error"]["what"] == "Diese Fassung ist schon gelesen."


def test_what_nobody_expected_is_told_without_a_traceback(
    town: Town, calling: Calling, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from etappe.domain.tenancy.policies import UnitPolicy

    def broken(actor: Any) -> Any:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(UnitPolicy, "queryset", broken)
    answer = calling(None).get("/units")
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert "secret detail" in caplog.text
