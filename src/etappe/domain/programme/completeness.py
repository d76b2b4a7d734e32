"""Is a measure a commitment? It is complete, or it says what is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from etappe.domain.programme.models import Measure, TargetGroup


@dataclass(frozen=True)
class Requirement:
    """One thing a commitment needs.

    Attributes
    ----------
    key : str
        As in the reading of concept papers: owner, deadline, target, target_group, place, means.
    label, ask : str
        Name of the requirement; what to do where it is missing.
    field : str
        The form field in which it is entered.
    is_met : callable
        Whether a measure (with target groups prefetched) has it.
    condition : Q
        The same for the database.
    """

    key: str
    label: str | Promise
    ask: str | Promise
    field: str
    is_met: Callable[[Measure], bool]
    condition: Q


DIFFERENTIATED = "has_differentiated_target_group"


def _has_differentiated_target_group(measure: Measure) -> bool:
    brought_along: bool | None = getattr(measure, DIFFERENTIATED, None)
    if brought_along is not None:
        return brought_along
    return any(
        group.age_from is not None or group.age_to is not None or bool(group.origin)
        for group in measure.target_groups.all()
    )


_GROUPS = TargetGroup._base_manager.filter(measures=OuterRef("pk")).filter(
    Q(age_from__isnull=False) | Q(age_to__isnull=False) | ~Q(origin="")
)


def with_completeness(measures: QuerySet[Any]) -> QuerySet[Any]:
    """Let the measures bring along what :func:`completeness_of` needs, in place of hundreds of target groups."""
    annotated: QuerySet[Any] = measures.annotate(**{DIFFERENTIATED: Exists(_GROUPS)})
    return annotated


REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        "owner",
        _("Zuständigkeit"),
        _("Welche Stelle ist verantwortlich?"),
        "owner",
        lambda measure: measure.owner_id is not None,
        Q(owner__isnull=False),
    ),
    Requirement(
        "deadline",
        _("Frist"),
        _("Bis wann ist die Maßnahme umgesetzt?"),
        "deadline",
        lambda measure: measure.deadline is not None,
        Q(deadline_from__isnull=False),
    ),
    Requirement(
        "target",
        _("Messgröße mit Zielwert"),
        _("Woran wird der Erfolg gemessen, und welcher Wert soll erreicht werden?"),
        "indicator",
        lambda measure: bool(measure.indicator and measure.target_value),
        ~Q(indicator="") & ~Q(target_value=""),
    ),
    Requirement(
        "target_group",
        _("Zielgruppe nach Alter oder Herkunft"),
        _("Für wen genau ist die Maßnahme – nach Alter oder Herkunft?"),
        "target_groups",
        _has_differentiated_target_group,
        Q(Exists(_GROUPS)),
    ),
    Requirement(
        "place",
        _("Ort"),
        _("Wo findet die Maßnahme statt – stadtweit oder in welchem Sozialraum?"),
        "place",
        lambda measure: bool(measure.place),
        ~Q(place=""),
    ),
    Requirement(
        "means",
        _("Mittel"),
        _("Woher kommen Geld und Personal?"),
        "budget",
        lambda measure: measure.budget is not None or bool(measure.funding_source),
        Q(budget__isnull=False) | ~Q(funding_source=""),
    ),
)


@dataclass(frozen=True)
class Completeness:
    """What a measure has and lacks, in the order of :data:`REQUIREMENTS`."""

    present: tuple[Requirement, ...]
    missing: tuple[Requirement, ...]

    @property
    def total(self) -> int:
        """Number of requirements."""
        return len(self.present) + len(self.missing)

    @property
    def is_complete(self) -> bool:
        """Whether this is a commitment rather than a declaration of intent."""
        return not self.missing

    @property
    def next_missing(self) -> Requirement | None:
        """The first thing to add."""
        return self.missing[0] if self.missing else None


def completeness_of(measure: Measure) -> Completeness:
    """Return what ``measure`` has and lacks. Prefetch ``target_groups`` when calling for many."""
    return Completeness(
        present=tuple(requirement for requirement in REQUIREMENTS if requirement.is_met(measure)),
        missing=tuple(requirement for requirement in REQUIREMENTS if not requirement.is_met(measure)),
    )


def is_complete() -> Q:
    """Return the filter for complete measures."""
    condition = Q()
    for requirement in REQUIREMENTS:
        condition &= requirement.condition
    return condition
