"""Keys for programs: made and revoked by whom they belong to, shown once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from etappe.domain.accounts.actions import create_token
from etappe.domain.accounts.models import ApiToken
from etappe.domain.accounts.queries import actor_for
from etappe.domain.accounts.tokens import user_of_token
from etappe.domain.kernel.actor import Role
from support.inhabited import Inhabited

KEYS = "/konto/schluessel/"


@pytest.fixture
def client(signed_in: Callable[..., Client]) -> Client:
    return signed_in(Role.OWNER)


def make(client: Client, **given: str) -> str:
    page = client.post(KEYS, {"label": "Ratsinfo"} | given).content.decode()
    found = re.search(r"<code>(etappe_[\w-]+)</code>", page)
    return found.group(1) if found else ""


def test_a_new_key_opens_the_account_and_is_shown_once(here: Inhabited, client: Client) -> None:
    secret = make(client)
    assert user_of_token(secret, today=timezone.localdate()) == here.town.users[Role.OWNER]
    again = client.get(KEYS)
    assert secret not in again.content.decode()
    assert "Ratsinfo" in again.content.decode()
    assert "no-store" in again["Cache-Control"]


def test_a_revoked_key_opens_nothing(client: Client) -> None:
    secret = make(client)
    page = client.post(reverse("web:key_revoke", args=[ApiToken.objects.get().pk]), follow=True).content.decode()
    assert "„Ratsinfo“ ist widerrufen" in page
    assert user_of_token(secret, today=timezone.localdate()) is None


def test_a_day_in_the_past_is_told_at_its_field(client: Client) -> None:
    answer = client.post(KEYS, {"label": "Ratsinfo", "expires": "2001-01-01"})
    assert "expires" in answer.context["form"].errors
    assert not ApiToken.objects.exists()


def test_the_keys_of_others_are_not_there(here: Inhabited, client: Client) -> None:
    other = here.town.users[Role.COORDINATOR]
    token, _ = create_token(actor=actor_for(other, None), user=other, label="Fremder Schlüssel")
    assert "Fremder Schlüssel" not in client.get(KEYS).content.decode()
    assert client.post(reverse("web:key_revoke", args=[token.pk])).status_code == 404
    token.refresh_from_db()
    assert token.revoked is None


def test_what_was_typed_survives_the_end_of_the_session(here: Inhabited) -> None:
    client = Client()
    refused = client.post(KEYS, {"label": "Ratsinfo"})
    assert refused["Location"] == f"/konto/login/?next={KEYS}"
    client.force_login(here.town.users[Role.OWNER])
    assert 'value="Ratsinfo"' in client.get(KEYS).content.decode()
