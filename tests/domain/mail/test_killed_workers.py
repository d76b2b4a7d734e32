"""A worker killed outright (SIGKILL) at any step: each mail arrives once, at most a repeat that is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from etappe.domain.audit.queries import history_of
from etappe.domain.mail.models import Mail
from etappe.domain.mail.queries import LEASE
from support.database import of_its_own
from support.killing import Workers, workers
from support.mail import NOW, queued
from support.mail_sink import Sink
from support.town import Town, build_town

NOTHING_HAPPENED = ("before_taking_up", "while_taking_up")
NOT_SENT_BUT_UNKNOWN = ("taken_up", "sender_named", "recipient_named")
SENT_BUT_NOT_NOTED = ("accepted", "while_marking")
UNKNOWN = {*NOT_SENT_BUT_UNKNOWN, *SENT_BUT_NOT_NOTED}
NOTED = ("marked",)


@pytest.fixture
def lasting_town(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[Town]:
    """A town in a database of its own, which other processes see."""
    with django_db_blocker.unblock(), of_its_own(tmp_path):
        yield build_town()


@pytest.fixture
def killable(lasting_town: Town, sink: Sink) -> Iterator[Workers]:
    with workers(sink) as found:
        yield found


@pytest.mark.django_db(databases=[])
def test_a_worker_killed_at_any_step_loses_no_mail_and_repeats_none_unrecorded(
    lasting_town: Town, sink: Sink, killable: Workers
) -> None:
    for step in (*NOTHING_HAPPENED, *NOT_SENT_BUT_UNKNOWN, *SENT_BUT_NOT_NOTED, *NOTED):
        with lasting_town.scope():
            mails = [queued(lasting_town, f"{step}/{number}") for number in range(3)]
        killable.kill_at(step, NOW)
        killable.run(NOW + LEASE / 2)
        assert states(lasting_town, mails)[1] == ("sending" if step in UNKNOWN else "sent"), step
        killable.run(NOW + LEASE)
        killable.run(NOW + 2 * LEASE)
        assert states(lasting_town, mails) == ["sent"] * 3, step
        arrivals = [sink.ids.count(mail.message_id) for mail in mails]
        assert arrivals == [1, 2 if step in SENT_BUT_NOT_NOTED else 1, 1], step
        assert_recorded(lasting_town, mails, step)


def states(town: Town, mails: list[Mail]) -> list[str]:
    with town.scope():
        return [Mail.objects.get(pk=mail.pk).state for mail in mails]


def assert_recorded(town: Town, mails: list[Mail], step: str) -> None:
    with town.scope():
        repeated = [Mail.objects.get(pk=mail.pk).maybe_repeated for mail in mails]
        verbs = [event.verb for event in history_of(mails[1])]
    assert repeated == [False, step in UNKNOWN, False], step
    assert verbs.count("mail.taken_over") == (step in UNKNOWN), step
