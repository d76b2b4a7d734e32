"""The page about the council information system: who sets it up, who reads it, and what it says afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from etappe.domain.council.actions import change_meeting, set_council_source
from etappe.domain.council.models import CouncilSource, Paper
from etappe.domain.kernel.actor import Role
from support.inhabited import Inhabited, when
from support.oparl_server import CouncilSystem, furnish, running

Browser = Callable[..., Client]


@pytest.fixture
def system(here: Inhabited, settings: Any) -> Iterator[CouncilSystem]:
    """A system that may be reached, and whose address is set."""
    settings.COUNCIL_PRIVATE_HOSTS = ["127.0.0.1"]
    with running() as system, here.town.scope():
        furnish(system)
        place = here.town.municipality
        set_council_source(actor=here.town.actor(Role.ADMIN), municipality=place, address=system.body)
        yield system


def page(here: Inhabited, name: str = "source") -> str:
    return reverse(f"council:{name}", args=[here.slug])


def start(here: Inhabited, client: Client, run_later: Any) -> str:
    with run_later(execute=True):
        return client.post(page(here, "source_start"), follow=True).content.decode()


def test_the_administration_sets_the_address(here: Inhabited, signed_in: Browser) -> None:
    client = signed_in(Role.ADMIN)
    given = {"address": "https://ris.example.org/oparl/system", "read_from": "2026-01-01"}
    shown = client.post(page(here, "source_edit"), given, follow=True).content.decode()
    assert "Die Adresse ist gespeichert." in shown
    assert given["address"] in shown
    assert "Jetzt abgleichen" not in shown


def test_an_address_inside_the_own_network_is_refused_at_its_field(here: Inhabited, signed_in: Browser) -> None:
    answer = signed_in(Role.ADMIN).post(page(here, "source_edit"), {"address": "http://169.254.169.254/latest/"})
    assert "eigenen Netz" in str(answer.context["form"].errors["address"])


def test_the_coordinating_office_reads_it_and_sees_what_came(
    here: Inhabited, system: CouncilSystem, signed_in: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    system.add("paper", 5, reference="26-0815", name="Noch eine mit dieser Nummer")
    client = signed_in(Role.COORDINATOR)
    start(here, client, django_capture_on_commit_callbacks)
    shown = client.get(page(here)).content.decode()
    assert "Stadt Musterstadt (Beispieldaten)" in shown
    assert "15 neu, 0 geändert, 0 zurückgezogen" in shown
    assert "tragen dort zwei Drucksachen" in shown


def test_why_a_reading_was_broken_off_stands_there_with_what_to_do(
    here: Inhabited, system: CouncilSystem, signed_in: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    system.fail("/body/1", status=200, body=b"<html>Wartung</html>")
    client = signed_in(Role.COORDINATOR)
    start(here, client, django_capture_on_commit_callbacks)
    shown = client.get(page(here)).content.decode()
    assert "Der letzte Abgleich wurde abgebrochen" in shown
    assert "kein JSON, sondern: HTML" in shown


def test_a_reading_under_way_is_not_started_again(here: Inhabited, system: CouncilSystem, signed_in: Browser) -> None:
    from django.utils import timezone

    CouncilSource.objects.update(state="running", progressed=timezone.now())
    client = signed_in(Role.COORDINATOR)
    assert "gerade schon gelesen" in client.post(page(here, "source_start"), follow=True).content.decode()
    assert "disabled" in client.get(page(here)).content.decode()


def test_without_a_source_the_page_says_who_can_set_it_up(here: Inhabited, signed_in: Browser) -> None:
    with here.town.scope():
        CouncilSource.objects.all().delete()
    assert "Die Verwaltung Ihrer Kommune kann" in signed_in(Role.COORDINATOR).get(page(here)).content.decode()
    assert "Adresse eintragen" in signed_in(Role.ADMIN).get(page(here)).content.decode()
    assert signed_in(Role.COORDINATOR).post(page(here, "source_start")).status_code == 302


def test_a_meeting_that_moves_shows_it_on_the_pages_of_its_papers(here: Inhabited, signed_in: Browser) -> None:
    meeting = here.things.meeting
    given = {"when": "30.12.2099", "place": "Rathaus"}
    address = reverse("council:meeting_edit", args=[here.slug, meeting.pk])
    signed_in(Role.COORDINATOR).post(address, given)
    paper = signed_in(None).get(here.things.paper.get_absolute_url()).content.decode()
    assert "30.12.2099" in paper
    assert "verschoben, bisher 31.12.2099" in paper
    with here.town.scope():
        change_meeting(actor=here.town.actor(Role.COORDINATOR), meeting=meeting, changes={"cancelled": True})
    assert "entfällt" in signed_in(None).get(here.things.paper.get_absolute_url()).content.decode()


def test_a_withdrawn_paper_says_so(here: Inhabited, signed_in: Browser) -> None:
    with here.town.scope():
        Paper.objects.filter(pk=here.things.paper.pk).update(withdrawn_on=when("05.03.2026").start)
    shown = signed_in(None).get(here.things.paper.get_absolute_url()).content.decode()
    assert "seit 05.03.2026 nicht mehr im Ratsinformationssystem" in shown
