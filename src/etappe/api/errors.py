"""What an answer says when something cannot be done: what happened, where, and what to do."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.exceptions import ValidationError as ModelValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel, Field

from etappe.domain.audit.values import plain
from etappe.domain.kernel.errors import Conflict, DomainError, Invalid, NotAllowed
from etappe.render.errors import RenderError

log = logging.getLogger("etappe.api")


class Place(BaseModel):
    """One field that does not fit."""

    field: str = Field(description="Name of the field; empty for the request as a whole.", examples=["deadline"])
    message: str = Field(description="Why it does not fit.", examples=["Diese Angabe fehlt."])


class Problem(BaseModel):
    """What went wrong."""

    what: str = Field(description="What happened, in a sentence for a person.")
    where: list[Place] = Field(description="The fields concerned; empty where none is.")
    do: str = Field(description="What to do now.")
    current_version: int | None = Field(None, description="Only for 409: the version stored now.")
    theirs: dict[str, Any] | None = Field(None, description="Only for 409: fields changed by others, and their values.")


class ErrorOut(BaseModel):
    """Every error has this shape."""

    error: Problem


FIXES: dict[int, str | Promise] = {
    400: gettext_lazy("Bitte die Anfrage prüfen: gültiges JSON, in UTF-8, nicht größer als 5 MB."),
    401: gettext_lazy(
        "Bitte einen gültigen Zugangsschlüssel mitschicken (Authorization: Bearer …) oder sich anmelden; "
        "einen neuen macht „etappe users token“."
    ),
    403: gettext_lazy("Das Kommunale Integrationszentrum hilft gern weiter."),
    404: gettext_lazy("Bitte die Adresse prüfen; was noch nicht öffentlich ist, zeigt sich mit passendem Konto."),
    409: gettext_lazy("Bitte den jetzigen Stand lesen, vergleichen und mit seiner Version noch einmal schicken."),
    422: gettext_lazy("Bitte die genannten Angaben berichtigen und die Anfrage noch einmal schicken."),
    500: gettext_lazy("Bitte später noch einmal versuchen; die Betriebsstelle findet Näheres im Protokoll."),
}
"""What to do about an error, by status."""

MESSAGES: dict[str, str | Promise] = {
    "missing": gettext_lazy("Diese Angabe fehlt."),
    "extra_forbidden": gettext_lazy("Diese Angabe gibt es hier nicht."),
    "string_too_short": gettext_lazy("Bitte nicht leer lassen."),
    "string_too_long": gettext_lazy("Der Text ist zu lang; erlaubt sind %(max_length)s Zeichen."),
    "string_type": gettext_lazy("Hier wird ein Text erwartet."),
    "string_unicode": gettext_lazy("Der Text enthält Zeichen, die es nicht gibt. Bitte in UTF-8 schicken."),
    "string_pattern_mismatch": gettext_lazy("Die Schreibweise passt nicht; erwartet wird %(pattern)s."),
    "literal_error": gettext_lazy("Möglich sind %(expected)s."),
    "bool_type": gettext_lazy("Hier wird true oder false erwartet."),
    "bool_parsing": gettext_lazy("Hier wird true oder false erwartet."),
    "int_type": gettext_lazy("Hier wird eine ganze Zahl erwartet."),
    "int_parsing": gettext_lazy("Hier wird eine ganze Zahl erwartet."),
    "int_from_float": gettext_lazy("Hier wird eine ganze Zahl erwartet."),
    "greater_than_equal": gettext_lazy("Der kleinste Wert ist %(ge)s."),
    "less_than_equal": gettext_lazy("Der größte Wert ist %(le)s."),
    "list_type": gettext_lazy("Hier wird eine Liste erwartet."),
    "too_short": gettext_lazy("Bitte mindestens %(min_length)s angeben."),
    "too_long": gettext_lazy("Bitte höchstens %(max_length)s angeben."),
    "date_type": gettext_lazy("Hier wird ein Tag erwartet, etwa 2027-12-31."),
    "date_parsing": gettext_lazy("Hier wird ein Tag erwartet, etwa 2027-12-31."),
    "date_from_datetime_parsing": gettext_lazy("Hier wird ein Tag erwartet, etwa 2027-12-31."),
    "fuzzy_date": "%(why)s",
    "control_characters": "%(why)s",
}
"""Sentences for what the schema refuses, by kind of error."""


def problem(
    status: int,
    what: str,
    where: Iterable[Place] = (),
    *,
    current_version: int | None = None,
    theirs: Mapping[str, Any] | None = None,
) -> JsonResponse:
    """Answer with an error."""
    told = Problem(
        what=what,
        where=list(where),
        do=str(FIXES[status]),
        current_version=current_version,
        theirs=dict(theirs) if theirs is not None else None,
    )
    response = JsonResponse(ErrorOut(error=told).model_dump(), status=status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


@csrf_exempt
def unknown_address(request: HttpRequest) -> JsonResponse:
    """Answer for every address below ``/api/v1`` that is none."""
    return problem(404, _("Diese Adresse gibt es in der Schnittstelle nicht."))


def register(api: NinjaAPI) -> None:
    """Let ``api`` answer each kind of error in the one shape."""
    api.add_exception_handler(ValidationError, _not_as_described)
    api.add_exception_handler(ModelValidationError, _model_refuses)
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(SuspiciousOperation, _unreadable)
    api.add_exception_handler(MultiPartParserError, _unreadable)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(DomainError, _domain_refuses)
    api.add_exception_handler(RenderError, _not_printable)
    api.add_exception_handler(Exception, _unexpected)


def _not_as_described(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    errors = [] if isinstance(error, type) else error.errors
    places = [Place(field=_name_of(entry["loc"]), message=_message_of(entry)) for entry in errors]
    return problem(422, _("Die Angaben passen nicht."), places)


def _name_of(loc: Iterable[str | int]) -> str:
    # loc begins with the source and the name of the view's parameter; what follows is the caller's own.
    parts = [str(part) for part in loc]
    return ".".join(parts[2:] or parts[1:])


def _message_of(entry: Mapping[str, Any]) -> str:
    known = MESSAGES.get(entry["type"], gettext_lazy("Dieser Wert passt nicht."))
    told: str = str(known) % entry.get("ctx", {})
    return told


def _model_refuses(request: HttpRequest, error: Any) -> HttpResponse:
    fields = getattr(error, "message_dict", {"": error.messages})
    places = [Place(field="" if name == "__all__" else name, message=" ".join(texts)) for name, texts in fields.items()]
    return problem(422, _("Die Angaben passen nicht."), places)


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error, AuthenticationError):
        return problem(401, _("Dafür ist ein Konto nötig, oder der Zugangsschlüssel gilt nicht mehr."))
    if error.status_code == 403:
        return problem(403, _("Die Anfrage trägt kein gültiges CSRF-Token und wurde nicht ausgeführt."))
    return _unreadable(request, error)


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(400, _("Die Anfrage lässt sich nicht lesen."))


def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, str(error) or _("Das gibt es hier nicht."))


def _domain_refuses(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error, NotAllowed):
        anonymous = not getattr(request, "auth", None) or not request.auth.is_authenticated  # type: ignore[attr-defined]
        return problem(401 if anonymous else 403, str(error))
    if isinstance(error, Invalid):
        places = [Place(field=_stem(name), message=message) for name, message in error.fields.items()]
        return problem(422, _("Die Angaben passen nicht."), places)
    if isinstance(error, Conflict):
        theirs = _readable(error.theirs)
        places = [Place(field=name, message=_("Hier steht jetzt etwas anderes.")) for name in theirs]
        return problem(409, str(error), places, current_version=error.current_version, theirs=theirs)
    return problem(409, str(error))


def _stem(column: str) -> str:
    for suffix in ("_id", "_words", "_from", "_until", "_precision"):
        column = column.removesuffix(suffix)
    return column


def _readable(theirs: Mapping[str, Any]) -> dict[str, Any]:
    # A fuzzy date lies in four columns; people know it by its words.
    shown: dict[str, Any] = {}
    for column, value in sorted(theirs.items(), key=lambda item: item[0].endswith("_words")):
        shown[_stem(column)] = plain(value)
    return shown


def _not_printable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(422, str(error))


def _unexpected(request: HttpRequest, error: Any) -> HttpResponse:
    log.error("%s %s", request.method, request.path, exc_info=error)
    return problem(500, _("Hier ist etwas schiefgegangen, das nicht vorgesehen war. Es wurde nichts geändert."))
