"""Pages of steering: what each role is offered, what a button does, what it says where it refuses."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from etappe.domain.kernel.actor import Role
from etappe.domain.steering.actions.decisions import attach_paper
from etappe.domain.steering.actions.deviations import explain, hand_up
from etappe.domain.steering.models import Decision, Deviation, Rule, Task
from support.inhabited import Inhabited
from support.steering import NOW, decided, opened, prepared

SignIn = Callable[..., Client]
FORMS = ("explain_form", "option_form", "hand_up_form", "withdraw_form", "decide_form", "record_form")


@pytest.fixture
def case(here: Inhabited) -> Deviation:
    return here.things.deviation


def url(here: Inhabited, name: str, *args: Any) -> str:
    return reverse(f"steering:{name}", args=[here.slug, *args])


def stored(here: Inhabited, case: Deviation) -> Deviation:
    with here.town.scope():
        return Deviation.objects.get(pk=case.pk)


def decision_of(here: Inhabited, case: Deviation) -> Decision | None:
    with here.town.scope():
        return Decision.objects.filter(deviation=case).first()


def text_of(response: Any) -> str:
    return response.content.decode()


class TestTheList:
    def test_shows_what_waits_for_me_first(self, here: Inhabited, signed_in: SignIn) -> None:
        with here.town.scope():
            mine = opened(here.town, here.things.draft_measure)
        page = signed_in(Role.OWNER).get(url(here, "home"))
        assert next(case.pk for case, _lies in page.context["rows"]) == mine.pk
        assert "wartet auf Sie" in text_of(page)
        only_mine = signed_in(Role.OWNER).get(url(here, "home") + "?fuer=meine")
        assert [case.pk for case, _lies in only_mine.context["rows"]] == [mine.pk]

    def test_says_so_where_there_is_nothing(self, here: Inhabited, signed_in: SignIn) -> None:
        page = signed_in(Role.OWNER).get(url(here, "home") + "?regel=no_reply")
        assert "Keine Abweichung passt zu diesem Filter" in text_of(page)

    def test_a_case_is_opened_by_hand(self, here: Inhabited, signed_in: SignIn) -> None:
        client = signed_in(Role.COORDINATOR)
        form = client.get(url(here, "create") + f"?massnahme={here.things.measure.pk}").context["form"]
        assert form["measure"].value() == here.things.measure or form.initial["measure"] == here.things.measure
        given = {"measure": here.things.measure.pk, "summary": "Träger springt ab.", "days_to_answer": 7}
        answer = client.post(url(here, "create"), given, follow=True)
        assert "Träger springt ab." in text_of(answer)


class TestTheCase:
    def test_each_role_is_offered_its_own_steps(self, here: Inhabited, signed_in: SignIn, case: Deviation) -> None:
        offers = {
            Role.OWNER: {"explain_form", "option_form"},
            Role.COORDINATOR: {"explain_form", "option_form", "hand_up_form", "withdraw_form"},
            Role.DECIDER: {"explain_form", "option_form", "hand_up_form", "decide_form"},
            Role.STATISTICS: set(),
        }
        for role, offered in offers.items():
            context = signed_in(role).get(case.get_absolute_url()).context
            assert {name for name in FORMS if context.get(name)} == offered, role

    @pytest.mark.parametrize("role", [Role.OWNER, Role.COORDINATOR, Role.DECIDER])
    def test_every_field_has_an_id_of_its_own(
        self, here: Inhabited, signed_in: SignIn, case: Deviation, role: Role
    ) -> None:
        ids = re.findall(r'\bid="([^"]+)"', text_of(signed_in(role).get(case.get_absolute_url())))
        assert len(ids) == len(set(ids))

    def test_whoever_does_not_decide_reads_who_does(self, here: Inhabited, signed_in: SignIn, case: Deviation) -> None:
        page = text_of(signed_in(Role.COORDINATOR).get(case.get_absolute_url()))
        assert "Hier entscheidet: <strong>decider Testheim (Dez. III)</strong>." in page
        assert "Wer koordiniert, bereitet vor und entscheidet nicht." in page

    def test_the_owner_explains(self, here: Inhabited, signed_in: SignIn, case: Deviation) -> None:
        client = signed_in(Role.OWNER)
        assert client.post(url(here, "explain", case.pk), {"text": " "}).status_code == 422
        answer = client.post(url(here, "explain", case.pk), {"text": "Ein Raum ist da.", "cause": "Räume"}, follow=True)
        assert "Ein Raum ist da." in text_of(answer)
        assert (stored(here, case).state, stored(here, case).cause) == ("explained", "Räume")

    def test_an_option_is_added_and_removed(self, here: Inhabited, signed_in: SignIn, case: Deviation) -> None:
        client = signed_in(Role.COORDINATOR)
        lacking = client.post(url(here, "option_add", case.pk), {"course": "correct", "consequence": "Später."})
        assert lacking.status_code == 422
        assert "Bitte eine neue Frist oder einen neuen Zielwert angeben" in text_of(lacking)
        given = {"course": "continue", "consequence": "Es wird eng.", "new_target": "stört nicht"}
        assert "Es wird eng." in text_of(client.post(url(here, "option_add", case.pk), given, follow=True))
        with here.town.scope():
            option = case.options.get(course="continue")
        answer = client.post(url(here, "option_remove", case.pk, option.pk), follow=True)
        assert "<p>Es wird eng.</p>" not in text_of(answer)

    def test_a_case_without_options_is_not_laid_before_anybody(self, here: Inhabited, signed_in: SignIn) -> None:
        with here.town.scope():
            bare = opened(here.town, here.things.measure)
        answer = signed_in(Role.COORDINATOR).post(url(here, "prepare", bare.pk))
        assert answer.status_code == 422
        assert "Bitte zuerst mindestens eine Möglichkeit" in text_of(answer)

    def test_the_office_lays_it_before_again_hands_up_and_settles(self, here: Inhabited, signed_in: SignIn) -> None:
        with here.town.scope():
            case = prepared(here.town, here.things.measure)
            explain(actor=here.town.actor(Role.OWNER), deviation=case, text="Neues.", now=NOW)
        client = signed_in(Role.COORDINATOR)
        client.post(url(here, "prepare", case.pk))
        assert stored(here, case).state == "prepared"
        client.post(url(here, "hand_up", case.pk), {"reason": "Betrifft zwei Dezernate"})
        assert stored(here, case).level == "committee"
        client.post(url(here, "withdraw", case.pk), {"reason": "Räume sind da."})
        assert (stored(here, case).state, stored(here, case).withdrawn_because) == ("withdrawn", "Räume sind da.")
        assert client.post(url(here, "withdraw", case.pk), {"reason": "Noch einmal"}).status_code == 422


class TestDeciding:
    def given(self, page: Any, **values: Any) -> dict[str, Any]:
        form = page.context["decide_form"]
        return {"version": form["version"].value(), "measure_version": form["measure_version"].value()} | values

    def test_on_the_page_with_conditions(self, here: Inhabited, signed_in: SignIn, case: Deviation) -> None:
        client = signed_in(Role.DECIDER)
        page = client.get(case.get_absolute_url() + f"?moeglichkeit={here.things.option.pk}")
        assert page.context["decide_form"]["course"].value() == "correct"
        given = self.given(
            page,
            course="correct",
            new_deadline="31.12.2027",
            reason="Der Umbau braucht Zeit.",
            condition_1="Räume suchen",
            until_1="2026-12-31",
        )
        answer = client.post(url(here, "decide", case.pk), given, follow=True)
        assert "Der Umbau braucht Zeit." in text_of(answer)
        decision = decision_of(here, case)
        assert decision is not None
        with here.town.scope():
            assert [task.title for task in decision.tasks.all()] == ["Räume suchen"]

    def test_the_coordinating_office_is_refused_with_its_sentence(
        self, here: Inhabited, signed_in: SignIn, case: Deviation
    ) -> None:
        given = {"course": "continue", "reason": "Wir sind uns einig."}
        answer = signed_in(Role.COORDINATOR).post(url(here, "decide", case.pk), given)
        assert answer.status_code == 403
        assert "Wer koordiniert, entscheidet nicht" in text_of(answer)
        assert decision_of(here, case) is None

    def test_a_stale_case_is_shown_anew_and_then_decided(
        self, here: Inhabited, signed_in: SignIn, case: Deviation
    ) -> None:
        client = signed_in(Role.DECIDER)
        given = self.given(client.get(case.get_absolute_url()), course="continue", reason="So bleibt es.")
        with here.town.scope():
            explain(actor=here.town.actor(Role.OWNER), deviation=case, text="Es brennt.", now=NOW)
        again = client.post(url(here, "decide", case.pk), given)
        assert again.status_code == 422
        assert "eine Stellungnahme ist eingegangen" in text_of(again)
        assert "Es brennt." in text_of(again)
        assert decision_of(here, case) is None
        fresh = self.given(again, course="continue", reason="So bleibt es.")
        assert client.post(url(here, "decide", case.pk), fresh).status_code == 302
        assert decision_of(here, case) is not None

    def test_a_condition_wants_its_day(self, here: Inhabited, signed_in: SignIn, case: Deviation) -> None:
        given = {"course": "continue", "reason": "So.", "condition_1": "Räume suchen"}
        answer = signed_in(Role.DECIDER).post(url(here, "decide", case.pk), given)
        assert (answer.status_code, decision_of(here, case)) == (422, None)
        assert "Bitte sagen, bis wann." in text_of(answer)

    def test_a_committee_decides_by_its_resolution(self, here: Inhabited, signed_in: SignIn, case: Deviation) -> None:
        with here.town.scope():
            opened_before = Deviation.objects.filter(pk=case.pk)
            opened_before.update(opened_on="2026-01-01")
            hand_up(actor=here.town.actor(Role.DECIDER), deviation=case, why="Betrifft zwei Dezernate", now=NOW)
        client = signed_in(Role.COORDINATOR)
        given = {"course": "continue", "reason": "Wie beschlossen.", "resolution": here.things.resolution.pk}
        answer = client.post(url(here, "record", case.pk), given, follow=True)
        assert "Sozialausschuss, Beschluss vom März 2026" in text_of(answer)
        decision = decision_of(here, case)
        assert decision is not None
        assert decision.mandate is None

    def test_a_paper_makes_it_public(self, here: Inhabited, signed_in: SignIn) -> None:
        with here.town.scope():
            decision = decided(here.town, opened(here.town, here.things.measure), course="stop", new_deadline=None)
        measure, client = here.things.measure.get_absolute_url(), signed_in(Role.COORDINATOR)
        assert "Maßnahme beenden" not in text_of(signed_in(None).get(measure))
        assert client.post(url(here, "paper", decision.pk), {}).status_code == 422
        client.post(url(here, "paper", decision.pk), {"paper": here.things.paper.pk})
        page = text_of(signed_in(None).get(measure))
        assert "Maßnahme beenden" in page
        assert here.things.paper.number in page
        assert "Zwei Schulen fehlt ein Raum." not in page


class TestRules:
    def test_each_is_a_sentence_with_its_number(self, here: Inhabited, signed_in: SignIn) -> None:
        page = text_of(signed_in(Role.OWNER).get(url(here, "rules")))
        assert "Auf eine laufende Sachstandsabfrage fehlt die Antwort nach <strong>3</strong> Erinnerungen." in page
        assert '<form method="post" action="' + url(here, "rule_change", "no_reply") not in page

    def test_the_office_changes_them(self, here: Inhabited, signed_in: SignIn) -> None:
        client = signed_in(Role.COORDINATOR)
        given = {"threshold": 2, "days_to_answer": 10, "active": "on", "version": 1}
        assert client.post(url(here, "rule_change", "no_reply"), given).status_code == 302
        with here.town.scope():
            assert Rule.objects.get(kind="no_reply").threshold == 2
        wrong = client.post(url(here, "rule_change", "no_reply"), given | {"threshold": 13})
        assert wrong.status_code == 422
        assert "Hier passt eine Zahl von 1 bis 12." in text_of(wrong)
        assert client.post(url(here, "rule_change", "erfunden"), given).status_code == 404


class TestTasks:
    def test_are_ticked_off_taken_up_again_and_dropped(self, here: Inhabited, signed_in: SignIn) -> None:
        owner, office, task = signed_in(Role.OWNER), signed_in(Role.COORDINATOR), here.things.task

        def state() -> str:
            with here.town.scope():
                return str(Task.objects.get(pk=task.pk).state)

        assert task.title in text_of(owner.get(url(here, "tasks")))
        owner.post(url(here, "task_finish", task.pk), {"note": "Bericht liegt vor."})
        assert state() == "done"
        assert owner.post(url(here, "task_finish", task.pk)).status_code == 422
        owner.post(url(here, "task_reopen", task.pk))
        assert state() == "open"
        assert office.post(url(here, "task_drop", task.pk), {"reason": ""}).status_code == 422
        office.post(url(here, "task_drop", task.pk), {"reason": "Aufgehoben."})
        assert state() == "dropped"

    def test_the_office_takes_down_an_order(self, here: Inhabited, signed_in: SignIn) -> None:
        client = signed_in(Role.COORDINATOR)
        given = {
            "resolution": here.things.resolution.pk,
            "title": "Kosten nennen",
            "unit": here.town.office.pk,
            "due": "2026-12-31",
        }
        assert "Kosten nennen" in text_of(client.post(url(here, "task_create"), given, follow=True))


class TestHeute:
    def cards(self, here: Inhabited, client: Client) -> dict[str, Any]:
        cards = client.get(reverse("today:municipality", args=[here.slug])).context["cards"]
        return {str(card.sentence): card for card in cards}

    def test_says_what_waits_for_whom(self, here: Inhabited, signed_in: SignIn) -> None:
        with here.town.scope():
            opened(here.town, here.things.measure)
        card = self.cards(here, signed_in(Role.DECIDER))["Abweichung wartet auf Ihre Entscheidung."]
        assert (card.number, card.action) == (1, "Entscheiden")
        assert self.cards(here, signed_in(Role.OWNER))["Abweichung wartet auf Ihre Stellungnahme."].number == 1
        assert self.cards(here, signed_in(Role.COORDINATOR))["Entscheidung hat noch keine Drucksache."].number == 1

    def test_nothing_waits_once_it_is_done(self, here: Inhabited, signed_in: SignIn) -> None:
        with here.town.scope():
            decided(here.town, here.things.deviation)
            for decision in Decision.objects.filter(papers__isnull=True):
                attach_paper(actor=here.town.actor(Role.COORDINATOR), decision=decision, paper=here.things.paper)
        assert not [
            said
            for said in self.cards(here, signed_in(Role.DECIDER))
            if said.startswith("Abweichung") and "wartet auf Ihre" in said
        ]
        assert not [said for said in self.cards(here, signed_in(Role.COORDINATOR)) if "noch keine Drucksache" in said]


def test_a_page_takes_the_same_queries_however_long_the_list(
    here: Inhabited, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(Role.COORDINATOR)
    client.get(url(here, "home"))
    with here.town.scope():
        for _number in range(6):
            opened(here.town, here.things.measure)
    with django_assert_max_num_queries(26):
        client.get(url(here, "home"))
