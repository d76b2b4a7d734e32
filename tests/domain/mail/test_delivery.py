"""Delivering: to a real mail server on this machine, which accepts, refuses, asks for patience or hangs up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.test import override_settings

from etappe.domain.audit.queries import history_of
from etappe.domain.kernel.actor import Role, operator
from etappe.domain.mail.actions import mark_mail_sent, retry_mail, take_up_mail
from etappe.domain.mail.delivery import PAUSES, DeliveryReport, deliver_waiting
from etappe.domain.mail.models import Mail
from etappe.domain.mail.outgoing import Attachment
from support.mail import NOW, queued
from support.mail_sink import Sink
from support.town import Town


def deliver(at: datetime = NOW) -> DeliveryReport:
    return deliver_waiting(clock=lambda: at)


def stored(town: Town) -> Mail:
    with town.scope():
        return Mail.objects.get()


def test_a_mail_arrives_as_text_and_as_html_with_its_attachment(town: Town, sink: Sink) -> None:
    with town.scope():
        queued(town, "x", html="<p>Guten Tag</p>", attachments=[Attachment("frage.txt", "text/plain", b"Wie?")])
    assert deliver() == DeliveryReport(sent=1)
    message = sink.arrived[0]
    parts = [part.get_content_type() for part in message.walk()]
    assert parts == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/plain"]
    assert (message["To"], message["Subject"]) == ("amt51@example.org", "Wie steht es?")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] is None
    assert (stored(town).state, stored(town).sent_at) == ("sent", NOW)


def test_what_is_sent_is_not_sent_again(town: Town, sink: Sink) -> None:
    with town.scope():
        queued(town, "x")
    deliver()
    assert deliver(NOW + timedelta(days=1)) == DeliveryReport()
    assert len(sink.arrived) == 1


def test_many_mails_of_several_towns_take_one_connection(town: Town, other_town: Town, sink: Sink) -> None:
    for place in (town, other_town):
        with place.scope():
            for number in range(5):
                queued(place, f"einladung/{number}", to=f"amt{number}@{place.municipality.slug}.example")
    assert deliver() == DeliveryReport(sent=10)
    assert (len(set(sink.addresses)), len(set(sink.ids)), sink.connections) == (10, 10, 1)


def test_a_digest_can_be_ended_with_one_click_from_the_mail_program(town: Town, sink: Sink) -> None:
    with town.scope():
        queued(town, "woche/1", unsubscribe_kind="weekly")
    deliver()
    assert sink.arrived[0]["List-Unsubscribe"].strip().startswith("<http")
    assert sink.arrived[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_an_address_that_does_not_exist_is_shown_and_can_be_corrected(town: Town, sink: Sink) -> None:
    sink.replies["amt51@example.org"] = "550 no such user here"
    with town.scope():
        queued(town, "x")
    assert deliver() == DeliveryReport(failed=1)
    failed = stored(town)
    assert failed.failure == (
        "Der Mailserver hat die Nachricht abgelehnt: 550 no such user here. Bitte die Adresse prüfen."
    )
    assert deliver(NOW + timedelta(days=9)) == DeliveryReport()
    with town.scope():
        retry_mail(actor=town.actor(Role.COORDINATOR), mail=failed, to="jugendamt@example.org")
    assert deliver() == DeliveryReport(sent=1)
    assert sink.addresses == ["jugendamt@example.org"]


def test_a_refused_mail_does_not_hold_up_the_next(town: Town, sink: Sink) -> None:
    sink.replies["weg@example.org"] = "550 gone"
    with town.scope():
        queued(town, "a", to="weg@example.org")
        queued(town, "b")
    assert deliver() == DeliveryReport(failed=1, sent=1)


def test_a_server_that_asks_for_patience_gets_it(town: Town, sink: Sink) -> None:
    sink.at_data = "451 try again later"
    with town.scope():
        queued(town, "x")
    assert deliver() == DeliveryReport(postponed=1)
    waiting = stored(town)
    assert (waiting.state, waiting.next_try_at) == ("queued", NOW + PAUSES[0])
    assert "bittet um Geduld: 451 try again later" in waiting.failure
    sink.at_data = ""
    assert deliver(NOW + PAUSES[0] - timedelta(seconds=1)) == DeliveryReport()
    assert deliver(NOW + PAUSES[0]) == DeliveryReport(sent=1)
    assert (stored(town).failure, stored(town).maybe_repeated) == ("", False)


def test_without_a_server_one_mail_says_so_and_all_wait(town: Town) -> None:
    with town.scope():
        queued(town, "a")
        queued(town, "b")
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(MAIL_GOES_OUT=True, EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=1):
        assert deliver() == DeliveryReport(postponed=1)
    with town.scope():
        said = [mail for mail in Mail.objects.all() if mail.failure]
        assert (len(said), "nicht zu erreichen" in said[0].failure, said[0].maybe_repeated) == (1, True, False)


def test_after_the_last_attempt_the_mail_counts_as_undeliverable(town: Town, sink: Sink) -> None:
    sink.at_data = "452 full"
    with town.scope():
        queued(town, "x")
    moment = NOW
    for pause in PAUSES:
        assert deliver(moment) == DeliveryReport(postponed=1)
        moment += pause
    assert deliver(moment) == DeliveryReport(failed=1)


def test_a_server_that_hangs_up_after_the_mail_makes_a_repeat_that_is_recorded(town: Town, sink: Sink) -> None:
    sink.hang_up_after_data = True
    with town.scope():
        queued(town, "x")
    assert deliver() == DeliveryReport(postponed=1)
    assert stored(town).maybe_repeated
    sink.hang_up_after_data = False
    assert deliver(NOW + PAUSES[0]) == DeliveryReport(sent=1)
    assert len(sink.ids) == 2
    assert len(set(sink.ids)) == 1


def test_without_a_mail_server_set_up_mail_is_kept_to_be_read_and_never_sent_by_itself(town: Town, sink: Sink) -> None:
    with town.scope():
        queued(town, "x")
    with override_settings(MAIL_GOES_OUT=False):
        assert deliver() == DeliveryReport(kept=1)
    assert deliver() == DeliveryReport()
    with town.scope():
        retry_mail(actor=town.actor(Role.COORDINATOR), mail=stored(town))
    assert deliver() == DeliveryReport(sent=1)


def test_two_workers_never_take_the_same_mail(town: Town) -> None:
    worker = operator(town.municipality.pk, label="Postausgang")
    with town.scope():
        mail = queued(town, "x")
        assert take_up_mail(actor=worker, mail=mail, now=NOW) is not None
        assert take_up_mail(actor=worker, mail=mail, now=NOW) is None


def test_a_slow_worker_whose_mail_was_taken_over_does_not_call_it_sent(town: Town) -> None:
    worker = operator(town.municipality.pk, label="Postausgang")
    with town.scope():
        slow = take_up_mail(actor=worker, mail=queued(town, "x"), now=NOW)
        assert slow is not None
        quick = take_up_mail(actor=worker, mail=slow, now=NOW + timedelta(minutes=10))
        assert quick is not None
        assert mark_mail_sent(actor=worker, mail=slow, now=NOW) is None
        assert mark_mail_sent(actor=worker, mail=quick, now=NOW) is not None
        assert [event.verb for event in history_of(quick)] == [
            "mail.sent",
            "mail.taken_over",
            "mail.taken_up",
            "mail.queued",
        ]
        assert Mail.objects.get().maybe_repeated
