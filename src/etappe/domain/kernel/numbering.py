"""Numbers that people count with: the next one, and never the same for two who ask at once."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Model, QuerySet


def next_number(within: Model, numbered: QuerySet[Any]) -> int:
    """Return the number after the highest of ``numbered``, from 1.

    Call inside the transaction that stores it: ``within`` stays locked until its end, so that whoever asks next waits.
    """
    type(within)._base_manager.select_for_update().get(pk=within.pk)
    highest: int | None = numbered.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1
