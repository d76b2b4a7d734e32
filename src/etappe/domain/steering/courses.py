"""What is decided about a measure, as one value: its course and what the course needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.utils.translation import gettext as _

from etappe.domain.kernel.errors import Invalid
from etappe.domain.programme.models import Measure
from etappe.domain.steering.findings import DEADLINES
from etappe.domain.steering.models import Course, Option
from etappe.domain.tenancy.models import Unit
from etappe.interop.fuzzy_dates import FuzzyDate


@dataclass(frozen=True)
class Content:
    """A course with its details. ``amount`` in euro moves from the budget of ``from_measure`` to this measure."""

    course: str
    new_deadline: FuzzyDate | None = None
    new_target: str = ""
    amount: Decimal | None = None
    from_measure: Measure | None = None

    @classmethod
    def of(cls, option: Option) -> Self:
        """Return what an option proposes."""
        return cls(option.course, option.new_deadline, option.new_target, option.amount, option.from_measure)

    def kept_to_course(self) -> Self:
        """Return the same without details that belong to other courses (a form sends all its fields)."""
        corrects, moves = self.course == Course.CORRECT, self.course == Course.MOVE_MEANS
        return type(self)(
            self.course,
            self.new_deadline if corrects else None,
            self.new_target.strip() if corrects else "",
            self.amount if moves else None,
            self.from_measure if moves else None,
        )


@dataclass(frozen=True)
class Condition:
    """A condition of a decision (Auflage): it becomes a task of ``unit``, by default of the owner of the measure."""

    title: str
    due: date
    unit: Unit | None = None


def refuse_incomplete(content: Content, measure: Measure) -> None:
    """Raise ``Invalid`` where the course lacks what it needs, or brings what it has no use for."""
    if content.course not in Course.values:
        raise Invalid({"course": _("Bitte auswählen, was entschieden wird.")})
    if content != content.kept_to_course():
        raise Invalid({"course": _("Datum, Zielwert und Mittel gehören zu einer Anpassung oder Umschichtung.")})
    if content.course == Course.CORRECT:
        _refuse_empty_correction(content, measure)
    if content.course == Course.MOVE_MEANS:
        _refuse_empty_move(content, measure)
    if content.course == Course.STOP and measure.state == Measure.State.STOPPED:
        raise Invalid({"course": _("Diese Maßnahme ist schon beendet.")})


def _refuse_empty_correction(content: Content, measure: Measure) -> None:
    same_date = content.new_deadline is None or content.new_deadline == measure.deadline
    same_target = content.new_target in {"", measure.target_value}
    if same_date and same_target:
        message = _("Bitte eine neue Frist oder einen neuen Zielwert angeben, der vom bisherigen abweicht.")
        raise Invalid({"new_deadline": message})


def _refuse_empty_move(content: Content, measure: Measure) -> None:
    wrong: dict[str, str] = {}
    if content.amount is None or content.amount <= 0:
        wrong["amount"] = _("Bitte einen Betrag über null Euro angeben.")
    if content.from_measure is None or content.from_measure.pk == measure.pk:
        wrong["from_measure"] = _("Bitte eine andere Maßnahme wählen, aus der die Mittel kommen.")
    if wrong:
        raise Invalid(wrong)


def settles(content: Content, rule: str) -> bool:
    """Whether the decision leaves nothing of another case of the same measure that ``rule`` has opened.

    A measure that is stopped deviates from nothing; a new deadline takes the ground from under cases about the old one.
    """
    if content.course == Course.STOP:
        return True
    return content.new_deadline is not None and rule in DEADLINES


def changes_by(content: Content) -> dict[str, Any]:
    """Return what the course changes of the measure itself, by field name; budgets are not among it."""
    changes: dict[str, Any] = {}
    if content.new_deadline is not None:
        changes["deadline"] = content.new_deadline
    if content.new_target:
        changes["target_value"] = content.new_target
    if content.course == Course.STOP:
        changes["state"] = Measure.State.STOPPED
    return changes
