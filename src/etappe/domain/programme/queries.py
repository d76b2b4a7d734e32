"""Reading programmes and measures; the number of SQL queries does not grow with the number of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.participation.queries import recommendations
from etappe.domain.programme.completeness import REQUIREMENTS, is_complete, with_completeness
from etappe.domain.programme.models import Cooperation, Measure, Programme
from etappe.domain.programme.policies import GoalPolicy, MeasurePolicy, ProgrammePolicy

OWN = "meine"
"""Value of the filter for owners: the units of whoever asks, with all units below them."""
UNFINISHED = "unerledigt"
"""Value of the filter for states: neither done nor stopped."""
SOURCES = ("findings__version__concept", "findings__municipality")
"""Relations from a recommendation to the sentences behind it."""
FINISHED = (Measure.State.DONE, Measure.State.STOPPED)

SORTS: dict[str, tuple[str, ...]] = {
    "nummer": ("number",),
    "titel": ("title",),
    "feld": ("field__number", "number"),
    "zustaendig": ("owner__short", "number"),
    "stand": ("state", "number"),
    "frist": ("deadline_until", "number"),
}
"""How a list can be sorted; a leading minus in the address turns the first column round."""


class Completed:
    """Values of the filter for completeness."""

    YES = "ja"
    NO = "nein"


WITHOUT = "ohne-"
NO_TARGET, NO_PLACE = f"{WITHOUT}target", f"{WITHOUT}place"
"""Values of the filter for completeness that ask for one missing detail."""
DUE_CHOICES: dict[str, str | Promise] = {
    "ueberfaellig": _("mit überschrittener Frist"),
    "naechste90": _("mit Frist in den nächsten 90 Tagen"),
    "ohne": _("ohne Frist"),
}


@dataclass(frozen=True)
class MeasureFilter:
    """What a list of measures shows. Empty strings mean no restriction."""

    words: str = ""
    programme: str = ""
    field: str = ""
    state: str = ""
    owner: str = ""
    influence: str = ""
    complete: str = ""
    due: str = ""
    sort: str = ""


def measures(actor: Actor, wanted: MeasureFilter, *, today: date) -> QuerySet[Any]:
    """Return the measures ``actor`` may see that match ``wanted``, with owner, field and target groups."""
    found = MeasurePolicy.queryset(actor).filter(_matches(wanted, today))
    if wanted.owner == OWN:
        found = found.filter(owner_id__in=actor.units(Role.OWNER) | actor.units(Role.DECIDER))
    return (
        found.order_by(*_order(wanted.sort))
        .select_related("owner", "field", "programme", "goal", "municipality")
        .prefetch_related("target_groups")
    )


def _matches(wanted: MeasureFilter, today: date) -> Q:
    condition = Q()
    for word in wanted.words.lower().split():
        condition &= Q(search_text__contains=word)
    exact = {
        "programme__slug": wanted.programme,
        "field__number": _number(wanted.field),
        "state": "" if wanted.state == UNFINISHED else wanted.state,
        "owner_id": _number(wanted.owner),
        "influence": wanted.influence,
    }
    condition &= Q(**{name: value for name, value in exact.items() if value})
    if wanted.state == UNFINISHED:
        condition &= ~Q(state__in=FINISHED)
    if wanted.complete:
        condition &= _lacks(wanted.complete)
    return condition & _due(wanted.due, today)


def _number(text: str) -> str:
    # “²” is a digit to Python and no number to a database, which cannot compare endless ones either.
    return text if text.isascii() and text.isdigit() and len(text) <= 15 else ""


def _lacks(wanted: str) -> Q:
    if wanted == Completed.YES:
        return is_complete()
    met = {requirement.key: requirement.condition for requirement in REQUIREMENTS}
    return ~met.get(wanted.removeprefix(WITHOUT), is_complete())


def _due(due: str, today: date) -> Q:
    unfinished = ~Q(state__in=FINISHED)
    if due == "ueberfaellig":
        return unfinished & Q(deadline_until__lt=today)
    if due == "naechste90":
        return unfinished & Q(deadline_until__gte=today, deadline_until__lt=date.fromordinal(today.toordinal() + 90))
    if due == "ohne":
        return Q(deadline_until__isnull=True)
    return Q()


def _order(sort: str) -> tuple[Any, ...]:
    columns = SORTS.get(sort.lstrip("-"), ("programme_id", "number"))
    first = F(columns[0])
    ordered = first.desc(nulls_last=True) if sort.startswith("-") else first.asc(nulls_last=True)
    return (ordered, *columns[1:], "pk")


def measures_of(actor: Actor, programme: Programme) -> list[Measure]:
    """Return the measures of ``programme`` that ``actor`` may see, by field and number; meant for hundreds at once."""
    found: list[Measure] = list(
        with_completeness(MeasurePolicy.queryset(actor).filter(programme=programme))
        .order_by("field__number", "number", "pk")
        .prefetch_related("owner", "field")
    )
    for measure in found:
        measure.municipality, measure.programme = programme.municipality, programme  # one object, not one a row
    return found


def for_print(actor: Actor, wanted: MeasureFilter, *, today: date) -> QuerySet[Any]:
    """Return measures with everything a page or a report shows of them."""
    return _in_full(actor, measures(actor, wanted, today=today))


def measure_in_full(actor: Actor, pk: int) -> Measure | None:
    """Return one measure with everything its page shows; None where it does not exist or may not be seen."""
    one = (
        MeasurePolicy.queryset(actor)
        .filter(pk=pk)
        .select_related("owner", "field", "programme", "goal", "municipality")
    )
    found: Measure | None = _in_full(actor, one).first()
    return found


def _in_full(actor: Actor, found: QuerySet[Any]) -> QuerySet[Any]:
    return found.prefetch_related(
        "target_groups",
        "milestones",
        Prefetch("cooperations", Cooperation.objects.select_related("organisation", "unit")),
        Prefetch("recommendations", recommendations_with_sources(actor)),
    )


def recommendations_with_sources(actor: Actor) -> QuerySet[Any]:
    """Return visible recommendations with sentence, section, paper, group and point: the way back never breaks."""
    return recommendations(actor).prefetch_related(*SOURCES)


def recommendations_in_a_list(actor: Actor) -> QuerySet[Any]:
    """Return visible recommendations, each with the visible goals and measures that were made of it."""
    made = MeasurePolicy.queryset(actor).select_related("municipality", "owner")
    goals = GoalPolicy.queryset(actor).select_related("municipality", "programme")
    return recommendations(actor).prefetch_related(Prefetch("measures", made), Prefetch("goals", goals))


def recommendations_with_fate(actor: Actor) -> QuerySet[Any]:
    """Return the same with the sentences they come from: the whole way, from a paper to what became of it."""
    return recommendations_in_a_list(actor).prefetch_related(*SOURCES)


def programmes(actor: Actor) -> QuerySet[Any]:
    """Return the programmes ``actor`` may see, each with the number of visible, complete and finished measures."""
    seen = MeasurePolicy.queryset(actor).values("pk")
    found: QuerySet[Any] = (
        ProgrammePolicy.queryset(actor)
        .select_related("municipality")
        .annotate(
            measure_count=Count("measures", filter=Q(measures__in=seen)),
            done_count=Count("measures", filter=Q(measures__in=seen, measures__state=Measure.State.DONE)),
        )
    )
    return found


def programme_named(actor: Actor, slug: str) -> Programme | None:
    """Return the programme with this short name, if ``actor`` may see it."""
    found: Programme | None = ProgrammePolicy.queryset(actor).select_related("municipality").filter(slug=slug).first()
    return found


@dataclass(frozen=True)
class ReleasedFigures:
    """What a municipality has made public of its programmes."""

    programmes: int
    measures: int
    done: int


def released_figures(municipality_ids: list[int]) -> dict[int, ReleasedFigures]:
    """Return for each municipality what everybody may see of it: an alliance-wide read of released objects only."""
    public = MeasurePolicy.released()
    with scopes_disabled():
        rows = (
            Measure.objects.filter(public, municipality_id__in=municipality_ids)
            .order_by()
            .values("municipality_id")
            .annotate(
                programme_count=Count("programme", distinct=True),
                measure_count=Count("pk"),
                done_count=Count("pk", filter=Q(state=Measure.State.DONE)),
            )
        )
        return {
            row["municipality_id"]: ReleasedFigures(row["programme_count"], row["measure_count"], row["done_count"])
            for row in rows
        }
