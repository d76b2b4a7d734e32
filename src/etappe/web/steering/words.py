"""A case in words: its figures, where it lies, who decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.programme.policies import MeasurePolicy
from etappe.domain.rounds.models import Reply
from etappe.domain.steering.levels import holders
from etappe.domain.steering.mandates import mandate_words
from etappe.domain.steering.models import Decision, Deviation, Level, RuleKind
from etappe.web.components import Fact

STATES = dict(Reply.State.choices)


def facts_of(deviation: Deviation) -> list[Fact]:
    """Return the figures that opened the case, as they were on that day, in words."""
    facts: Mapping[str, Any] = deviation.facts
    found: list[Fact] = []
    for name, label in (("deadline", _("vereinbarte Frist")), ("forecast", _("voraussichtlich fertig"))):
        if f"{name}_words" in facts:
            found.append(Fact(label, facts[f"{name}_words"]))
    if "days" in facts:
        found.append(Fact(_("Abstand"), ngettext("%d Tag", "%d Tage", facts["days"]) % facts["days"]))
    if deviation.rule == RuleKind.MILESTONE_SLIPPED:
        found.append(Fact(_("Meilenstein"), facts.get("title", "")))
        found.append(Fact(_("vorgesehen für"), facts.get("due_words", "")))
    if deviation.rule == RuleKind.NO_REPLY:
        found.append(Fact(_("Abfrage"), facts.get("title", "")))
        found.append(Fact(_("Erinnerungen bis dahin"), str(facts.get("reminders", ""))))
    if "states" in facts:
        states = " → ".join(str(STATES.get(state, state)) for state in facts["states"])
        found.append(Fact(_("gemeldete Stände"), states))
    if "spent" in facts:
        found.append(Fact(_("ausgegeben"), euro(Decimal(facts["spent"]))))
        found.append(Fact(_("vorgesehen"), euro(Decimal(facts["budget"]))))
    return found


def euro(amount: Decimal) -> str:
    """Return an amount as it is shown on pages."""
    return f"{number_format(amount, 2, force_grouping=True)} €"


def opened_in_words(deviation: Deviation) -> str:
    """Say who or what has opened the case, and when."""
    day = date_format(deviation.opened_on)
    if not deviation.rule:
        return _("Von Hand eröffnet am %(day)s.") % {"day": day}
    return _("Von der Regel „%(rule)s“ festgestellt am %(day)s.") % {"rule": deviation.get_rule_display(), "day": day}


def lies_in_words(deviation: Deviation) -> str:
    """Say where an undecided case lies and until when."""
    day, today = date_format(deviation.due), timezone.localdate()
    place = {
        Level.UNIT: str(deviation.measure.owner or ""),
        Level.DEPUTY: _("beim Dezernat"),
        Level.COMMITTEE: _("beim Lenkungsausschuss"),
        Level.COUNCIL: _("beim Rat"),
    }[Level(deviation.level)]
    if deviation.level == Level.UNIT:
        place = _("bei %s") % place
    if deviation.due < today:
        return _("Liegt %(place)s; die Frist war am %(day)s.") % {"place": place, "day": day}
    return _("Liegt %(place)s, bis %(day)s.") % {"place": place, "day": day}


def who_decides(deviation: Deviation, day: date) -> str:
    """Name the office that holds the mandate; empty where nobody does."""
    if deviation.level == Level.COUNCIL:
        return _("der Rat")
    held = next(iter(holders(deviation.measure, Role.DECIDER, day)), None)
    return mandate_words(held) if held else _("der Lenkungsausschuss")


def decision_facts(decision: Decision, actor: Actor) -> list[Fact]:
    """Return old and new of a decision side by side, and what else it says, as ``actor`` may read it."""
    found: list[Fact] = []
    if decision.new_deadline:
        old = decision.old_deadline.words if decision.old_deadline else _("ohne Frist")
        found.append(Fact(_("Frist"), f"{old} → {decision.new_deadline.words}"))
    if decision.new_target:
        found.append(Fact(_("Zielwert"), f"{decision.old_target or _('keiner')} → {decision.new_target}"))
    if decision.amount is not None and decision.from_measure is not None:
        words = _("%(amount)s aus: %(measure)s")
        source = decision.from_measure
        name = str(source) if MeasurePolicy.allows(actor, "view", source) else _("einer anderen Maßnahme")
        moved = words % {"amount": euro(decision.amount), "measure": name}
        found.append(Fact(_("Mittel"), moved))
    found.append(Fact(_("Begründung"), decision.reason))
    return found
