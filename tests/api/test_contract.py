"""The interface keeps to its own description: the snapshot, and a fuzzer that tries out every route."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.parameters import ParameterLocation

from etappe.api.interface import api
from etappe.config.wsgi import application
from etappe.domain.kernel.actor import Role
from support.api import Caller
from support.api_town import furnish
from support.town import Town

SNAPSHOT = Path(__file__).parent / "openapi.json"
REFRESH = "python -m etappe.api > tests/api/openapi.json"
EXAMPLES = 6
"""Requests made up for each route, each way; more are for a longer run."""


def test_the_description_is_the_one_that_was_agreed() -> None:
    with translation.override("de"):
        described = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    agreed = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    assert described == agreed, f"The interface has changed. If that is meant: {REFRESH}"


load_all_checks()
CHOSEN = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
    )
]


def _routes() -> Iterator[Any]:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for found in schema.get_all_operations():
        yield found.ok()


@pytest.mark.slow
@pytest.mark.parametrize("role", [None, Role.COORDINATOR])
def test_every_answer_is_as_described(town: Town, role: Role | None) -> None:
    ids = furnish(town)
    caller = Caller.visitor(town) if role is None else Caller.with_token(town, role)
    for operation in _routes():
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _try_out(operation, mode, caller, ids, town)


def _try_out(operation: Any, mode: GenerationMode, caller: Caller, ids: dict[str, Any], town: Town) -> None:
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def keeps_to_it(case: Any) -> None:
        made_up = case.meta.components.get(ParameterLocation.PATH) if case.meta else None
        if made_up is None or made_up.mode is GenerationMode.POSITIVE:
            case.path_parameters = _real(case.path_parameters, operation.path, ids, town)
        with transaction.atomic():
            case.call_and_validate(headers={**caller.headers, "Accept-Encoding": "identity"}, checks=CHOSEN)
            transaction.set_rollback(True)

    with suppress(Unsatisfiable):  # a route without a value that could be wrong has no negative case
        keeps_to_it()


def _real(made_up: dict[str, Any] | None, path: str, ids: dict[str, Any], town: Town) -> dict[str, Any]:
    """Put the numbers of objects that are there in place of made-up ones, so that requests get beyond 404."""
    parts = path.split("/")
    real = {part.strip("{}"): ids.get(before) for before, part in pairwise(parts) if part[:1] == "{"}
    known = {name: value for name, value in real.items() if value is not None}
    return {**(made_up or {}), **known, "municipality": town.municipality.slug}
