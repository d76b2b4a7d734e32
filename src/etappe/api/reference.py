"""The page `/api/docs`: all routes with parameters, shapes and examples, made of the interface's own description."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from etappe.api.description import operations
from etappe.api.interface import api

PREFIX = "/api/v1/"
Schema = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A parameter of a route or a property of a shape."""

    name: str
    type: str
    required: bool
    description: str
    place: str = ""


@dataclass(frozen=True)
class RouteEntry:
    """One route."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    takes: str
    example: str
    answers: tuple[tuple[str, str, str], ...]
    needs_credentials: bool


@dataclass(frozen=True)
class Shape:
    """What is sent in or out."""

    name: str
    description: str
    fields: tuple[Field, ...]


def reference(request: HttpRequest) -> HttpResponse:
    """Show the page."""
    schema, groups, shapes = _collected(translation.get_language() or "de")
    context = {"info": schema["info"], "groups": groups, "shapes": shapes}
    return render(request, "api/reference.html", context)


@cache
def _collected(language: str) -> tuple[Schema, dict[str, list[RouteEntry]], list[Shape]]:
    # The description never changes while the program runs, except for the labels of its values by language.
    with translation.override(language):
        schema: Schema = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX), default=str))
    groups: dict[str, list[RouteEntry]] = defaultdict(list)
    for path, method, operation in operations(schema):
        groups[operation["tags"][0]].append(_route(schema, path, method, operation))
    return schema, dict(groups), [_shape(name, entry) for name, entry in _shapes(schema).items()]


def _shapes(schema: Schema) -> dict[str, Schema]:
    entries = schema["components"]["schemas"]
    return {
        name: entries[name]
        for name in sorted(entries)
        if not name.startswith("Page_") and "properties" in entries[name]
    }


def _route(schema: Schema, path: str, method: str, operation: Schema) -> RouteEntry:
    body = _body_of(operation)
    summary, _newline, rest = operation["description"].partition("\n")
    return RouteEntry(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=summary,
        description=rest.strip(),
        parameters=tuple(_parameter(entry) for entry in operation["parameters"]),
        takes=_name_of(body) if "$ref" in body else "",
        example=_example_body(schema, body),
        answers=tuple(_answer(schema, status, answer) for status, answer in operation["responses"].items()),
        needs_credentials={} not in operation["security"],
    )


def _body_of(operation: Schema) -> Schema:
    content: Schema = operation.get("requestBody", {}).get("content", {})
    found: Schema = content.get("application/json", {}).get("schema", {})
    return found


def _parameter(entry: Schema) -> Field:
    schema = entry["schema"]
    return Field(entry["name"], type_of(schema), entry["required"], _words(schema), entry["in"])


def _answer(schema: Schema, status: str, answer: Schema) -> tuple[str, str, str]:
    if "$ref" in answer:
        answer = schema["components"]["responses"][_name_of(answer)]
    content = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return status, answer["description"], type_of(content) if content else ""


def _shape(name: str, schema: Schema) -> Shape:
    required = schema.get("required", [])
    fields = tuple(
        Field(field, type_of(entry), field in required, _words(entry)) for field, entry in schema["properties"].items()
    )
    return Shape(name, schema.get("description", ""), fields)


def _words(schema: Schema) -> str:
    parts = [schema, *schema.get("anyOf", ())]
    return next((part["description"] for part in parts if part.get("description")), "")


def _name_of(reference: Schema) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def type_of(schema: Schema) -> str:
    """Return the type of a value in words: ``integer``, ``list of Ref``, ``text or null``."""
    if "$ref" in schema:
        name = _name_of(schema)
        return f"page of {name.removeprefix('Page_').removesuffix('_')}" if name.startswith("Page_") else name
    if "anyOf" in schema:
        return " or ".join(type_of(part) for part in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(value for value in schema["enum"] if value)
    if schema.get("type") == "array":
        return f"list of {type_of(schema['items'])}"
    form = {"date": "date", "date-time": "time"}.get(schema.get("format", ""), "text")
    return form if schema.get("type") == "string" else str(schema.get("type", "any"))


def _example_body(schema: Schema, body: Schema) -> str:
    if not body:
        return ""
    return json.dumps(example_of(schema, body), ensure_ascii=False, indent=2)


def example_of(schema: Schema, entry: Schema) -> Any:
    """Return a value that fits ``entry``: its own example, or a plain one of its type."""
    if "$ref" in entry:
        entry = schema["components"]["schemas"][_name_of(entry)]
    if entry.get("examples"):
        return entry["examples"][0]
    if "anyOf" in entry:
        return example_of(schema, entry["anyOf"][0])
    if "properties" in entry:
        wanted = entry.get("required") or list(entry["properties"])[:3]
        return {name: example_of(schema, entry["properties"][name]) for name in wanted}
    if entry.get("type") == "array":
        return [example_of(schema, entry["items"])] * entry.get("minItems", 1)
    return _plain_example(entry)


def _plain_example(entry: Schema) -> Any:
    if "enum" in entry:
        return next(value for value in entry["enum"] if value)
    if entry.get("format") == "date":
        return "2027-12-31"
    return {"integer": 1, "boolean": True}.get(entry.get("type", ""), "…")
