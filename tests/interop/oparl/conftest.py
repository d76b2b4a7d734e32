"""A council information system with made-up data, and a client that may reach it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from etappe.interop.oparl import Client, Limits
from support.oparl_server import CouncilSystem, furnish, running


@pytest.fixture
def system() -> Iterator[CouncilSystem]:
    with running() as system:
        furnish(system)
        yield system


@pytest.fixture
def pauses() -> list[float]:
    """How long the client has waited, instead of waiting."""
    return []


@pytest.fixture
def client(system: CouncilSystem, pauses: list[float]) -> Iterator[Client]:
    limits = Limits(seconds=0.5, bytes=100_000)
    with Client(system.body, private_hosts=["127.0.0.1"], limits=limits, sleep=pauses.append) as client:
        yield client
