"""Fixtures of the mail tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.mail_sink import Sink, mail_sink


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server of this test's own."""
    with mail_sink() as running:
        yield running
