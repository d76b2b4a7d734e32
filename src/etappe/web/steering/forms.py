"""Forms of a case. All of them work without JavaScript; those of a decision fit a phone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.council.models import Paper, Resolution
from etappe.domain.council.policies import PaperPolicy, ResolutionPolicy
from etappe.domain.kernel.actor import Actor
from etappe.domain.programme.models import Measure
from etappe.domain.programme.policies import MeasurePolicy
from etappe.domain.steering.courses import Condition, Content
from etappe.domain.steering.mandates import BINDING
from etappe.domain.steering.models import Course, Deviation
from etappe.domain.tenancy.models import Unit
from etappe.web.editing import ActionForm
from etappe.web.fields import FuzzyDateField

if TYPE_CHECKING:
    Resolutions = forms.ModelChoiceField[Resolution]
    Papers = forms.ModelChoiceField[Paper]
else:  # Django's fields take a type for the checker only
    Resolutions = Papers = forms.ModelChoiceField

CONDITIONS = 2
"""How many conditions one decision form takes; more would not fit a phone."""
DAY = {"type": "date"}


def day_field(**options: Any) -> forms.DateField:
    """Return a field for one day, with the calendar of the browser."""
    return forms.DateField(widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **options)


def text_field(rows: int, **options: Any) -> forms.CharField:
    """Return a field for some sentences."""
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), max_length=4000, **options)


class ExplainForm(ActionForm):
    """What the owner says."""

    text = text_field(4, label=gettext_lazy("Was ist geschehen?"))
    cause = text_field(
        2,
        label=gettext_lazy("Ursache"),
        required=False,
        help_text=gettext_lazy("In Stichworten, etwa „Räume fehlen“, „Stelle unbesetzt“."),
    )


class ReasonForm(ActionForm):
    """One sentence that says why."""

    reason = text_field(2, label=gettext_lazy("Begründung"))


class ContentForm(ActionForm):
    """A course with its details; details of other courses are left aside."""

    def __init__(self, *args: Any, actor: Actor, measure: Measure, **options: Any) -> None:
        super().__init__(*args, **options)
        others = MeasurePolicy.queryset(actor).filter(budget__gt=0).exclude(pk=measure.pk)
        details: dict[str, forms.Field] = {
            "new_deadline": FuzzyDateField(label=_("Neue Frist"), required=False),
            "new_target": forms.CharField(label=_("Neuer Zielwert"), max_length=80, required=False),
            "amount": forms.DecimalField(
                label=_("Betrag in Euro"),
                required=False,
                min_value=Decimal("0.01"),
                max_digits=12,
                decimal_places=2,
                localize=True,
            ),
            "from_measure": forms.ModelChoiceField(
                others.order_by("programme", "number"),
                label=_("Mittel aus"),
                required=False,
                empty_label=_("bitte wählen"),
            ),
        }
        self.fields |= {name: field for name, field in details.items() if name not in self.fields}

    @property
    def content(self) -> Content:
        """What was chosen, kept to its course."""
        given = self.cleaned_data
        return Content(
            given["course"],
            given["new_deadline"],
            given["new_target"],
            given["amount"],
            given["from_measure"],
        ).kept_to_course()


class OptionForm(ContentForm):
    """A possibility with its consequences."""

    course = forms.ChoiceField(label=gettext_lazy("Vorschlag"), choices=Course.choices)
    consequence = text_field(3, label=gettext_lazy("Was folgt daraus?"))
    recommended = forms.BooleanField(label=gettext_lazy("empfohlen"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(
            ["course", "new_deadline", "new_target", "amount", "from_measure", "consequence", "recommended"]
        )


class DecideForm(ContentForm):
    """A decision. ``is_stale``: the case has changed since the form was opened."""

    is_stale = False
    course = forms.ChoiceField(
        label=gettext_lazy("Entscheidung"), choices=Course.choices, widget=forms.RadioSelect, required=True
    )
    measure_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = text_field(3, label=gettext_lazy("Begründung"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(1, CONDITIONS + 1):
            label = _("Auflage %d") % number
            self.fields[f"condition_{number}"] = forms.CharField(label=label, max_length=300, required=False)
            self.fields[f"until_{number}"] = day_field(label=_("bis"), required=False)

    def clean(self) -> dict[str, Any]:
        """A condition has its day."""
        given = super().clean() or self.cleaned_data
        for number in range(1, CONDITIONS + 1):
            if given.get(f"condition_{number}") and not given.get(f"until_{number}"):
                self.add_error(f"until_{number}", _("Bitte sagen, bis wann."))
        return given

    def has_seen(self, deviation: Deviation) -> None:
        """Let the form go with the case as it stands now: it is shown beside the form."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("version")] = str(deviation.version)
        data[self.add_prefix("measure_version")] = str(deviation.measure.version)
        self.data = data

    @property
    def conditions(self) -> list[Condition]:
        """The conditions that were filled in."""
        pairs = [
            (self.cleaned_data.get(f"condition_{number}", ""), self.cleaned_data.get(f"until_{number}"))
            for number in range(1, CONDITIONS + 1)
        ]
        return [Condition(title.strip(), day) for title, day in pairs if title.strip() and isinstance(day, date)]

    @property
    def condition_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of the conditions in pairs."""
        return [(self[f"condition_{number}"], self[f"until_{number}"]) for number in range(1, CONDITIONS + 1)]


class RecordForm(DecideForm):
    """A committee's decision, from its resolution."""

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, actor=actor, **options)
        binding = ResolutionPolicy.queryset(actor).filter(outcome__in=BINDING).select_related("committee", "paper")
        self.fields["resolution"] = ResolutionField(binding, label=_("Beschluss"), empty_label=_("bitte wählen"))
        course: Any = self.fields["course"]
        course.choices = [(value, label) for value, label in Course.choices if value != Course.TO_COUNCIL]
        self.order_fields(["resolution", *self.fields])


