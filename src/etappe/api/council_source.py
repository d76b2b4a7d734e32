"""The council information system that a municipality reads, and what the last reading brought."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel, Field

from etappe.api.routing import Here, reads, writes
from etappe.api.values import Entry, OneOf, Text
from etappe.domain.council.actions import request_sync, set_council_source
from etappe.domain.council.models import CouncilSource
from etappe.domain.council.queries import source_of
from etappe.domain.council.troubles import failure_of, problems_of

router = Router(tags=["Committees and papers"])


class ProblemOut(BaseModel):
    """Something odd about one object or list, which stopped nothing."""

    about: str = Field(description="An address over there, or a name.")
    message: str


class CouncilSourceOut(BaseModel):
    """The address of the OParl interface, and how the last reading went."""

    address: str
    body: str = Field(description="The name of the body, as the interface gives it.")
    read_from: date | None
    state: Annotated[str, OneOf(CouncilSource.State)]
    finished: datetime | None
    new: int
    changed: int
    withdrawn: int
    unchanged: int
    failure: str = Field(description="Why the last reading was broken off; empty where it was not.")
    problems: list[ProblemOut]


class CouncilSourceIn(Entry):
    """The address to read from."""

    address: Text = Field(min_length=1, max_length=500, examples=["https://ris.example.org/oparl/body/1"])
    read_from: date | None = None


@reads(router, "/council-source")
def get_council_source(here: Here) -> CouncilSourceOut:
    """Show the council information system and the last reading."""
    return _out(_source(here))


@writes(router, "put", "/council-source")
def put_council_source(here: Here, body: CouncilSourceIn) -> CouncilSourceOut:
    """Set the address of the council information system; for the administration."""
    made = set_council_source(
        actor=here.actor, municipality=here.municipality, address=body.address, read_from=body.read_from
    )
    return _out(made)


@writes(router, "post", "/council-source/readings", status=202)
def start_reading(here: Here) -> CouncilSourceOut:
    """Have the council information system read in the background; for the coordinating office."""
    source = _source(here)
    request_sync(actor=here.actor, source=source)
    return _out(source)


def _source(here: Here) -> CouncilSource:
    source = source_of(here.actor)
    if source is None:
        raise Http404(_("Hier ist kein Ratsinformationssystem eingetragen, oder es ist nicht öffentlich."))
    return source


def _out(source: CouncilSource) -> CouncilSourceOut:
    failure = failure_of(source)
    counts = {name: source.outcome.get(name, 0) for name in ("new", "changed", "withdrawn", "unchanged")}
    return CouncilSourceOut(
        address=source.address,
        body=source.body_name,
        read_from=source.read_from,
        state=source.state,
        finished=source.finished,
        failure=failure[1] if failure else "",
        problems=[ProblemOut(about=about, message=sentence) for about, sentence in problems_of(source)],
        **counts,
    )
