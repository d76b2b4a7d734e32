"""A session that ends while someone types: every form there is comes back as it was, open, with a word about it.

The forms are read from the pages themselves, so no form with free text escapes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from etappe.domain.audit.models import Event
from etappe.domain.kernel.actor import Role
from etappe.domain.participation.models import Finding
from support.inhabited import Inhabited
from support.urls import pages

SignIn = Callable[..., Client]
TYPED = ".//textarea | .//input[not(@type) or contains('text search email number date url', @type)]"
SMALL_FORMS = {
    "programme:measure_state",
    "programme:milestone_add",
    "programme:partner_add",
    "participation:recommendation_state",
    "participation:recommendation_split",
}
"""Forms that stand on a page other than the address they go to."""


@dataclass(frozen=True)
class Form:
    """A form on a page: the page, where the form goes, what was typed, and what stands in its other fields."""

    page: str
    address: str
    typed: dict[str, str]
    chosen: dict[str, str]


def forms_with_text(client: Client, here: Inhabited) -> Iterator[Form]:
    """Read all forms with free text that this person meets in ``here``."""
    for page in pages(here):
        if "municipality" not in dict(page.arguments):
            continue
        answer = client.get(page.url)
        if answer.status_code != 200 or answer.streaming or "html" not in answer["Content-Type"]:
            answer.close()
            continue
        for form in html.fromstring(answer.content.decode()).xpath("//main//form[@method='post']"):
            names = [field.get("name") for field in form.xpath(TYPED)]
            if names:
                typed = {name: f"Eingabe {number}" for number, name in enumerate(names)}
                yield Form(page.url, form.get("action") or page.url, typed, dict(chosen(form)))


def chosen(form: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Choose the last option of every list, and take the hidden fields along."""
    for select in form.xpath(".//select"):
        yield select.get("name"), select.xpath(".//option")[-1].get("value")
    for field in form.xpath(".//input[@type='hidden'][not(@name='csrfmiddlewaretoken')]"):
        yield field.get("name"), field.get("value", "")


def come_back(client: Client, here: Inhabited, role: Role, refused: HttpResponse) -> str:
    """Sign in on the page to which a refusal led; return the page that follows."""
    assert "/konto/login/" in refused["Location"]
    client.force_login(here.town.users[role])
    (back,) = parse_qs(urlsplit(refused["Location"]).query)["next"]
    return client.get(back, follow=True).content.decode()


def missing_from(shown: str, form: Form, page: str) -> list[str]:
    """Return what of ``form`` the page does not show again."""
    document = html.fromstring(shown)
    addressed = document.xpath("//main//form[@method='post'][@action=$address]", address=form.address)
    found = addressed or document.xpath("//main//form[@method='post'][not(@action)]")
    if not found:
        return [f"{form.address}: the form is not there"]
    lost = [] if "Ihre Sitzung war abgelaufen" in shown else [f"{form.address}: nothing is said"]
    for name, text in form.typed.items():
        (field,) = found[0].xpath(".//*[@name=$name]", name=name)
        value = (field.text or "").strip() if field.tag == "textarea" else field.get("value")
        if value != text:
            lost.append(f"{form.address}: {name} is {value!r} {page}")
        if field.xpath("ancestor::details[not(@open)]"):
            lost.append(f"{form.address}: {name} is folded away")
    for name, value in form.chosen.items():
        selected = found[0].xpath(".//select[@name=$name]//option[@selected]/@value", name=name)
        if found[0].xpath(".//select[@name=$name]", name=name) and (value and value not in selected):
            lost.append(f"{form.address}: {name} is {selected}")
    return lost


@pytest.mark.parametrize("referred", [True, False], ids=["the browser names the page", "it does not"])
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OWNER, Role.ADMIN])
def test_loses_nothing_that_was_typed_in_any_form(
    here: Inhabited, signed_in: SignIn, role: Role, referred: bool
) -> None:
    written, lost = Event.objects.count(), []
    found = {form.address: form for form in forms_with_text(signed_in(role), here)}
    for form in found.values():
        client = Client(headers={"Referer": f"http://testserver{form.page}"} if referred else {})
        refused = client.post(form.address, form.chosen | form.typed)
        lost += missing_from(come_back(client, here, role, refused), form, form.page)
    assert not lost, "\n".join(lost)
    assert Event.objects.count() == written
    if role == Role.COORDINATOR:
        assert len(found) > 20
        measure, asked = here.things.measure.pk, here.things.recommendation.pk
        small = {reverse(n, args=[here.slug, measure if "programme" in n else asked]) for n in SMALL_FORMS}
        assert small <= set(found)