class ResolutionField(Resolutions):
    """Resolutions by committee, day and paper."""

    def label_from_instance(self, obj: Resolution) -> str:
        """Name a resolution."""
        parts = (str(obj.committee), obj.when.words if obj.when else "", str(obj.paper or ""))
        return " · ".join(part for part in parts if part)


class PaperForm(ActionForm):
    """The paper with which a decision goes to a committee."""

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["paper"] = PaperField(
            PaperPolicy.queryset(actor), label=_("Drucksache"), empty_label=_("bitte wählen")
        )


class PaperField(Papers):
    """Papers by number and subject."""

    def label_from_instance(self, obj: Paper) -> str:
        """Name a paper."""
        public = _("öffentlich") if obj.is_public else _("nicht öffentlich")
        return f"{obj.number} {obj.title} ({public})"


class OpenForm(ActionForm):
    """A case opened by hand."""

    summary = forms.CharField(label=gettext_lazy("Was weicht ab?"), max_length=300)
    cause = text_field(2, label=gettext_lazy("Ursache, soweit bekannt"), required=False)
    days_to_answer = forms.IntegerField(
        label=gettext_lazy("Tage für die Stellungnahme"), min_value=1, max_value=180, initial=14
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        measures = MeasurePolicy.queryset(actor).order_by("programme", "number")
        self.fields["measure"] = forms.ModelChoiceField(measures, label=_("Maßnahme"), empty_label=_("bitte wählen"))
        self.order_fields(["measure", "summary", "cause", "days_to_answer"])


class TaskForm(ActionForm):
    """Something a committee has asked for."""

    title = forms.CharField(label=gettext_lazy("Was ist zu tun?"), max_length=300)
    due = day_field(label=gettext_lazy("bis"))

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        resolutions = ResolutionPolicy.queryset(actor).select_related("committee", "paper")
        self.fields["resolution"] = ResolutionField(resolutions, label=_("Beschluss"), empty_label=_("bitte wählen"))
        self.fields["unit"] = forms.ModelChoiceField(
            Unit.objects.filter(valid_until__isnull=True), label=_("Zuständig"), empty_label=_("bitte wählen")
        )
        self.fields["measure"] = forms.ModelChoiceField(
            MeasurePolicy.queryset(actor).order_by("programme", "number"),
            label=_("zur Maßnahme"),
            required=False,
            empty_label=_("keiner bestimmten"),
        )
        self.order_fields(["resolution", "title", "unit", "due", "measure"])


class RuleForm(ActionForm):
    """Threshold, days and whether the rule is in force."""

    threshold = forms.IntegerField(min_value=0, max_value=365)
    days_to_answer = forms.IntegerField(min_value=1, max_value=180)
    active = forms.BooleanField(required=False)
