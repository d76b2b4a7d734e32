"""An answer in words, and what has changed since the last one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from etappe.domain.rounds.models import Obstacle, Reply


@dataclass(frozen=True)
class Said:
    """One part of an answer; ``changed``: it differs from last time."""

    label: str
    value: str
    changed: bool = False


def facts_of(reply: Reply) -> list[Said]:
    """Return what a reply says, always the same parts in the same order."""
    obstacles = dict(Obstacle.choices)
    reached = sorted(step.title for step in reply.reached.all())
    return [
        Said(_("Stand"), str(reply.get_state_display())),
        Said(_("In einem Satz"), reply.sentence),
        Said(_("Was hindert?"), ", ".join(str(obstacles.get(code, code)) for code in reply.obstacles)),
        Said(_("Voraussichtlich fertig"), reply.forecast.words if reply.forecast else ""),
        Said(_("Bisher ausgegeben"), f"{number_format(reply.spent, 2)} €" if reply.spent is not None else ""),
        Said(_("Meilensteine"), "; ".join(reached)),
    ]


def marked(now: list[Said], before: list[Said]) -> list[Said]:
    """Mark what differs from last time; without a last time nothing is marked."""
    if not before:
        return now
    return [replace(fact, changed=fact.value != old.value) for fact, old in zip(now, before, strict=True)]


def same_answer(reply: Reply, last: Reply) -> bool:
    """Whether a reply says what the last one said."""
    return facts_of(reply) == facts_of(last)
