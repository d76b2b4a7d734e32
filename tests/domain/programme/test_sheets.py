"""Many measures at once: the sheet goes out, comes back, shows its difference, and is taken in as a whole or not."""

from __future__ import annotations

from typing import Any

import pytest

from etappe.domain.audit.models import Event
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.errors import DomainError, IllegalTransition, Invalid, NotAllowed
from etappe.domain.programme.actions import sheets
from etappe.domain.programme.actions.measures import change_measure
from etappe.domain.programme.actions.sheets import apply_sheet, export_sheet, plan_of, upload_sheet
from etappe.domain.programme.models import Measure, SheetImport
from support.inhabited import Inhabited, when

pytestmark = pytest.mark.django_db
HEADER = "Nr.\tTitel\tHandlungsfeld\tZuständig\tFrist"


@pytest.fixture(autouse=True)
def scope(here: Inhabited):
    with here.town.scope():
        yield


@pytest.fixture
def actor(here: Inhabited) -> Actor:
    return here.town.actor(Role.COORDINATOR)


def pasted(here: Inhabited, *lines: str) -> SheetImport:
    """Paste cells, header first, as columns that the sheet has."""
    return upload_sheet(
        actor=here.town.actor(Role.COORDINATOR),
        programme=here.things.programme,
        filename="eingefügt",
        content="\n".join(lines).encode(),
        pasted=True,
    )


def headings() -> dict[str, str]:
    from etappe.interop.measure_sheet import COLUMNS

    return {column.key: column.title for column in COLUMNS}


def header(*keys: str) -> str:
    return "\t".join(headings()[key] for key in keys)


def applied(here: Inhabited, sheet: SheetImport) -> Any:
    actor = here.town.actor(Role.COORDINATOR)
    return apply_sheet(actor=actor, sheet=sheet, fingerprint=plan_of(actor=actor, sheet=sheet).fingerprint)


def test_what_went_out_comes_back_without_a_difference(here: Inhabited, actor: Actor) -> None:
    change_measure(
        actor=actor,
        measure=here.things.measure,
        changes={
            "start": when("Frühjahr 2026"),
            "deadline": when("2027/2028"),
            "budget": 1234.5,
            "description": "Zeile eins\nZeile zwei",
            "target_groups": [here.things.target_group],
            "goal": here.things.goal,
        },
    )
    content = export_sheet(actor=actor, programme=here.things.programme)
    sheet = upload_sheet(actor=actor, programme=here.things.programme, filename="plan.xlsx", content=content)
    plan = plan_of(actor=actor, sheet=sheet)
    assert (plan.errors, plan.count("same"), plan.count("changed"), plan.count("new")) == ((), 2, 0, 0)


def test_looking_at_the_difference_changes_nothing(here: Inhabited, actor: Actor) -> None:
    sheet = pasted(here, header("number", "title"), "1\tElterncafé im Norden", "2\tElterncafé draft_measure")
    events = Event.objects.count()
    plan = plan_of(actor=actor, sheet=sheet)
    (changed,) = [row for row in plan.rows if row.kind == "changed"]
    assert [(item.before, item.after) for item in changed.differences] == [
        ("Elterncafé measure", "Elterncafé im Norden")
    ]
    assert plan.count("same") == 1
    assert Event.objects.count() == events
    assert Measure.objects.get(pk=here.things.measure.pk).title == "Elterncafé measure"


def test_all_of_it_is_taken_in(here: Inhabited) -> None:
    sheet = pasted(
        here, header("number", "title", "field", "owner"), "1\tGeändert\tBildung\tAmt 50", "\tNeu\tBildung\tAmt 51"
    )
    plan = applied(here, sheet)
    assert (plan.count("changed"), plan.count("new")) == (1, 1)
    stored = Measure.objects.get(pk=here.things.measure.pk)
    assert (stored.title, stored.owner) == ("Geändert", here.town.other_office)
    assert Measure.objects.get(title="Neu").number == 3
    assert SheetImport.objects.get(pk=sheet.pk).applied_at is not None


def test_a_column_that_is_missing_leaves_its_field_alone_and_an_empty_cell_clears_it(here: Inhabited) -> None:
    applied(here, pasted(here, header("number", "title"), "1\tNeuer Titel"))
    assert Measure.objects.get(pk=here.things.measure.pk).owner == here.town.office
    applied(here, pasted(here, header("number", "title", "owner"), "1\tNeuer Titel\t"))
    assert Measure.objects.get(pk=here.things.measure.pk).owner is None


def test_names_nobody_knows_are_told_by_row_and_column(here: Inhabited, actor: Actor) -> None:
    sheet = pasted(
        here,
        header("number", "title", "field", "owner", "partners", "target_groups"),
        "1\tA\tBildung\tAmt 99\tVerband\tJugendliche",
        "99\tB\tBildung\tAmt 51\tVerband\tJugendliche",
        "\tC\tUnbekannt\tAmt 51\tNiemand\tJugendliche",
        "\tD\t\tAmt 51\tVerband\tJugendliche",
    )
    plan = plan_of(actor=actor, sheet=sheet)
    told = {(error.row, error.found) for error in plan.errors}
    assert {(2, "Amt 99"), (3, "99"), (4, "Unbekannt"), (4, "Niemand"), (5, "")} == told
    assert "Amt 51" in next(error.expected for error in plan.errors if error.found == "Amt 99")


