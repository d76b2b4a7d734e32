"""Who asks: tokens that expire and can be revoked, sessions that need their CSRF token, and nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from etappe.domain.accounts.actions import create_token, revoke_token
from etappe.domain.accounts.models import ApiToken, User
from etappe.domain.accounts.policies import ApiTokenPolicy
from etappe.domain.accounts.tokens import user_of_token
from etappe.domain.audit.models import Event
from etappe.domain.kernel.actor import Role, operator
from etappe.domain.kernel.errors import Invalid, NotAllowed
from support.api import Caller
from support.api_town import furnish
from support.town import Town


def _statuses(caller: Caller) -> tuple[int, int]:
    return caller.get("/papers").status_code, caller.post("/fields", {"number": 8, "name": "Sport"}).status_code


def test_a_token_opens_what_its_account_may(town: Town) -> None:
    furnish(town, is_public=False)
    assert Caller.with_token(town, Role.COORDINATOR).get("/papers").json()["total"] == 1
    assert Caller.visitor(town).get("/papers").json()["total"] == 0


def test_a_token_that_does_not_hold_is_an_error_not_a_visitor(town: Town) -> None:
    caller = Caller(town, "etappe_made-up")
    assert _statuses(caller) == (401, 401)
    answer = caller.get("/papers")
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["error"]["do"]


def test_a_token_is_valid_for_a_year_up_to_and_including_its_last_day(town: Town) -> None:
    user, today = town.users[Role.COORDINATOR], timezone.localdate()
    token, secret = create_token(actor=town.actor(Role.COORDINATOR), user=user, label="Ratsinformation")
    assert token.expires == today + timedelta(days=365)
    assert user_of_token(secret, today=token.expires) == user
    assert user_of_token(secret, today=token.expires + timedelta(days=1)) is None


def test_an_expired_token_opens_nothing(town: Town) -> None:
    caller = Caller.with_token(town, Role.COORDINATOR)
    ApiToken.objects.update(expires=timezone.localdate() - timedelta(days=1))
    assert _statuses(caller) == (401, 401)


def test_a_revoked_token_opens_nothing_and_revoking_twice_changes_nothing(town: Town) -> None:
    caller = Caller.with_token(town, Role.COORDINATOR)
    assert _statuses(caller) == (200, 201)
    revoked = revoke_token(actor=town.actor(Role.COORDINATOR), token=ApiToken.objects.get())
    assert _statuses(caller) == (401, 401)
    assert revoke_token(actor=town.actor(Role.COORDINATOR), token=revoked).revoked == revoked.revoked


def test_a_closed_account_takes_its_tokens_with_it(town: Town) -> None:
    caller = Caller.with_token(town, Role.COORDINATOR)
    User.objects.update(is_active=False)
    assert _statuses(caller) == (401, 401)


def test_a_role_that_has_ended_no_longer_opens_anything(town: Town) -> None:
    caller = Caller.with_token(town, Role.COORDINATOR)
    town.users[Role.COORDINATOR].roles.update(valid_until=timezone.localdate() - timedelta(days=1))
    assert _statuses(caller) == (200, 403)


def test_tokens_are_personal(town: Town) -> None:
    mine, theirs = town.users[Role.COORDINATOR], town.users[Role.ADMIN]
    token, _secret = create_token(actor=operator(), user=theirs, label="Schnittstelle")
    me = town.actor(Role.COORDINATOR)
    with pytest.raises(NotAllowed):
        create_token(actor=me, user=theirs, label="Schnittstelle")
    with pytest.raises(NotAllowed):
        revoke_token(actor=me, token=token)
    own, _secret = create_token(actor=me, user=mine, label="Eigener")
    assert list(ApiTokenPolicy.queryset(me)) == [own]
    assert (ApiTokenPolicy.allows(me, "view", own), ApiTokenPolicy.allows(me, "view", token)) == (True, False)


def test_a_token_needs_a_label_and_a_day_to_come(town: Town) -> None:
    actor, user = town.actor(Role.COORDINATOR), town.users[Role.COORDINATOR]
    with pytest.raises(Invalid):
        create_token(actor=actor, user=user, label="")
    with pytest.raises(Invalid):
        create_token(actor=actor, user=user, label="Alt", expires=timezone.localdate() - timedelta(days=1))


def test_neither_database_nor_event_log_know_the_secret(town: Town) -> None:
    user = town.users[Role.COORDINATOR]
    token, secret = create_token(actor=operator(), user=user, label="Schnittstelle")
    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values())
    event = Event.objects.get(verb="token.created")
    assert secret not in str(event.after)
    assert token.digest not in str(event.after)


def test_the_day_of_use_is_noted(town: Town) -> None:
    caller = Caller.with_token(town, Role.COORDINATOR)
    assert ApiToken.objects.get().last_used is None
    caller.get("/papers")
    assert ApiToken.objects.get().last_used == timezone.localdate()


def test_a_session_reads_but_writes_only_with_its_csrf_token(town: Town) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.users[Role.COORDINATOR], backend="allauth.account.auth_backends.AuthenticationBackend")
    caller = Caller(town, client=client)
    assert caller.get("/papers").status_code == 200
    refused = caller.post("/fields", {"number": 8, "name": "Sport"})
    assert refused.status_code == 403
    assert "CSRF" in refused.json()["error"]["what"]
    client.get("/konto/login/")
    client.cookies["csrftoken"] = "a" * 32
    headers = {"X-CSRFToken": "a" * 32}
    answer = client.post(
        caller.address("/fields"), {"number": 8, "name": "Sport"}, content_type="application/json", headers=headers
    )
    assert answer.status_code == 201


def test_credentials_of_an_unknown_kind_are_refused(town: Town) -> None:
    answer = Client().get("/api/v1/municipalities", headers={"Authorization": "Basic bWU6cHc="})
    assert answer.status_code == 401
