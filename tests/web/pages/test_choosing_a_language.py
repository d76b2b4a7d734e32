"""The language a signed-in person chooses is also the language of mail to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from etappe.domain.accounts.models import User
from etappe.domain.kernel.actor import Role, operator
from etappe.web.mail.week import write_week
from support.inhabited import Inhabited

SignIn = Callable[..., Client]


def choose(client: Client, language: str) -> Any:
    return client.post(reverse("set_language"), {"language": language, "next": "/"}, follow=True)


def stored(here: Inhabited, role: Role) -> str:
    return str(User.objects.get(pk=here.town.users[role].pk).language)


def test_the_pages_and_the_account_follow_the_choice(here: Inhabited, signed_in: SignIn) -> None:
    client = signed_in(Role.OWNER)
    assert stored(here, Role.OWNER) == "de"
    assert '<html lang="en"' in choose(client, "en").content.decode()
    assert stored(here, Role.OWNER) == "en"
    assert '<html lang="de"' in choose(client, "de").content.decode()
    assert stored(here, Role.OWNER) == "de"


def test_mail_to_them_is_in_their_language(here: Inhabited, signed_in: SignIn) -> None:
    choose(signed_in(Role.COORDINATOR), "en")
    with here.town.scope():
        written = write_week(operator(here.town.municipality.pk), here.town.municipality, timezone.now())
        mine = next(mail for mail in written if mail.to == here.town.users[Role.COORDINATOR].email)
    assert mine.language == "en"
    assert "Was diese Woche ansteht" not in mine.subject
    assert "Open" in mine.text or "this week" in mine.text


def test_a_visitor_chooses_for_the_pages_alone(here: Inhabited, client: Client) -> None:
    before = dict(User.objects.values_list("pk", "language"))
    assert '<html lang="en"' in choose(client, "en").content.decode()
    assert dict(User.objects.values_list("pk", "language")) == before


@pytest.mark.parametrize("language", ["xx", "", "de; DROP TABLE"])
def test_a_language_that_does_not_exist_changes_nothing(here: Inhabited, signed_in: SignIn, language: str) -> None:
    client = signed_in(Role.OWNER)
    assert '<html lang="de"' in choose(client, language).content.decode()
    assert stored(here, Role.OWNER) == "de"


def test_opening_the_address_changes_nothing(here: Inhabited, signed_in: SignIn) -> None:
    signed_in(Role.OWNER).get(reverse("set_language"), {"language": "en"})
    assert stored(here, Role.OWNER) == "de"