def test_one_error_and_nothing_is_taken_in(here: Inhabited) -> None:
    sheet = pasted(here, header("number", "title", "owner"), "1\tGeändert\tAmt 51", "2\tAuch\tAmt 99")
    with pytest.raises(Invalid):
        applied(here, sheet)
    assert Measure.objects.get(pk=here.things.measure.pk).title == "Elterncafé measure"
    assert SheetImport.objects.get(pk=sheet.pk).applied_at is None


def test_a_failure_in_the_last_row_takes_the_first_back(here: Inhabited, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = pasted(here, header("number", "title"), "1\tGeändert", "2\tAuch geändert")
    change = sheets.change_measure

    def fails_at_the_second(**values: Any) -> Measure:
        if values["measure"].number == 2:
            raise Invalid({"": "voll"})
        return change(**values)

    monkeypatch.setattr(sheets, "change_measure", fails_at_the_second)
    with pytest.raises(Invalid):
        applied(here, sheet)
    assert Measure.objects.get(pk=here.things.measure.pk).title == "Elterncafé measure"


def test_the_same_number_twice_is_an_error(here: Inhabited, actor: Actor) -> None:
    plan = plan_of(actor=actor, sheet=pasted(here, header("number", "title"), "1\tA", "1\tB"))
    assert [(error.row, error.found) for error in plan.errors] == [(2, "1"), (3, "1")]


def test_what_changed_meanwhile_is_looked_at_again_first(here: Inhabited, actor: Actor) -> None:
    sheet = pasted(here, header("number", "title"), "1\tGeändert")
    seen = plan_of(actor=actor, sheet=sheet).fingerprint
    change_measure(actor=actor, measure=here.things.measure, changes={"title": "Von jemand anderem"})
    with pytest.raises(IllegalTransition, match="neu ansehen"):
        apply_sheet(actor=actor, sheet=sheet, fingerprint=seen)
    assert Measure.objects.get(pk=here.things.measure.pk).title == "Von jemand anderem"


def test_a_sheet_is_taken_in_once_even_from_an_old_page(here: Inhabited, actor: Actor) -> None:
    sheet = pasted(here, header("title", "field"), "Neu\tBildung")
    seen = plan_of(actor=actor, sheet=sheet).fingerprint
    old = SheetImport.objects.get(pk=sheet.pk)
    apply_sheet(actor=actor, sheet=sheet, fingerprint=seen)
    for again in (old, SheetImport.objects.get(pk=sheet.pk)):
        with pytest.raises(DomainError, match="schon übernommen"):
            apply_sheet(actor=actor, sheet=again, fingerprint=seen)
    assert Measure.objects.filter(title="Neu").count() == 1


def test_partners_and_milestones_come_along(here: Inhabited, actor: Actor) -> None:
    keys = header("number", "title", "partners", "milestones")
    applied(here, pasted(here, keys, "1\tElterncafé measure\tVerband; Amt 50\tEröffnung (31.12.2027)"))
    measure = Measure.objects.get(pk=here.things.measure.pk)
    assert {str(item) for item in measure.cooperations.all()} == {"Verband", "Amt 50"}
    assert [step.title for step in measure.milestones.all()] == ["Eröffnung"]
    plan = plan_of(
        actor=actor, sheet=pasted(here, keys, "1\tElterncafé measure\tVerband; Amt 50\tEröffnung (31.12.2027)")
    )
    assert plan.count("same") == 1


def test_five_hundred_rows_at_once(here: Inhabited) -> None:
    rows = [f"Maßnahme {number}\tBildung" for number in range(500)]
    plan = applied(here, pasted(here, header("title", "field"), *rows))
    assert plan.count("new") == 500
    assert Measure.objects.filter(programme=here.things.programme).count() == 502


@pytest.mark.parametrize("content", [b"", b"   ", b"\n"])
def test_nothing_is_refused(here: Inhabited, actor: Actor, content: bytes) -> None:
    with pytest.raises(Invalid):
        upload_sheet(actor=actor, programme=here.things.programme, filename="leer.xlsx", content=content)


@pytest.mark.parametrize("content", [b"kein Excel", b"PK\x03\x04 kaputt", b"\x00" * 200])
def test_what_is_no_sheet_says_so(here: Inhabited, actor: Actor, content: bytes) -> None:
    sheet = upload_sheet(actor=actor, programme=here.things.programme, filename="x.xlsx", content=content)
    plan = plan_of(actor=actor, sheet=sheet)
    assert (len(plan.errors), plan.rows) == (1, ())


def test_only_the_coordinating_office_takes_sheets_in(here: Inhabited) -> None:
    sheet = pasted(here, header("number", "title"), "1\tA")
    for role in (Role.OWNER, Role.DECIDER, Role.STATISTICS, Role.ADMIN):
        with pytest.raises(NotAllowed):
            apply_sheet(actor=here.town.actor(role), sheet=sheet, fingerprint="")
    for who in (here.town.actor(Role.PROVIDER), here.town.visitor):
        with pytest.raises(NotAllowed):
            plan_of(actor=who, sheet=sheet)
