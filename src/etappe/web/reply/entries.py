"""One measure on the reply page: what was said last, what is typed now, whether it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from etappe.domain.programme.models import Milestone
from etappe.domain.rounds.models import RequestedMeasure
from etappe.domain.rounds.queries import ReplyForm as FormData
from etappe.domain.rounds.queries import ReplyItem
from etappe.domain.rounds.values import ReplyValues
from etappe.web.reply.forms import ReplyForm


@dataclass
class Entry:
    """A measure with its form."""

    shown: ReplyItem
    form: ReplyForm

    @property
    def item(self) -> RequestedMeasure:
        """What is asked."""
        return self.shown.item

    @property
    def part(self) -> str:
        """The beginning of the names of its fields."""
        return f"m{self.item.pk}"

    @property
    def last(self) -> Any:
        """The reply of an earlier round."""
        return self.shown.last.reply if self.shown.last else None

    @property
    def last_date(self) -> Any:
        """For which date it was given."""
        return self.shown.last.reporting_date if self.shown.last else None

    @property
    def reply(self) -> Any:
        """The reply of this round."""
        return self.shown.reply

    @property
    def confirmed(self) -> bool:
        """Whether the answer counts."""
        return self.shown.is_confirmed

    @property
    def fixed(self) -> bool:
        """Whether it cannot be changed any more."""
        return self.item.frozen_at is not None

    @property
    def ready(self) -> bool:
        """Whether a state has been chosen: what *Abschließen* would confirm, or is confirmed already."""
        return self.fixed or self.confirmed or bool(self.reply is not None and self.reply.state)

    @property
    def is_sent(self) -> bool:
        """Whether the form was sent along."""
        return self.form.is_bound

    @property
    def milestones(self) -> list[dict[str, Any]]:
        """The milestones with their ticks."""
        ticked, seen = set(self.form.ticked), set(self.form.seen)
        return [_step(milestone, milestone.pk in ticked, milestone.pk in seen) for milestone in self.shown.milestones]

    @property
    def files(self) -> list[Any]:
        """What was sent along."""
        return self.shown.files


def _step(milestone: Milestone, ticked: bool, seen: bool) -> dict[str, Any]:
    return {
        "pk": milestone.pk,
        "title": milestone.title,
        "due": milestone.due,
        "reached_on": milestone.reached_on,
        "ticked": ticked,
        "seen": seen,
    }


def entries_of(data: FormData, posted: QueryDict | None = None, files: Mapping[str, Any] | None = None) -> list[Entry]:
    """Return the measures of a request with their forms, bound where something was sent."""
    return [_entry(item, posted, files) for item in data.items]


def _entry(item: ReplyItem, posted: QueryDict | None, files: Mapping[str, Any] | None) -> Entry:
    begin = item.values if item.reply is not None else _without_state(item.values)
    prefix = f"m{item.item.pk}"
    sent = posted is not None and f"{prefix}-version" in posted
    form = ReplyForm(
        posted if sent else None,
        files if sent else None,
        prefix=prefix,
        initial=_initial(begin, item.version),
        milestones=item.milestones,
        begin=begin,
    )
    return Entry(item, form)


def _without_state(values: ReplyValues) -> ReplyValues:
    """Last time's answer is filled in, but how it stands now is for a person to say."""
    return ReplyValues(
        state="",
        sentence=values.sentence,
        obstacles=values.obstacles,
        forecast=values.forecast,
        spent=values.spent,
        reached=values.reached,
        seen=values.seen,
    )


def _initial(values: ReplyValues, version: int) -> dict[str, Any]:
    return {
        "state": values.state,
        "sentence": values.sentence,
        "obstacles": list(values.obstacles),
        "forecast": values.forecast.words if values.forecast else "",
        "spent": values.spent,
        "version": version,
    }
