"""State machines (django-fsm-2): one step at a time, and a sentence of its own for every step that leads nowhere."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise
from django_fsm import can_proceed

from etappe.domain.kernel.errors import IllegalTransition

Refusals = dict[tuple[str, str], Promise | str]
"""By step and present state: why the step does not lead on from there, and what to do instead."""


class Stateful(models.Model):
    """Something with a ``state`` that only its steps (methods with ``@transition``) change."""

    REFUSALS: ClassVar[Refusals] = {}

    class Meta:
        abstract = True

    def may(self, step: str) -> bool:
        """Whether ``step`` leads on from the present state."""
        return bool(can_proceed(getattr(self, step), check_conditions=False))

    def take(self, step: str) -> None:
        """Go one step, in memory. Raises :class:`IllegalTransition` with the sentence for this step and state."""
        if not self.may(step):
            raise IllegalTransition(str(self.REFUSALS[step, str(getattr(self, "state", ""))]))
        method: Any = getattr(self, step)
        method()
