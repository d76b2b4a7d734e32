"""Objects of OParl become dataclasses; broken ones become findings, and nothing stops the reading."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.interop.oparl import Finding, Kind, Meeting, Paper, Trouble, read
from support.oparl_server import CouncilSystem

ID = "https://ris.example/1"


def one(kind: Kind, **raw: Any) -> tuple[Any, list[Finding]]:
    findings: list[Finding] = []
    return read(kind, {"id": ID, **raw}, findings), findings


def raw_of(system: CouncilSystem, name: str, number: int) -> dict[str, Any]:
    return next(item for item in system.objects[name] if item["id"] == system.id(name, number))


def test_a_meeting_brings_its_agenda(system: CouncilSystem) -> None:
    findings: list[Finding] = []
    meeting = read(Kind.MEETINGS, raw_of(system, "meeting", 1), findings)
    assert isinstance(meeting, Meeting)
    assert meeting.start is not None
    assert meeting.start.strftime("%d.%m.%Y %H:%M") == "14.03.2027 17:00"
    assert meeting.place == "Raum 1, Rathausplatz 1, Musterstadt"
    assert [item.title for item in meeting.items or ()] == ["Integrationsprogramm und Bericht", "Verschiedenes"]
    assert findings == []


def test_a_paper_brings_its_path_and_where_its_files_are(system: CouncilSystem) -> None:
    paper = read(Kind.PAPERS, raw_of(system, "paper", 1), [])
    assert isinstance(paper, Paper)
    assert (paper.reference, paper.dated) == ("26-0815", date(2026, 12, 1))
    assert [file.address for file in paper.files] == ["https://ris.example/1.pdf"]
    assert [(step.role, step.authoritative) for step in paper.consultations or ()] == [
        ("Vorberatung", False),
        ("Entscheidung", True),
    ]


@pytest.mark.parametrize("kind", Kind)
def test_a_tombstone_says_nothing_but_that_it_is_one(kind: Kind) -> None:
    gone, findings = one(kind, deleted=True, name="Vertraulich", start="kein Datum")
    assert (gone.id, gone.deleted, findings) == (ID, True, [])
    assert "Vertraulich" not in repr(gone)


@pytest.mark.parametrize("raw", [None, 7, "https://ris.example/1", [], {}, {"id": 7}, {"id": "javascript:alert(1)"}])
def test_what_has_no_usable_id_is_left_out_and_told(raw: Any) -> None:
    findings: list[Finding] = []
    assert read(Kind.PAPERS, raw, findings) is None
    assert [finding.trouble for finding in findings] == [Trouble.BROKEN_OBJECT]


def test_an_object_of_another_type_is_left_out() -> None:
    found, findings = one(Kind.PAPERS, type="https://schema.oparl.org/1.1/Person")
    assert (found, findings) == (None, [Finding(Trouble.BROKEN_OBJECT, ID, "type")])


def test_a_date_nobody_can_read_is_left_out_and_told() -> None:
    meeting, findings = one(Kind.MEETINGS, start="übermorgen", organization="https://ris.example/o/1")
    assert meeting.start is None
    assert meeting.organizations == ("https://ris.example/o/1",)
    assert findings == [Finding(Trouble.BAD_VALUE, ID, "start")]


def test_a_time_without_offset_is_german_time() -> None:
    meeting, _ = one(Kind.MEETINGS, start="2027-07-01T23:30:00")
    assert meeting.start.isoformat() == "2027-07-01T23:30:00+02:00"
    meeting, _ = one(Kind.MEETINGS, start="2027-06-30T22:30:00Z")
    assert meeting.start.date() == date(2027, 7, 1)


def test_only_addresses_that_open_a_page_become_links() -> None:
    paper, _ = one(Kind.PAPERS, mainFile={"id": ID, "accessUrl": "javascript:alert(1)"}, auxiliaryFile="x")
    assert paper.files == ()


def test_an_item_may_lead_to_several_papers() -> None:
    item, _ = one(Kind.AGENDA_ITEMS, consultation=["https://ris.example/c/1", "https://ris.example/c/2"])
    assert len(item.consultations) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("type", "name", "start", "date", "organization", "agendaItem", "consultation", "location", "mainFile",
          "modified", "auxiliaryFile", "reference", "deleted", "order", "meeting")  # fmt: skip


@given(st.sampled_from(list(Kind)), st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_no_json_whatsoever_stops_the_reading(kind: Kind, values: dict[str, Any]) -> None:
    read(kind, {"id": ID, **values}, [])
