"""In whose name is decided: a role that is held today, or a resolution of a committee."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from etappe.domain.accounts.models import RoleAssignment
from etappe.domain.council.models import Resolution
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.errors import IllegalTransition, Invalid
from etappe.domain.kernel.language import official_language
from etappe.domain.programme.models import Measure
from etappe.domain.steering.levels import holders
from etappe.domain.steering.models import Deviation, Level

BINDING = (Resolution.Outcome.ADOPTED, Resolution.Outcome.AMENDED)


def mandate_of(actor: Actor, measure: Measure, day: date) -> RoleAssignment | None:
    """Return the decider's role with which ``actor`` decides on ``measure``, the one of the nearest unit."""
    own = (held for held in holders(measure, Role.DECIDER, day) if held.user_id == actor.user_id)
    return next(own, None) if actor.user_id is not None else None


def mandate_words(held: RoleAssignment) -> str:
    """Return the mandate as it stands beside the decision for good."""
    unit = str(held.unit) if held.unit else ""
    return held.user.name if unit in held.user.name else f"{held.user.name} ({unit})"


def resolution_words(resolution: Resolution) -> str:
    """Return the committee and the day of its resolution."""
    with official_language():
        day = resolution.when.words if resolution.when else _("ohne Datum")
        return (_("%(committee)s, Beschluss vom %(day)s") % {"committee": resolution.committee, "day": day})[:200]


def refuse_council_matter(deviation: Deviation) -> None:
    """Raise where the case lies before the council: nobody decides in its stead."""
    if deviation.level == Level.COUNCIL:
        raise IllegalTransition(
            _("Dieser Fall liegt beim Rat. Sein Beschluss wird hier eingetragen, sobald er gefasst ist.")
        )


def refuse_unfit_resolution(deviation: Deviation, resolution: Resolution) -> None:
    """Raise where ``resolution`` cannot have decided this case."""
    if deviation.level not in {Level.COMMITTEE, Level.COUNCIL}:
        raise IllegalTransition(
            _("Dieser Fall liegt noch nicht bei einem Gremium. Bitte zuerst weitergeben, dann den Beschluss eintragen.")
        )
    if resolution.outcome not in BINDING:
        raise Invalid({"resolution": _("Hier passt nur ein gefasster Beschluss, nichts Vertagtes oder Abgelehntes.")})
    if resolution.when is not None and resolution.when.end < deviation.opened_on:
        raise Invalid({"resolution": _("Dieser Beschluss ist älter als die Abweichung und kann sie nicht meinen.")})
