"""How a route is declared, and what it finds when it is called.

>>> @reads(router, "/measures")                                        # doctest: +SKIP
... def list_measures(here: Here, paging: Query[Paging]) -> Page[MeasureRow]:
...     '''List measures.'''

A route below ``/municipalities/{municipality}`` receives a :class:`Here`: the municipality and whoever asks; the scope
of the tenant is entered. Routes hold no rules: what may be seen is for policies to say, what may be done for actions.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope
from ninja import Path, Router, Status
from pydantic import BaseModel

from etappe.api.auth import READING, WRITING
from etappe.api.errors import ErrorOut
from etappe.domain.accounts.queries import actor_for
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import Invalid
from etappe.domain.kernel.policy import Policy
from etappe.domain.tenancy.models import Municipality

ONE_OPTIONAL: dict[str, Any] = {"security": [{}]}
"""Added to the description of routes for which credentials are optional."""

READ_ERRORS = (401, 404, 422)
WRITE_ERRORS = (400, 401, 403, 404, 409, 422)
MUNICIPALITY = Annotated[
    str,
    Path(
        ...,
        max_length=60,
        description="Short name of the municipality, as in the address of its page.",
        example="duisburg",
    ),
]
View = Callable[..., Any]
References = Mapping[str, type[Policy[Any]]]


@dataclass(frozen=True)
class Caller:
    """Whoever asks, outside any municipality."""

    request: HttpRequest
    actor: Actor
    today: date


@dataclass(frozen=True)
class Here(Caller):
    """Whoever asks, in one municipality."""

    municipality: Municipality

    def one(self, found: QuerySet[Any], **named: Any) -> Any:
        """Return the object of ``found`` with these values. Raises ``Http404`` where it is not there or not seen."""
        row = found.filter(**named).first()
        if row is None:
            raise Http404(_("Das gibt es in dieser Kommune nicht, oder es ist noch nicht öffentlich."))
        return row

    def get(self, policy: type[Policy[Any]], pk: int) -> Any:
        """Return the object ``pk`` if whoever asks may see it. Raises ``Http404`` otherwise."""
        return self.one(policy.queryset(self.actor).select_related("municipality"), pk=pk)

    def values(self, body: BaseModel, references: References) -> dict[str, Any]:
        """Return what ``body`` names, with ids turned into the objects of this municipality they stand for.

        Only fields that were sent appear; ``expected_version`` and ``reason`` are no values. Raises ``Invalid`` for an
        id that is not here or may not be seen.
        """
        sent = body.model_fields_set - {"expected_version", "reason"}
        values = {name: getattr(body, name) for name in sent}
        for name in sent & references.keys():
            values[name] = self.referred(references[name], values[name], name)
        return values

    def referred(self, policy: type[Policy[Any]], ids: int | Iterable[int] | None, field: str) -> Any:
        """Return the object an id stands for, or a list of them for several, in the order of the ids."""
        if ids is None:
            return None
        several = not isinstance(ids, int)
        wanted = list(dict.fromkeys(ids)) if not isinstance(ids, int) else [ids]
        found = policy.queryset(self.actor).select_related("municipality").in_bulk(wanted)
        unknown = [str(pk) for pk in wanted if pk not in found]
        if unknown:
            raise Invalid({field: _("Hier gibt es keinen Eintrag mit der Nummer %s.") % ", ".join(unknown)})
        return [found[pk] for pk in wanted] if several else found[wanted[0]]


def reads(router: Router, path: str, *, extra: dict[str, Any] | None = None) -> Callable[[View], View]:
    """Declare a route that reads; credentials are optional. The return annotation is the shape of the answer."""

    def declare(view: View) -> View:
        return _declare(router.get, path, view, 200, READ_ERRORS, auth=READING, extra={**ONE_OPTIONAL, **(extra or {})})

    return declare


def writes(router: Router, method: str, path: str, *, status: int = 200) -> Callable[[View], View]:
    """Declare a route that changes something; credentials are needed."""

    def declare(view: View) -> View:
        return _declare(getattr(router, method), path, view, status, WRITE_ERRORS, auth=WRITING, extra={})

    return declare


def _declare(
    register: Callable[..., Callable[[View], View]],
    path: str,
    view: View,
    status: int,
    errors: Iterable[int],
    *,
    auth: list[Any],
    extra: dict[str, Any],
) -> View:
    signature = inspect.signature(view, eval_str=True)
    shape = signature.return_annotation
    if shape is HttpResponseBase:  # a file: its media types stand in the description
        shape = None
    declaration = register(
        path,
        auth=auth,
        response={status: shape} | dict.fromkeys(errors, ErrorOut),
        operation_id=view.__name__,
        summary=(view.__doc__ or "").partition("\n")[0].rstrip("."),
        description=inspect.cleandoc(view.__doc__ or ""),
        url_name=view.__name__,
        by_alias=True,
        openapi_extra=extra,
    )
    declaration(_called(view, signature, status))
    return view


def _called(view: View, signature: inspect.Signature, status: int) -> View:
    first, *others = signature.parameters.values()

    @wraps(view)
    def opened(request: HttpRequest, **values: Any) -> Any:
        if first.annotation is not Here:
            return _answer(view(_caller(request), **values), status)
        here = _here(request, values.pop("municipality"))
        with scope(municipality=here.municipality):
            return _answer(view(here, **values), status)

    asked = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest)
    place = inspect.Parameter("municipality", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=MUNICIPALITY)
    parameters = [asked, place, *others] if first.annotation is Here else [asked, *others]
    opened.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters]
    )
    return opened


def _answer(result: Any, status: int) -> Any:
    return Status(status, result) if result is None or isinstance(result, BaseModel | list) else result


def _caller(request: HttpRequest) -> Caller:
    user = request.auth  # type: ignore[attr-defined]
    return Caller(request, actor_for(user, None), timezone.localdate())


def _here(request: HttpRequest, slug: str) -> Here:
    place = Municipality.objects.select_related("county").filter(slug=slug).first()
    if place is None:
        raise Http404(_("Diese Kommune ist hier nicht eingerichtet."))
    user = request.auth  # type: ignore[attr-defined]
    return Here(request, actor_for(user, place), timezone.localdate(), place)
