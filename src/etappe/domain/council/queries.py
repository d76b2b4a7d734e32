"""Reading committees and papers; the number of SQL queries does not grow with the rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from etappe.domain.council.models import AgendaItem, Committee, Consultation, CouncilSource, Meeting, Paper, Resolution
from etappe.domain.council.policies import CommitteePolicy, CouncilSourcePolicy, PaperPolicy, ResolutionPolicy
from etappe.domain.kernel.actor import Actor


def papers(actor: Actor) -> QuerySet[Any]:
    """Return the papers ``actor`` may see, with their path; what was withdrawn from the path is left out."""
    path = (
        Consultation.objects.filter(withdrawn_on__isnull=True)
        .select_related("committee", "meeting")
        .order_by("position")
    )
    found: QuerySet[Any] = PaperPolicy.queryset(actor).select_related("municipality")
    return found.prefetch_related(Prefetch("consultations", path))


def paper_in_full(actor: Actor, pk: int) -> Paper | None:
    """Return one paper with path, resolutions and what it is linked to."""
    resolutions = Resolution.objects.select_related("committee")
    found: Paper | None = papers(actor).prefetch_related(Prefetch("resolutions", resolutions)).filter(pk=pk).first()
    return found


def committee_in_full(actor: Actor, pk: int) -> Committee | None:
    """Return one committee with its meetings, their agenda and the papers on it that ``actor`` may see."""
    stations = Consultation.objects.filter(paper__in=PaperPolicy.queryset(actor), withdrawn_on__isnull=True)
    seen = stations.select_related("paper__municipality")
    items = AgendaItem.objects.filter(withdrawn_on__isnull=True, **({} if actor.is_staff else {"is_public": True}))
    meetings = Meeting.objects.prefetch_related(Prefetch("consultations", seen), Prefetch("items", items))
    found: Committee | None = (
        CommitteePolicy.queryset(actor)
        .select_related("municipality")
        .prefetch_related(Prefetch("meetings", meetings), Prefetch("resolutions", ResolutionPolicy.queryset(actor)))
        .filter(pk=pk)
        .first()
    )
    return found


def present_committees(actor: Actor) -> QuerySet[Any]:
    """Return the committees ``actor`` may see, without those that are withdrawn."""
    return CommitteePolicy.queryset(actor).filter(withdrawn_on__isnull=True).select_related("municipality")


def source_of(actor: Actor) -> CouncilSource | None:
    """Return the council information system that is read here, if ``actor`` may see it."""
    found: CouncilSource | None = CouncilSourcePolicy.queryset(actor).select_related("municipality").first()
    return found


def next_meetings(today: date, *, limit: int = 5) -> list[Meeting]:
    """Return the next meetings of the current scope."""
    coming = Meeting.objects.filter(when_until__gte=today, cancelled=False, withdrawn_on__isnull=True)
    return list(coming.select_related("committee__municipality", "municipality").order_by("when_from")[:limit])
