"""Options with their consequences: what could be decided, and what would follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from etappe.domain.audit.recording import act
from etappe.domain.kernel.actor import Actor
from etappe.domain.steering.cases import touch
from etappe.domain.steering.courses import Content, refuse_incomplete
from etappe.domain.steering.models import Deviation, Option
from etappe.domain.steering.policies import DeviationPolicy


def add_option(
    *, actor: Actor, deviation: Deviation, content: Content, consequence: str, recommended: bool = False
) -> Option:
    """Add an option; ``content`` says what would be decided, ``consequence`` what would follow."""
    with act(actor, allowed_by=DeviationPolicy, to="advise", on=deviation) as record:
        touch(record, "deviation.options", deviation)
        refuse_incomplete(content, deviation.measure)
        last = deviation.options.aggregate(last=Max("position"))["last"]
        option = Option(
            municipality=deviation.municipality,
            deviation=deviation,
            position=(last or 0) + 1,
            course=content.course,
            consequence=consequence,
            new_target=content.new_target,
            amount=content.amount,
            from_measure=content.from_measure,
            recommended=recommended,
        )
        option.new_deadline = content.new_deadline
        return record.create("option.added", option)


def change_option(
    *, actor: Actor, option: Option, changes: Mapping[str, Any], expected_version: int | None = None
) -> Option:
    """Change an option; ``changes`` by field name."""
    with act(actor, allowed_by=DeviationPolicy, to="advise", on=option.deviation) as record:
        touch(record, "deviation.options", option.deviation)
        changed = record.change("option.changed", option, changes, expected_version=expected_version)
        refuse_incomplete(Content.of(changed), option.deviation.measure)
        return changed


def remove_option(*, actor: Actor, option: Option) -> None:
    """Remove an option; its values stay in the history."""
    with act(actor, allowed_by=DeviationPolicy, to="advise", on=option.deviation) as record:
        touch(record, "deviation.options", option.deviation)
        record.removed("option.removed", option)
        option.delete()
