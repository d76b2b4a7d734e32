"""The chain: from the sentence in a paper to the result, for a measure or a recommendation."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel, Field

from etappe.api.routing import Here, reads
from etappe.api.values import Id
from etappe.domain.publication.chain import Kind, Link, way_of_measure, ways_of_recommendation

router = Router(tags=["Chain"])


class LinkOut(BaseModel):
    """One link of the chain."""

    kind: Kind
    title: str
    when: str = Field(description="As it was written; empty where nothing is known.")
    text: str
    object: str = Field(description="Kind and number of the object it stands for, such as `programme.measure 17`.")
    happened: bool = Field(description="False for what is ahead, or missing though it should exist.")


class WayOut(BaseModel):
    """The links of one measure, in order."""

    title: str
    links: list[LinkOut]


class RecommendationWayOut(BaseModel):
    """What lies before a recommendation, and a way for each measure made of it."""

    title: str
    before: list[LinkOut]
    ways: list[WayOut]


@reads(router, "/measures/{int:pk}/chain")
def get_chain_of_measure(here: Here, pk: Id) -> WayOut:
    """Walk the whole chain of a measure."""
    way = way_of_measure(here.actor, pk)
    if way is None:
        raise Http404(_("Diese Maßnahme gibt es hier nicht, oder sie ist noch nicht öffentlich."))
    return WayOut(title=way.title, links=[_link(link) for link in way.links])


@reads(router, "/recommendations/{int:pk}/chain")
def get_chain_of_recommendation(here: Here, pk: Id) -> RecommendationWayOut:
    """Walk from a recommendation to what became of it."""
    found = ways_of_recommendation(here.actor, pk)
    if found is None:
        raise Http404(_("Diese Empfehlung gibt es hier nicht, oder sie ist noch nicht öffentlich."))
    item, before, ways = found
    return RecommendationWayOut(
        title=str(item),
        before=[_link(link) for link in before],
        ways=[WayOut(title=way.title, links=[_link(link) for link in way.links]) for way in ways],
    )


def _link(link: Link) -> LinkOut:
    target = f"{link.of._meta.label_lower} {link.of.pk}" if link.of is not None else ""
    return LinkOut(
        kind=link.kind, title=link.title, when=link.when, text=link.text, object=target, happened=link.happened
    )
