"""Mail is kept before it is sent, once per key, and only for those who want it."""

from __future__ import annotations

import pytest

from etappe.domain.audit.queries import history_of
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import IllegalTransition, Invalid, NotAllowed
from etappe.domain.mail.actions import queue_mail, retry_mail, subscribe_again, unsubscribe, withdraw_mail
from etappe.domain.mail.models import Mail
from etappe.domain.mail.outgoing import (
    Attachment,
    Subscription,
    UnknownSubscription,
    subscription_of,
    unsubscribe_token,
)
from etappe.domain.mail.policies import MailPolicy
from etappe.domain.mail.queries import mails, mails_about
from etappe.domain.tenancy.models import Unit
from support.mail import NOW, queued
from support.town import Town


def test_a_mail_waits_in_the_outbox_with_its_attachments(town: Town) -> None:
    with town.scope():
        mail = queued(town, "einladung/1", attachments=[Attachment("frage.xlsx", "application/zip", b"PK")])
        assert (mail.state, mail.attachments.get().name) == ("queued", "frage.xlsx")


def test_what_has_the_same_key_is_queued_once(town: Town) -> None:
    with town.scope():
        first, second = queued(town, "einladung/1"), queued(town, "einladung/1", subject="Noch einmal")
        assert (second.pk, second.subject) == (first.pk, first.subject)
        assert Mail.objects.count() == 1


def test_the_same_key_in_another_town_is_another_mail(town: Town, other_town: Town) -> None:
    with town.scope():
        first = queued(town, "einladung/1")
    with other_town.scope():
        assert queued(other_town, "einladung/1").message_id != first.message_id


def test_the_text_with_its_personal_link_stays_out_of_the_event_log(town: Town) -> None:
    with town.scope():
        event = history_of(queued(town, "einladung/1", text="https://beispiel.example/antwort/geheim"))[0]
        assert event.verb == "mail.queued"
        assert event.after == {"kind": "round.invitation", "to": "amt51@example.org", "subject": "Wie steht es?"}


def test_a_line_break_in_a_subject_begins_no_header(town: Town) -> None:
    with town.scope():
        assert queued(town, "x", subject="Stand\r\nBcc: alle@example.org").subject == "Stand Bcc: alle@example.org"


def test_what_is_no_address_is_refused_with_a_sentence(town: Town) -> None:
    with town.scope(), pytest.raises(Invalid, match="E-Mail"):
        queued(town, "x", to="Amt 51")


def test_mails_are_found_by_what_they_are_about(town: Town) -> None:
    with town.scope():
        unit = Unit.objects.get(pk=town.office.pk)
        about = queued(town, "x", about=unit)
        queued(town, "y", about=town.other_office)
        assert mails_about(unit) == [about]
        assert mails_about(unit, kind="round.reminder") == []


@pytest.mark.parametrize("role", sorted(Role))
def test_the_log_is_for_coordination_administration_and_data_protection(town: Town, role: Role) -> None:
    if role == Role.ALLIANCE:
        return
    with town.scope():
        mail = queued(town, "x")
        actor = town.actor(role)
        assert list(mails(actor)) == ([mail] if role in {Role.COORDINATOR, Role.ADMIN, Role.PRIVACY} else [])
        assert MailPolicy.allows(actor, "read", mail) == (role in {Role.COORDINATOR, Role.ADMIN})


def test_only_the_worker_delivers(town: Town) -> None:
    with town.scope():
        assert not [role for role in town.users if MailPolicy.allows(town.actor(role), "deliver", queued(town, "x"))]


def test_a_mail_is_withdrawn_before_it_is_sent(town: Town) -> None:
    with town.scope():
        mail = withdraw_mail(actor=town.actor(Role.COORDINATOR), mail=queued(town, "x"))
        with pytest.raises(IllegalTransition, match="zurückgezogen"):
            retry_mail(actor=town.actor(Role.COORDINATOR), mail=mail)


def test_an_office_takes_no_mail_back(town: Town) -> None:
    with town.scope(), pytest.raises(NotAllowed):
        withdraw_mail(actor=town.actor(Role.OWNER), mail=queued(town, "x"))


def test_a_cancelled_digest_is_not_queued_until_it_is_ordered_again(town: Town) -> None:
    digest = Subscription(town.municipality.pk, "KI@example.org", "weekly")
    with town.scope():
        unsubscribe(actor=town.visitor, municipality=town.municipality, subscription=digest, now=NOW)
        unsubscribe(actor=town.visitor, municipality=town.municipality, subscription=digest, now=NOW)
        assert (
            queue_mail(
                actor=town.actor(Role.COORDINATOR),
                municipality=town.municipality,
                key="woche/1",
                kind="weekly",
                to="ki@example.org",
                subject="Was diese Woche ansteht",
                text="…",
                unsubscribe_kind="weekly",
            )
            is None
        )
        assert queued(town, "einladung/2", to="ki@example.org").state == "queued"
        subscribe_again(actor=town.visitor, municipality=town.municipality, subscription=digest)
        assert queued(town, "woche/2", to="ki@example.org", unsubscribe_kind="weekly").state == "queued"


def test_a_link_that_cancels_is_signed(town: Town) -> None:
    digest = Subscription(town.municipality.pk, "ki@example.org", "weekly")
    token = unsubscribe_token(digest)
    assert subscription_of(token) == digest
    with pytest.raises(UnknownSubscription, match="unvollständig"):
        subscription_of(token[:-2])
