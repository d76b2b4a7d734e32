"""A concept paper over REST: send it in, follow the reading, correct a finding, make a recommendation of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from etappe.domain.kernel.actor import Role
from support.api import Caller
from support.town import Town

Calling = Callable[[Role | None], Caller]
TEXT = """1 Bildung

Es müssten mehr Plätze in Kitas geschaffen werden.

Das Jugendamt schafft bis Ende 2027 zehn Plätze für Kinder unter drei Jahren.
"""


def _upload(caller: Caller, concept: int, content: bytes) -> Any:
    file = SimpleUploadedFile("konzept.txt", content)
    address = caller.address(f"/concepts/{concept}/versions")
    return caller.client.post(address, {"file": file}, headers=caller.headers)


def test_from_a_file_to_a_recommendation(
    town: Town, calling: Calling, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    coordinator = calling(Role.COORDINATOR)
    concept = coordinator.post("/concepts", {"title": "Integrationskonzept", "is_public": True}).json()["id"]
    with django_capture_on_commit_callbacks(execute=True):
        assert _upload(coordinator, concept, TEXT.encode()).status_code == 201
    version = coordinator.get(f"/concepts/{concept}/versions/1").json()
    assert version["state"] == "ready"
    assert sum(version["counts"].values()) == 2
    findings = coordinator.get(f"/concepts/{concept}/versions/1/findings").json()["items"]
    open_one = next(finding for finding in findings if "müssten" in finding["text"])
    assert "müssten" in open_one["cues"]
    corrected = coordinator.patch(f"/findings/{open_one['id']}", {"kind": "background"}).json()
    assert (corrected["kind"], corrected["corrected"]) == ("background", True)
    made = coordinator.post("/recommendations", {"text": "Mehr Plätze", "findings": [open_one["id"]]}).json()
    assert made["sentences"][0]["text"] == open_one["text"]
    assert coordinator.get(f"/concepts/{concept}/versions/1").json()["corrected"] == 1


def test_a_visitor_sees_the_concept_but_not_how_it_is_worked_on(town: Town, calling: Calling) -> None:
    coordinator = calling(Role.COORDINATOR)
    concept = coordinator.post("/concepts", {"title": "Integrationskonzept", "is_public": True}).json()["id"]
    _upload(coordinator, concept, TEXT.encode())
    visitor = calling(None)
    assert visitor.get(f"/concepts/{concept}").json()["versions"] == []
    assert visitor.get(f"/concepts/{concept}/versions").json()["total"] == 0
    assert visitor.get(f"/concepts/{concept}/versions/1").status_code == 404


@pytest.mark.parametrize("content", [b"", TEXT.encode()])
def test_an_empty_file_and_the_same_file_twice_are_refused(town: Town, calling: Calling, content: bytes) -> None:
    coordinator = calling(Role.COORDINATOR)
    concept = coordinator.post("/concepts", {"title": "Integrationskonzept"}).json()["id"]
    _upload(coordinator, concept, TEXT.encode())
    answer = _upload(coordinator, concept, content)
    assert answer.status_code == 422
    assert answer.json()["error"]["where"][0]["field"] == "file"


def test_a_report_is_handed_out_as_it_was_made(town: Town, calling: Calling) -> None:
    from hashlib import sha256

    from support.town import build_programme

    build_programme(town, measures=1)
    coordinator = calling(Role.COORDINATOR)
    made = coordinator.post("/programmes/integrationsprogramm/reports", {"format": "docx", "for_public": True}).json()
    assert calling(None).get(f"/reports/{made['id']}/file").status_code == 404
    assert coordinator.post(f"/reports/{made['id']}/publish").json()["is_public"]
    file = calling(None).get(f"/reports/{made['id']}/file")
    assert sha256(file.content).hexdigest() == made["sha256"] == file["X-Content-SHA256"]
    assert file["Content-Disposition"].endswith('.docx"')