def test_keeps_the_ticks_of_a_list(here: Inhabited) -> None:
    finding = Finding._base_manager.filter(version=here.things.version, kind="demand").first()
    assert finding is not None
    concept, asked = here.things.concept, here.things.recommendation
    for name, arguments, box, value in (
        ("participation:recommendations_merge", [here.slug], "empfehlung", asked.pk),
        ("participation:concept_recommend", [here.slug, concept.pk], "fundstelle", finding.pk),
    ):
        client = Client()
        refused = client.post(reverse(name, args=arguments), {box: [value], "wie": "eine"})
        shown = html.fromstring(come_back(client, here, Role.COORDINATOR, refused))
        assert shown.xpath("//input[@name=$box][@checked]/@value", box=box) == [str(value)]


def test_says_on_the_sign_in_page_how_it_goes_on(here: Inhabited) -> None:
    url = reverse("programme:milestone_add", args=[here.slug, here.things.measure.pk])
    assert "geht es an derselben Stelle weiter" in Client().post(url, {"title": "x"}, follow=True).content.decode()


def test_says_when_a_form_is_too_long_to_be_kept(here: Inhabited) -> None:
    client = Client()
    page = client.post(reverse("programme:sheet", args=[here.slug]), {"cells": "x" * 600_000}, follow=True)
    assert "zu lang zum Aufheben" in page.content.decode()


def test_asks_again_for_the_file_alone(here: Inhabited) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, url = Client(), reverse("participation:concept_upload", args=[here.slug])
    refused = client.post(url, {"title": "Konzept 2030", "file": SimpleUploadedFile("konzept.md", b"Man muss.")})
    shown = come_back(client, here, Role.COORDINATOR, refused)
    assert 'value="Konzept 2030"' in shown
    assert "Nur die Datei bitte noch einmal auswählen" in shown


def test_takes_the_whole_page_to_the_sign_in_where_only_a_part_was_asked_for(here: Inhabited) -> None:
    finding = here.things.finding
    url = reverse("participation:finding_correct", args=[here.slug, here.things.concept.pk, finding.pk])
    current = f"http://testserver{here.things.concept.get_absolute_url()}?zeige=alle"
    answer = Client().post(url, {"kind": "intent"}, headers={"HX-Request": "true", "HX-Current-URL": current})
    assert answer["HX-Redirect"].startswith("/konto/login/?next=/kommune/")
    assert "zeige%3Dalle" in answer["HX-Redirect"]


class TestAnAddressThatOnlyAButtonReaches:
    def test_leads_to_the_page_of_the_button(self, here: Inhabited, signed_in: SignIn) -> None:
        client, things = signed_in(Role.COORDINATOR), here.things
        measure, asked = things.measure.get_absolute_url(), things.recommendation.get_absolute_url()
        for name, arguments, home in (
            ("programme:measure_state", [things.measure.pk], measure),
            ("programme:milestone_remove", [things.measure.pk, things.milestone.pk], measure),
            ("participation:recommendation_split", [things.recommendation.pk], asked),
            ("participation:concept_recommend", [things.concept.pk], things.concept.get_absolute_url()),
            ("publication:publish", [things.report.pk], f"/berichte/programm/{things.programme.slug}/"),
        ):
            answer = client.get(reverse(name, args=[here.slug, *arguments]))
            assert answer.status_code == 302
            assert answer["Location"].endswith(home)

    def test_any_other_call_gets_a_page_that_says_what_to_do(self, client: Client) -> None:
        answer = client.post(reverse("web:glossary"))
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
        assert "Gehen Sie zurück und laden Sie die Seite neu" in answer.content.decode()
