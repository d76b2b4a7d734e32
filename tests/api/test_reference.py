"""The page that describes the interface to people, and the description for programs."""

from __future__ import annotations

import pytest
from django.test import Client

from etappe.api.description import operations
from etappe.api.interface import api
from etappe.api.reference import example_of, type_of

pytestmark = pytest.mark.django_db


def test_the_page_names_every_route_and_every_shape(client: Client) -> None:
    answer = client.get("/api/docs")
    assert answer.status_code == 200
    page = answer.content.decode()
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    for path, method, operation in operations(schema):
        assert f'id="{operation["operationId"]}"' in page
        assert f"<code>{method.upper()} {path}</code>" in page
    assert 'id="shape-MeasureIn"' in page


def test_the_page_needs_no_script_and_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "<script" not in main
    assert "style=" not in main
    assert "https://" not in main


def test_the_description_is_served(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    assert "/api/v1/municipalities/{municipality}/measures" in described["paths"]


def test_every_route_is_described_and_says_which_credentials_it_needs() -> None:
    for _path, method, operation in operations(api.get_openapi_schema(path_prefix="/api/v1/")):
        assert operation["summary"]
        schemes = [set(entry) for entry in operation["security"]]
        assert schemes == [{"Token"}, {"Session"}, *([set()] if method == "get" else [])]


def test_an_unknown_address_is_answered_in_json(client: Client) -> None:
    addresses = ("/api/v1/nowhere", "/api/v1/municipalities/x/measures/abc/state", "/api/v1/line%0Abreak")
    for answer in [*(client.get(address) for address in addresses), client.post(addresses[1])]:
        assert answer.status_code == 404
        assert answer.json()["error"]["what"]


def test_examples_fit_the_words_for_types() -> None:
    schema = {"components": {"schemas": {"Kid": {"properties": {"age": {"type": "integer"}}, "required": ["age"]}}}}
    reference = {"$ref": "#/components/schemas/Kid"}
    assert type_of({"type": "array", "items": reference}) == "list of Kid"
    assert type_of({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}) == "date or null"
    assert example_of(schema, {"type": "array", "items": reference, "minItems": 2}) == [{"age": 1}, {"age": 1}]
    assert example_of(schema, {"type": "string", "enum": ["", "open"]}) == "open"
    assert example_of(schema, {"type": "string", "format": "date"}) == "2027-12-31"
