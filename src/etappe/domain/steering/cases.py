"""Parts of several actions on a case: it is still undecided, it has been touched, it moves to another authority."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from etappe.domain.audit.recording import Recorder
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import IllegalTransition
from etappe.domain.steering.letters import tell_whoever_has_it
from etappe.domain.steering.levels import due_on
from etappe.domain.steering.models import Deviation, Escalation, Level

UNDECIDED = (Deviation.State.OPEN, Deviation.State.EXPLAINED, Deviation.State.PREPARED)


def undecided(deviation: Deviation) -> Deviation:
    """Lock the case and return it as stored. Raises ``IllegalTransition`` where it is decided or withdrawn."""
    current: Deviation = Deviation.objects.select_for_update().get(pk=deviation.pk)
    if current.state == Deviation.State.DECIDED:
        raise IllegalTransition(_("Dieser Fall ist entschieden und bleibt, wie er ist."))
    if current.state == Deviation.State.WITHDRAWN:
        raise IllegalTransition(_("Dieser Fall ist als erledigt vermerkt. Ein neuer lässt sich von Hand eröffnen."))
    return current


def touch(record: Recorder, verb: str, deviation: Deviation) -> Deviation:
    """Note that something beside the case has changed, so that nobody decides on what they have not seen."""
    current = undecided(deviation)
    current.version += 1
    current.save(update_fields=["version"])
    record.happened(verb, current)
    return current


def move(record: Recorder, actor: Actor, deviation: Deviation, *, level: Level, why: str, now: datetime) -> Deviation:
    """Hand the case to ``level`` with the time that level has, record the step, tell whoever has it now."""
    today = localdate(now)
    step = Escalation(
        municipality=deviation.municipality,
        deviation=deviation,
        from_level=deviation.level,
        to_level=level,
        on=today,
        why=why[:300],
    )
    changes = {"level": level, "due": due_on(deviation, level, today)}
    moved = record.change("deviation.handed_up", deviation, changes)
    record.create("deviation.escalated", step)
    tell_whoever_has_it(actor, moved, step, now)
    return moved
