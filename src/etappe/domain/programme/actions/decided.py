"""What a decision changes of measures. Only decisions call this: with a mandate, or by a committee's resolution."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from etappe.domain.audit.recording import act
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import Invalid
from etappe.domain.programme.models import Measure
from etappe.domain.programme.policies import MeasurePolicy


def carry_out(
    *, actor: Actor, measure: Measure, changes: Mapping[str, Any], reason: str, by_resolution: bool = False
) -> Measure:
    """Change ``measure`` as was decided; ``changes`` by field name. The reason goes into its history."""
    to = "change" if by_resolution else "decide"
    with act(actor, allowed_by=MeasurePolicy, to=to, on=measure, reason=reason) as record:
        return record.change("measure.decided", measure, changes)


def move_means(
    *,
    actor: Actor,
    measure: Measure,
    from_measure: Measure,
    amount: Decimal,
    reason: str,
    by_resolution: bool = False,
) -> None:
    """Move ``amount`` euro from one budget to another, both at once. A budget never falls below zero."""
    to = "change" if by_resolution else "decide"
    MeasurePolicy.require(actor, to, from_measure)
    with act(actor, allowed_by=MeasurePolicy, to=to, on=measure, reason=reason) as record:
        # Always in the same order, or two moves in opposite directions wait for each other.
        both = Measure.objects.select_for_update().filter(pk__in=(measure.pk, from_measure.pk)).order_by("pk")
        stored = {found.pk: found for found in both}
        giving, taking = stored[from_measure.pk], stored[measure.pk]
        left = (giving.budget or Decimal(0)) - amount
        if left < 0:
            message = _("„%(measure)s“ hat nur %(budget)s Euro; so viel lässt sich nicht umschichten.")
            budget = number_format(giving.budget or 0, decimal_pos=2, force_grouping=True)
            raise Invalid({"amount": message % {"measure": giving.title, "budget": budget}})
        record.change("measure.decided", giving, {"budget": left})
        record.change("measure.decided", taking, {"budget": (taking.budget or Decimal(0)) + amount})
