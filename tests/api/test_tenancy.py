"""Municipalities, units, organisations and alliances over REST."""

from __future__ import annotations

from collections.abc import Callable

from etappe.domain.kernel.actor import Role
from support.api import Caller
from support.town import Town

Calling = Callable[[Role | None], Caller]


def test_a_visitor_finds_municipality_and_units(town: Town, calling: Calling) -> None:
    visitor = calling(None)
    assert visitor.get("//municipalities").json()["items"][0]["slug"] == town.municipality.slug
    assert visitor.get("").json()["ags"] == town.municipality.ags
    units = visitor.get("/units").json()
    assert units["total"] == 3
    assert {unit["short"] for unit in units["items"]} == {"Dez. III", "Amt 50", "Amt 51"}


def test_the_administration_adds_a_unit(town: Town, calling: Calling) -> None:
    body = {
        "name": "Schulamt",
        "short": "Amt 40",
        "kind": "office",
        "authority": "executes",
        "parent": town.department.pk,
    }
    answer = calling(Role.ADMIN).post("/units", body)
    assert answer.status_code == 201
    assert answer.json()["parent"] == {"id": town.department.pk, "name": "Dez. III"}
    assert calling(Role.OWNER).post("/units", body).status_code == 403
    assert calling(None).post("/units", body).status_code == 401
    refused = calling(Role.ADMIN).post("/units", body | {"authority": "rules", "colour": "red"})
    assert refused.status_code == 422
    assert {place["field"] for place in refused.json()["error"]["where"]} == {"authority", "colour"}
