"""`etappe work --once`: what cron can call where `etappe serve` does not run."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from etappe.cli.work import app
from etappe.domain.clockwork import ticking
from etappe.domain.mail.models import Mail
from support.mail import queued
from support.town import build_town


@pytest.mark.django_db
def test_it_does_what_is_due_and_says_what_that_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "daily_jobs", list)
    town = build_town()
    with town.scope():
        mail = queued(town, "x")
    result = CliRunner().invoke(app, ["--once"])
    assert "0 Tagesarbeiten erledigt. E-Mails: 0 versendet, 0 später, 0 nicht zustellbar, 1 nur hier" in result.output
    with town.scope():
        assert Mail.objects.get(pk=mail.pk).state == Mail.State.KEPT
