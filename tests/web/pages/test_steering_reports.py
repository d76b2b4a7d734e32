"""Pages of steering reports: begun, put into words, looked at, released, published; what a resolution leads to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from etappe.domain.kernel.actor import Role
from etappe.domain.publication.actions.steering import begin_steering_report, edit_steering_report
from etappe.domain.publication.models import Report, SteeringReport
from etappe.domain.steering.actions.tasks import create_task_from_resolution
from support.inhabited import Inhabited

SignIn = Callable[..., Client]
INSIDE = (Role.OWNER, Role.DECIDER, Role.STATISTICS, Role.ADMIN)
OUTSIDE = (Role.READER, Role.PROVIDER)


def url(here: Inhabited, name: str, *args: Any) -> str:
    return reverse(f"publication:{name}", args=[here.slug, *args])


def text_of(response: Any) -> str:
    return str(response.content.decode())


def stored(here: Inhabited, report: SteeringReport) -> SteeringReport:
    with here.town.scope():
        return SteeringReport.objects.get(pk=report.pk)


@pytest.fixture
def office(signed_in: SignIn) -> Client:
    return signed_in(Role.COORDINATOR)


@pytest.fixture
def draft(here: Inhabited) -> SteeringReport:
    """A draft on the closed round."""
    with here.town.scope():
        return begin_steering_report(
            actor=here.town.actor(Role.COORDINATOR), round=here.things.closed_round, title="Bericht für Juli"
        )


class TestBeginning:
    def test_the_round_one_comes_from_is_chosen_already(self, here: Inhabited, office: Client) -> None:
        page = office.get(url(here, "steering_begin") + f"?abfrage={here.things.closed_round.pk}")
        assert page.context["form"].initial["round"] == here.things.closed_round
        linked = office.get(here.things.closed_round.get_absolute_url())
        assert url(here, "steering_begin") + f"?abfrage={here.things.closed_round.pk}" in text_of(linked)

    def test_a_round_that_is_not_sent_yet_is_not_offered(self, here: Inhabited, office: Client) -> None:
        given = {"round": here.things.draft_round.pk, "title": "Zu früh"}
        answer = office.post(url(here, "steering_begin"), given)
        assert answer.status_code == 422
        assert "round" in answer.context["form"].errors

    def test_makes_a_draft_and_shows_it(self, here: Inhabited, office: Client) -> None:
        given = {"round": here.things.closed_round.pk, "title": "Bericht für den Ausschuss"}
        answer = office.post(url(here, "steering_begin"), given, follow=True)
        assert "Der Entwurf ist angelegt." in text_of(answer)
        assert "Bericht für den Ausschuss" in text_of(office.get(url(here, "home")))

    @pytest.mark.parametrize("role", [*INSIDE, *OUTSIDE])
    def test_nobody_else_begins_one(self, here: Inhabited, signed_in: SignIn, role: Role) -> None:
        assert signed_in(role).get(url(here, "steering_begin")).status_code == 403
        assert "Steuerungsbericht beginnen" not in text_of(signed_in(role).get(url(here, "home")))


class TestWords:
    def test_are_saved_with_the_paper(self, here: Inhabited, office: Client, draft: SteeringReport) -> None:
        given = {"title": draft.title, "summary": "Es geht voran.", "paper": here.things.paper.pk, "version": 1}
        answer = office.post(url(here, "steering_edit", draft.pk), given, follow=True)
        assert "Es geht voran." in text_of(answer)
        assert here.things.paper.number in text_of(answer)

    def test_of_two_who_write_at_once_the_second_sees_the_first(
        self, here: Inhabited, office: Client, draft: SteeringReport
    ) -> None:
        with here.town.scope():
            actor = here.town.actor(Role.COORDINATOR)
            edit_steering_report(actor=actor, report=draft, changes={"summary": "Es stockt."}, expected_version=1)
        given = {"title": draft.title, "summary": "Es geht voran.", "version": 1}
        answer = office.post(url(here, "steering_edit", draft.pk), given)
        assert answer.status_code == 422
        assert "Es stockt." in text_of(answer)
        assert "Es geht voran." in text_of(answer), "what was written is not lost"
        assert stored(here, draft).summary == "Es stockt."

    def test_of_a_released_report_stay(self, here: Inhabited, office: Client) -> None:
        released = here.things.released_report
        given = {"title": released.title, "summary": "Doch anders.", "version": released.version}
        answer = office.post(url(here, "steering_edit", released.pk), given)
        assert "bleibt, wie er ist" in text_of(answer)
        assert stored(here, released).summary == ""
        assert "Worte bearbeiten" not in text_of(office.get(released.get_absolute_url()))


class TestLooking:
    @pytest.mark.parametrize(
        ("kind", "start"),
        [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")],
    )
    def test_the_administration_looks_at_a_draft_in_every_format(
        self, here: Inhabited, signed_in: SignIn, kind: str, start: bytes
    ) -> None:
        answer = signed_in(Role.OWNER).get(url(here, "steering_preview", here.things.steering_report.pk, kind))
        assert answer.content.startswith(start)
        assert f".{kind}" in answer["Content-Disposition"]

    def test_an_unknown_format_says_which_there_are(self, here: Inhabited, office: Client) -> None:
        answer = office.get(url(here, "steering_preview", here.things.steering_report.pk, "odt"))
        assert answer.status_code == 404
        assert "PDF, DOCX und XLSX" in text_of(answer)

    @pytest.mark.parametrize("role", OUTSIDE)
    def test_drafts_stay_inside(self, here: Inhabited, signed_in: SignIn, role: Role) -> None:
        page = signed_in(role).get(here.things.steering_report.get_absolute_url())
        assert page.status_code in {403, 404}

    def test_a_visitor_is_asked_to_sign_in(self, here: Inhabited, client: Client) -> None:
        answer = client.get(here.things.steering_report.get_absolute_url())
        assert "/konto/login/" in answer["Location"]

    def test_a_report_of_another_town_is_not_there(self, here: Inhabited, there: Inhabited, office: Client) -> None:
        for name in ("steering", "steering_edit", "steering_release"):
            assert office.get(url(here, name, there.things.released_report.pk)).status_code == 404


class TestReleasing:
    def test_is_offered_once_the_round_is_closed(self, here: Inhabited, office: Client, draft: SteeringReport) -> None:
        assert "Bericht ausgeben und festschreiben" in text_of(office.get(draft.get_absolute_url()))
        running = text_of(office.get(here.things.steering_report.get_absolute_url()))
        assert "Bericht ausgeben und festschreiben" not in running
        assert "Ausgeben lässt sich der Bericht, sobald sie abgeschlossen ist" in running

    def test_is_refused_while_the_round_runs(self, here: Inhabited, office: Client) -> None:
        answer = office.post(url(here, "steering_release", here.things.steering_report.pk))
        assert answer.status_code == 409
        assert "Die Abfrage läuft noch." in text_of(answer)
        assert stored(here, here.things.steering_report).state == "draft"

    def test_shows_the_files_of_both_versions_and_the_digest(
        self, here: Inhabited, office: Client, draft: SteeringReport
    ) -> None:
        answer = office.post(url(here, "steering_release", draft.pk), follow=True)
        assert "Der Bericht ist ausgegeben." in text_of(answer)
        assert stored(here, draft).digest in text_of(answer)
        assert [[file.format for file in group.files] for group in answer.context["groups"]] == [
            ["pdf", "docx", "xlsx"],
            ["pdf", "docx", "xlsx"],
        ]

    def test_opening_its_address_changes_nothing(self, here: Inhabited, office: Client, draft: SteeringReport) -> None:
        assert office.get(url(here, "steering_release", draft.pk)).status_code == 302
        assert stored(here, draft).state == "draft"

    @pytest.mark.parametrize("role", [Role.OWNER, Role.DECIDER, Role.ADMIN])
    def test_is_for_the_coordinating_office_alone(
        self, here: Inhabited, signed_in: SignIn, draft: SteeringReport, role: Role
    ) -> None:
        assert signed_in(role).post(url(here, "steering_release", draft.pk)).status_code == 403
        assert "Bericht ausgeben" not in text_of(signed_in(role).get(draft.get_absolute_url()))


class TestPublishing:
    def file(self, here: Inhabited, *, for_public: bool) -> Report:
        with here.town.scope():
            return Report.objects.select_related("municipality").get(
                steering=here.things.released_report, format="pdf", for_public=for_public
            )

    def test_puts_the_public_version_where_everybody_finds_it(
        self, here: Inhabited, office: Client, client: Client
    ) -> None:
        file = self.file(here, for_public=True)
        assert client.get(file.get_absolute_url()).status_code == 404
        answer = office.post(url(here, "publish", file.pk), follow=True)
        assert answer.redirect_chain[-1][0] == here.things.released_report.get_absolute_url()
        for address in (reverse("public:municipality", args=[here.slug]), url(here, "home")):
            assert file.get_absolute_url() in text_of(client.get(address))
        read = client.get(file.get_absolute_url())
        assert read.content == bytes(file.content)
        assert read["X-Content-SHA256"] == file.digest

    def test_of_the_internal_version_is_refused(self, here: Inhabited, office: Client, client: Client) -> None:
        file = self.file(here, for_public=False)
        answer = office.post(url(here, "publish", file.pk))
        assert answer.status_code == 409
        assert "für den Dienstgebrauch" in text_of(answer)
        assert client.get(file.get_absolute_url()).status_code == 404


class TestAfterTheMeeting:
    def test_a_resolution_on_the_paper_leads_to_tasks(
        self, here: Inhabited, office: Client, draft: SteeringReport
    ) -> None:
        with here.town.scope():
            edit_steering_report(
                actor=here.town.actor(Role.COORDINATOR), report=draft, changes={"paper": here.things.paper}
            )
        create = reverse("steering:task_create", args=[here.slug]) + f"?beschluss={here.things.resolution.pk}"
        for page in (draft.get_absolute_url(), here.things.paper.get_absolute_url()):
            assert create in text_of(office.get(page))
        form = office.get(create).context["form"]
        assert str(form["resolution"].value()) == str(here.things.resolution.pk)

    def test_what_was_made_of_it_stands_below_it_inside(self, here: Inhabited, office: Client, client: Client) -> None:
        with here.town.scope():
            create_task_from_resolution(
                actor=here.town.actor(Role.COORDINATOR),
                resolution=here.things.resolution,
                title="Vorschläge zu den verzögerten Maßnahmen",
                unit=here.town.office,
                due=date(2026, 12, 31),
            )
        paper = here.things.paper.get_absolute_url()
        assert "Vorschläge zu den verzögerten Maßnahmen" in text_of(office.get(paper))
        outside = text_of(client.get(paper))
        assert "Beschlossen wie vorgelegt." in outside
        assert "Vorschläge zu den verzögerten Maßnahmen" not in outside
        assert "Auftrag daraus notieren" not in outside

    def test_committees_find_the_files_on_the_paper(self, here: Inhabited, office: Client, signed_in: SignIn) -> None:
        with here.town.scope():
            actor = here.town.actor(Role.COORDINATOR)
            made = begin_steering_report(actor=actor, round=here.things.closed_round, title="Mit Vorlage")
            edit_steering_report(actor=actor, report=made, changes={"paper": here.things.draft_paper})
        office.post(url(here, "steering_release", made.pk))
        with here.town.scope():
            files = [file.get_absolute_url() for file in made.files.select_related("municipality")]
        page = text_of(signed_in(Role.READER).get(here.things.draft_paper.get_absolute_url()))
        assert all(file in page for file in files)


class TestToday:
    def cards(self, here: Inhabited, client: Client) -> list[str]:
        return [card.url for card in client.get(reverse("today:municipality", args=[here.slug])).context["cards"]]

    def test_a_closed_round_without_a_released_report_waits(self, here: Inhabited, office: Client) -> None:
        begin = url(here, "steering_begin") + f"?abfrage={here.things.closed_round.pk}"
        assert begin not in self.cards(here, office), "its report is released"
        with here.town.scope():
            SteeringReport.objects.filter(round=here.things.closed_round).update(
                state="draft", content="", digest="", released_at=None
            )
        assert here.things.released_report.get_absolute_url() in self.cards(here, office)
