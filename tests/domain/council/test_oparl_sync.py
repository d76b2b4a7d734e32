"""Reading the council information system: what it brings, what it changes, what it takes back, where it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from etappe.domain.audit.models import Event
from etappe.domain.council.actions import (
    add_consultation,
    change_meeting,
    change_paper,
    create_committee,
    create_meeting,
    create_paper,
    set_council_source,
    sync_council_source,
)
from etappe.domain.council.models import AgendaItem, Committee, Consultation, CouncilSource, Meeting, Paper
from etappe.domain.council.queries import next_meetings
from etappe.domain.council.troubles import failure_of, problems_of
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import IllegalTransition, Invalid, NotAllowed
from etappe.interop.fuzzy_dates import parse_fuzzy_date
from etappe.interop.oparl import Client, Limits
from support.oparl_server import CouncilSystem, furnish, running
from support.town import Town

Sync = Callable[[], CouncilSource]
START = datetime(2027, 1, 10, 9, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def system() -> Iterator[CouncilSystem]:
    with running() as system:
        furnish(system)
        yield system


@pytest.fixture
def scoped(town: Town) -> Iterator[Town]:
    with town.scope():
        yield town


@pytest.fixture
def source(scoped: Town, system: CouncilSystem, settings: Any) -> CouncilSource:
    settings.COUNCIL_PRIVATE_HOSTS = ["127.0.0.1"]
    actor = scoped.actor(Role.ADMIN)
    return set_council_source(actor=actor, municipality=scoped.municipality, address=system.body)


@pytest.fixture
def sync(scoped: Town, system: CouncilSystem, source: CouncilSource) -> Sync:
    """Read the system as the coordinating office does; a week passes between two readings."""
    days = iter(range(0, 700, 7))

    def read() -> CouncilSource:
        limits = Limits(seconds=2, bytes=100_000, attempts=2)
        with Client(system.body, private_hosts=["127.0.0.1"], limits=limits, sleep=lambda _: None) as client:
            return sync_council_source(
                actor=scoped.actor(Role.COORDINATOR),
                source=CouncilSource.objects.get(),
                fetch=client.get,
                now=START + timedelta(days=next(days)),
            )

    return read


def paper(system: CouncilSystem, number: int) -> Paper:
    found: Paper = Paper.objects.get(oparl_id=system.id("paper", number))
    return found


def meeting(system: CouncilSystem, number: int) -> Meeting:
    found: Meeting = Meeting.objects.get(oparl_id=system.id("meeting", number))
    return found


def troubles(source: CouncilSource) -> list[str]:
    return [problem["trouble"] for problem in source.problems]


class TestTheFirstReading:
    def test_brings_committees_meetings_papers_and_their_paths(self, system: CouncilSystem, sync: Sync) -> None:
        read = sync()
        assert (read.state, read.problems, read.failure) == ("done", [], {})
        assert {c.name: c.kind for c in Committee.objects.exclude(oparl_id="")} == {
            "Rat der Stadt": "council",
            "Ausschuss für Soziales": "committee",
        }
        first = meeting(system, 1)
        assert (first.when.words, first.place) == ("14.03.2027, 17:00 Uhr", "Raum 1, Rathausplatz 1, Musterstadt")
        assert [str(item) for item in first.items.all()] == [
            "TOP 1: Integrationsprogramm und Bericht",
            "TOP 2: Verschiedenes",
        ]
        made = paper(system, 1)
        assert (made.number, made.kind, made.is_public, made.dated.words) == ("26-0815", "decision", True, "01.12.2026")
        assert [(step.part, step.meeting.when_from) for step in made.consultations.all()] == [
            ("advises", date(2027, 3, 14)),
            ("decides", date(2027, 4, 20)),
        ]
        assert made.links == [{"name": "Vorlage", "address": "https://ris.example/1.pdf"}]

    def test_puts_several_papers_under_one_item(self, system: CouncilSystem, sync: Sync) -> None:
        sync()
        item = AgendaItem.objects.get(oparl_id=system.id("agendaItem", 11))
        assert {step.paper.number for step in item.consultations.all()} == {"26-0815", "26-0816"}

    def test_keeps_a_paper_without_a_number_and_two_with_the_same(self, system: CouncilSystem, sync: Sync) -> None:
        system.add("paper", 5, reference="DS 26-0815", name="Noch eine")
        read = sync()
        assert paper(system, 4).number == "ohne Nummer"
        assert paper(system, 5).number == "DS 26-0815"
        assert troubles(read) == ["same_number"]

    def test_leaves_parliamentary_groups_out(self, sync: Sync) -> None:
        sync()
        assert not Committee.objects.filter(name__contains="Fraktion").exists()

    def test_says_in_the_event_log_what_it_did(self, scoped: Town, sync: Sync) -> None:
        sync()
        events = Event.objects.filter(municipality_id=scoped.municipality.pk)
        assert events.filter(verb="paper.created", reason="Abgleich mit dem Ratsinformationssystem").count() == 4
        finished = events.get(verb="council_source.sync_finished")
        assert finished.after["new"] == 2 + 3 + 2 + 4 + 3
        assert "oparl_values" not in str(list(events.values_list("before", "after")))


class TestReadingAgain:
    def test_changes_nothing_where_nothing_has_changed(self, system: CouncilSystem, sync: Sync) -> None:
        sync()
        versions = list(Paper.objects.values_list("pk", "version"))
        system.ignores_filters = True
        again = sync()
        assert (again.outcome["new"], again.outcome["changed"], again.outcome["withdrawn"]) == (0, 0, 0)
        assert list(Paper.objects.values_list("pk", "version")) == versions

    def test_asks_only_for_what_has_changed(self, system: CouncilSystem, sync: Sync) -> None:
        sync()
        system.asked.clear()
        sync()
        lists = [target for target in system.asked if target.startswith("/list/")]
        assert len(lists) == 5
        assert all("modified_since=2027-01-10T08%3A00%3A00%2B01%3A00" in target for target in lists)

    def test_brings_what_has_changed(self, system: CouncilSystem, sync: Sync) -> None:
        sync()
        system.change("paper", 3, name="Anfrage zu Integrationskursen")
        again = sync()
        assert paper(system, 3).title == "Anfrage zu Integrationskursen"
        assert again.outcome["changed"] == 1

    def test_starts_from_the_beginning_at_a_new_address(self, scoped: Town, system: CouncilSystem, sync: Sync) -> None:
        sync()
        actor = scoped.actor(Role.ADMIN)
        moved = set_council_source(
            actor=actor,
            municipality=scoped.municipality,
            address=system.address + "/system",
            read_from=date(2026, 1, 1),
        )
        assert (moved.read_until, moved.state) == (None, "never")


class TestWhatIsDeletedThere:
    def test_is_withdrawn_here_and_stays(self, system: CouncilSystem, sync: Sync) -> None:
        sync()
        for name, number in (
            ("organization", 1),
            ("meeting", 3),
            ("paper", 3),
            ("consultation", 22),
            ("agendaItem", 12),
        ):
            system.delete(name, number)
        again = sync()
        assert again.outcome["withdrawn"] == 5
        assert paper(system, 3).withdrawn_on == date(2027, 1, 17)
        assert meeting(system, 3) not in next_meetings(date(2027, 1, 1), limit=50)
        assert Consultation.objects.get(oparl_id=system.id("consultation", 22)).withdrawn_on is not None

    def test_and_never_was_here_stays_unknown(self, system: CouncilSystem, sync: Sync) -> None:
        sync()
        system.add("paper", 9, reference="26-0900", name="Vertraulich")
        system.delete("paper", 9)
        assert sync().outcome["withdrawn"] == 0
        assert not Paper.objects.filter(oparl_id=system.id("paper", 9)).exists()

    def test_comes_back_when_it_comes_back_there(self, system: CouncilSystem, sync: Sync) -> None:
        sync()
        system.delete("paper", 3)
        sync()
        system.add(
            "paper", 3, reference="26-0817", name="Anfrage zu Sprachkursen", paperType="Anfrage", modified="2028"
        )
        sync()
        assert paper(system, 3).withdrawn_on is None

    def test_an_item_that_is_off_the_agenda_is_withdrawn_without_a_tombstone(
        self, system: CouncilSystem, sync: Sync
    ) -> None:
        sync()
        (first,) = [item for item in system.objects["meeting"] if item["id"] == system.id("meeting", 1)]
        # The remaining item moves up: both numbers change hands at once.
        system.change("meeting", 1, agendaItem=[first["agendaItem"][1] | {"number": "1"}])
        sync()
        here = {item.title: (item.number, item.withdrawn_on) for item in meeting(system, 1).items.all()}
        assert here == {
            "Integrationsprogramm und Bericht": ("1", date(2027, 1, 17)),
            "Verschiedenes": ("1", None),
        }


class TestAMeetingThatMoves:
    def test_takes_the_dates_on_the_pages_of_its_papers_along_and_says_so(
        self, system: CouncilSystem, sync: Sync
    ) -> None:
        sync()
        system.change("meeting", 1, start="2027-03-21T17:00:00+01:00")
        sync()
        moved = meeting(system, 1)
        assert (moved.when_from, moved.moved_from) == (date(2027, 3, 21), "14.03.2027, 17:00 Uhr")
        told = Event.objects.filter(verb="paper.meeting_moved")
        assert {event.object_id for event in told} == {str(paper(system, number).pk) for number in (1, 2)}
        assert told[0].after == {
            "committee": "Ausschuss für Soziales",
            "before": "14.03.2027, 17:00 Uhr",
            "after": "21.03.2027, 17:00 Uhr",
        }

    def test_back_to_where_it_was_is_not_moved_any_more(self, system: CouncilSystem, sync: Sync) -> None:
        sync()
        for start in ("2027-03-21T17:00:00+01:00", "2027-03-14T17:00:00+01:00"):
            system.change("meeting", 1, start=start)
            sync()
        assert meeting(system, 1).moved_from == ""

    def test_or_falls_out_says_so_too(self, system: CouncilSystem, sync: Sync) -> None:
        sync()
        system.change("meeting", 1, cancelled=True)
        sync()
        assert meeting(system, 1).cancelled
        assert Event.objects.filter(verb="paper.meeting_cancelled").count() == 2

    def test_by_hand_is_not_moved_back_by_the_next_reading(
        self, scoped: Town, system: CouncilSystem, sync: Sync
    ) -> None:
        sync()
        changes = {"when": parse_fuzzy_date("28.03.2027")}
        change_meeting(actor=scoped.actor(Role.COORDINATOR), meeting=meeting(system, 1), changes=changes)
        system.change("meeting", 1, location={"description": "Aula"})
        sync()
        assert (meeting(system, 1).when.words, meeting(system, 1).place) == ("28.03.2027", "Aula")
        assert Event.objects.filter(verb="paper.meeting_moved").count() == 2


class TestWhatWasChangedHere:
    def test_stays_and_a_problem_says_where_both_have_changed_it(
        self, scoped: Town, system: CouncilSystem, sync: Sync
    ) -> None:
        sync()
        actor = scoped.actor(Role.COORDINATOR)
        change_paper(actor=actor, paper=paper(system, 1), changes={"title": "Programm 2030"})
        system.change("paper", 1, name="Integrationsprogramm (Neufassung)", paperType="Bericht")
        again = sync()
        assert (paper(system, 1).title, paper(system, 1).kind) == ("Programm 2030", "report")
        ((about, sentence),) = problems_of(again)
        assert about == "Drucksache 26-0815"
        assert "„Betreff“ wurde hier geändert" in sentence
        assert sync().problems == []

    def test_what_was_entered_here_before_is_linked_and_not_doubled(
        self, scoped: Town, system: CouncilSystem, source: CouncilSource, sync: Sync
    ) -> None:
        actor, place = scoped.actor(Role.COORDINATOR), scoped.municipality
        committee = create_committee(actor=actor, municipality=place, name="Ausschuss für  soziales", kind="committee")
        held = create_meeting(actor=actor, committee=committee, when=parse_fuzzy_date("14.03.2027"))
        entered = create_paper(
            actor=actor, municipality=place, number="DS Nr. 26-0815", title="Unser Programm", kind="decision"
        )
        step = add_consultation(actor=actor, paper=entered, committee=committee, part="advises", meeting=held)
        sync()
        assert (paper(system, 1).pk, paper(system, 1).title) == (entered.pk, "Unser Programm")
        assert not paper(system, 1).is_public  # what is a draft here is not published by reading
        assert meeting(system, 1).pk == held.pk
        assert Consultation.objects.get(oparl_id=system.id("consultation", 21)).pk == step.pk
        assert Committee.objects.filter(oparl_id="").count() == 1  # the one every town of the tests has

    def test_a_second_reading_keeps_silent_about_what_both_know(
        self, scoped: Town, system: CouncilSystem, source: CouncilSource, sync: Sync
    ) -> None:
        actor = scoped.actor(Role.COORDINATOR)
        create_paper(actor=actor, municipality=scoped.municipality, number="26-0815", title="Anders", kind="decision")
        assert "changed_here" in troubles(sync())
        system.ignores_filters = True
        assert sync().problems == []


class TestBrokenLinks:
    def test_are_problems_and_stop_nothing(self, system: CouncilSystem, sync: Sync) -> None:
        system.add("meeting", 7, start="2027-06-01T17:00:00", organization=[system.id("organization", 99)])
        system.add("meeting", 8, start="irgendwann", organization=[system.id("organization", 1)])
        system.add("paper", 7, reference="26-0900", consultation=[{"id": 7}, {"id": system.id("consultation", 77)}])
        system.add("paper", 8, reference="x" * 500, name="y" * 5000)
        system.objects["paper"].append({"type": "https://schema.oparl.org/1.1/Paper"})
        read = sync()
        assert read.state == "done"
        assert sorted(troubles(read)) == [
            "bad_value", "broken_object", "broken_object", "no_committee", "no_committee", "not_found",
        ]  # fmt: skip
        assert len(problems_of(read)) == 6
        assert paper(system, 8).title == "y" * 300
        assert meeting(system, 8).when is None

    def test_what_is_referred_to_and_not_listed_is_fetched_by_itself(self, system: CouncilSystem, sync: Sync) -> None:
        sync()
        system.add("organization", 5, name="Integrationsrat", modified="2020")
        system.add(
            "meeting", 5, start="2027-06-01T17:00:00", organization=[system.id("organization", 5)], modified="2020"
        )
        step = {"id": system.id("consultation", 55), "meeting": system.id("meeting", 5), "role": "Anhörung"}
        system.change("paper", 3, consultation=[step])
        sync()
        (station,) = paper(system, 3).consultations.all()
        assert (station.committee.name, station.committee.kind, station.meeting.when_from) == (
            "Integrationsrat", "board", date(2027, 6, 1),
        )  # fmt: skip


class TestASystemThatFails:
    def test_halfway_keeps_what_was_read_and_goes_on_from_there(self, system: CouncilSystem, sync: Sync) -> None:
        system.fail("/list/paper?page=2", times=2)
        stopped = sync()
        assert stopped.state == "stopped"
        assert failure_of(stopped)[1].startswith("Das System meldet einen eigenen Fehler (500)")
        assert Paper.objects.count() == 2
        assert stopped.read_until is None
        system.asked.clear()
        done = sync()
        assert (done.state, done.failure, Paper.objects.count()) == ("done", {}, 4)
        assert [target for target in system.asked if "/list/" in target] == ["/list/paper?page=2"]
        assert done.outcome["new"] == 14
        assert done.read_until == START - timedelta(hours=1)  # of the beginning, not of the second half

    def test_and_has_forgotten_the_page_reads_the_list_anew(self, system: CouncilSystem, sync: Sync) -> None:
        system.fail("/list/paper?page=2", times=2)
        sync()
        system.fail("/list/paper?page=2", times=1, status=410)
        done = sync()
        assert (done.state, Paper.objects.count()) == ("done", 4)

    @pytest.mark.parametrize(
        ("answer", "sentence"),
        [
            ({"status": 200, "body": b"<html>Wartung</html>"}, "kein JSON, sondern: HTML"),
            ({"status": 404}, "gibt es nichts"),
            ({"status": 200, "body": b"{}"}, "keine Körperschaft nach OParl"),
            ({"status": 302, "headers": {"Location": "http://10.0.0.1/"}}, "auf einen anderen Host (http://10.0.0.1/)"),
            ({"status": 200, "body": b'"' + b"x" * 200_000 + b'"'}, "größer als 100000 Byte"),
        ],
    )
    def test_at_once_says_how(self, system: CouncilSystem, sync: Sync, answer: dict[str, Any], sentence: str) -> None:
        system.fail("/body/1", **answer)
        stopped = sync()
        assert stopped.state == "stopped"
        assert sentence in failure_of(stopped)[1]

    def test_with_pages_that_do_not_end_loses_no_other_list(self, system: CouncilSystem, sync: Sync) -> None:
        page = b'{"data": [], "links": {"next": "%s/list/meeting"}}' % system.address.encode()
        system.fail("/list/meeting", status=200, body=page)
        read = sync()
        assert read.state == "done"
        assert "endless" in troubles(read)
        assert Paper.objects.count() == 4
        assert read.read_until is None  # what was not read to the end is read again

    def test_all_over_is_not_asked_for_every_single_link(self, system: CouncilSystem, sync: Sync) -> None:
        for number in range(100, 120):
            system.add("meeting", number, start="2027-06-01", organization=[system.id("organization", number)])
            system.fail(f"/organization/{number}")
        assert sync().state == "stopped"
        assert len([target for target in system.asked if "/organization/" in target]) == 2 * 6


class TestWhoMay:
    def test_set_the_address(self, scoped: Town) -> None:
        for role in set(Role) - {Role.ADMIN, Role.ALLIANCE}:
            with pytest.raises(NotAllowed):
                set_council_source(
                    actor=scoped.actor(role), municipality=scoped.municipality, address="https://ris.example.org/"
                )

    def test_start_a_reading(self, scoped: Town, source: CouncilSource) -> None:
        for role in set(Role) - {Role.COORDINATOR, Role.ALLIANCE}:
            with pytest.raises(NotAllowed):
                sync_council_source(actor=scoped.actor(role), source=source, fetch=lambda address: {})

    @pytest.mark.parametrize("address", ["http://localhost/", "http://10.0.0.1/oparl", "ftp://ris.example.org/", "ris"])
    def test_not_look_into_the_own_network(self, scoped: Town, address: str) -> None:
        with pytest.raises(Invalid) as refused:
            set_council_source(actor=scoped.actor(Role.ADMIN), municipality=scoped.municipality, address=address)
        assert "eigenen Netz" in refused.value.fields["address"]

    def test_not_read_twice_at_once_but_after_a_crash(self, scoped: Town, source: CouncilSource, sync: Sync) -> None:
        cut_off = {"state": "running", "progressed": START - timedelta(minutes=5)}
        CouncilSource.objects.update(**cut_off)
        with pytest.raises(IllegalTransition):
            sync()
        CouncilSource.objects.update(progressed=START - timedelta(minutes=31))
        assert sync().state == "done"

    def test_what_nobody_foresaw_ends_as_a_state_a_person_can_see(self, scoped: Town, source: CouncilSource) -> None:
        with pytest.raises(ZeroDivisionError):
            sync_council_source(actor=scoped.actor(Role.COORDINATOR), source=source, fetch=lambda address: 1 // 0)
        stopped = CouncilSource.objects.get()
        assert (stopped.state, failure_of(stopped)[1][:17]) == ("stopped", "Beim Lesen ist et")
