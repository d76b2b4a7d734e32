"""How the interface describes itself: OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

METHODS = ("get", "post", "patch", "delete")
ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorOut"}}}
WHEN = {
    400: "The request cannot be read.",
    401: "Credentials are missing or do not hold.",
    403: "This account may not do that here.",
    404: "Not here, or not public.",
    409: "Somebody else has changed the same fields, or the object's state does not allow this step.",
    422: "Values do not fit; `where` names the fields.",
}
"""Every error that routes answer with, and when."""


class DescribedAPI(NinjaAPI):
    """An API whose description says each error once and puts examples where OpenAPI wants them."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description as one dictionary."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema["components"]["responses"] = {
            f"Error{status}": {"description": words, "content": ERROR} for status, words in WHEN.items()
        }
        for _path, _method, operation in operations(schema):
            _tidy(operation)
        return schema


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Go through all routes of ``schema`` as path, method and description."""
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                yield path, method, methods[method]


def _tidy(operation: dict[str, Any]) -> None:
    for parameter in operation["parameters"]:
        parameter.pop("examples", None)  # a list of examples belongs into the schema, where it also stands
    responses = operation["responses"]
    for status in responses.keys() & WHEN.keys():
        responses[status] = {"$ref": f"#/components/responses/Error{status}"}
