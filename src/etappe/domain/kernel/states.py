"""State machines (django-fsm-2): one step at a time, and a sentence of its own for every step that leads nowhere."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise
from django_fsm import FSMFieldMixin, can_proceed

from etappe.domain.kernel.errors import IllegalTransition

Refusals = dict[tuple[str, str], Promise | str]
"""By step and present state: why the step does not lead on from there, and what to do instead."""


class Stateful(models.Model):
    """Something with a ``state`` that only its steps (methods with ``@transition``) change."""

    REFUSALS: ClassVar[Refusals] = {}

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Leave the states out, which cleaning would assign: their steps alone say what they may be."""
        states = {field.name for field in self._meta.concrete_fields if isinstance(field, FSMFieldMixin)}
        super().clean_fields(exclude={*(exclude or ()), *states})

    def may(self, step: str) -> bool:
        """Whether ``step`` leads on from the present state."""
        return bool(can_proceed(getattr(self, step), check_conditions=False))

    def take(self, step: str) -> None:
        """Go one step, in memory. Raises :class:`IllegalTransition` with the sentence for this step and state."""
        if not self.may(step):
            raise IllegalTransition(str(self.REFUSALS[step, str(getattr(self, "state", ""))]))
        method: Any = getattr(self, step)
        method()
