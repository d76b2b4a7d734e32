"""The answer to one measure, as it is typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.programme.models import Milestone
from etappe.domain.rounds.models import Obstacle, Reply
from etappe.domain.rounds.values import ReplyValues
from etappe.web.editing import ActionForm
from etappe.web.fields import FuzzyDateField
from etappe.web.numbers import whole_numbers

LARGEST_FILE = 10 * 1024 * 1024


class ReplyForm(ActionForm):
    """How one measure stands. Nothing is required while it is being typed; confirming asks for the state."""

    state = forms.ChoiceField(
        label=gettext_lazy("Wie steht es zum Stichtag?"),
        choices=Reply.State.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    sentence = forms.CharField(
        label=gettext_lazy("In einem Satz"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    obstacles = forms.MultipleChoiceField(
        label=gettext_lazy("Was hindert?"),
        choices=Obstacle.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    forecast = FuzzyDateField(
        label=gettext_lazy("Voraussichtlich fertig"),
        required=False,
        help_text=gettext_lazy("Zum Beispiel 12/2026 oder Frühjahr 2027."),
    )
    spent = forms.DecimalField(
        label=gettext_lazy("Bisher ausgegeben, in Euro"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        localize=True,
        help_text=gettext_lazy("Leer heißt: keine Angabe."),
    )
    file = forms.FileField(label=gettext_lazy("Datei"), required=False, help_text=gettext_lazy("Höchstens 10 MB."))

    def __init__(self, *args: Any, milestones: list[Milestone], begin: ReplyValues, **options: Any) -> None:
        super().__init__(*args, **options)
        self.milestones = milestones
        self.begin = begin

    def clean_file(self) -> Any:
        """Refuse what is too large to be kept."""
        file = self.cleaned_data.get("file")
        if file and file.size > min(LARGEST_FILE, settings.LARGEST_UPLOAD):
            raise forms.ValidationError(_("Diese Datei ist größer als 10 MB. Bitte eine kleinere wählen."))
        return file

    @property
    def ticked(self) -> tuple[int, ...]:
        """The milestones that are ticked."""
        return self._numbers("reached") if self.is_bound else (self.begin.reached or ())

    @property
    def seen(self) -> tuple[int, ...]:
        """The milestones that were ticked when the form was shown."""
        return self._numbers("seen") if self.is_bound else (self.begin.reached or ())

    def _numbers(self, name: str) -> tuple[int, ...]:
        known = {milestone.pk for milestone in self.milestones}
        given = self.data.getlist(self.add_prefix(name)) if hasattr(self.data, "getlist") else []
        return tuple(number for number in whole_numbers(given) if number in known)

    @property
    def values(self) -> ReplyValues:
        """What was typed. A field that cannot be read counts as it was before; its error stands at the field."""
        given = self.cleaned_data
        return ReplyValues(
            state=given.get("state", self.begin.state),
            sentence=given.get("sentence", self.begin.sentence),
            obstacles=tuple(given.get("obstacles", self.begin.obstacles)),
            forecast=given.get("forecast", self.begin.forecast),
            spent=given.get("spent", self.begin.spent),
            reached=self.ticked,
            seen=self.seen,
        )

    @property
    def has_state(self) -> bool:
        """Whether the form was sent with a state chosen."""
        return self.data.get(self.add_prefix("state")) in Reply.State.values

    @property
    def is_touched(self) -> bool:
        """Whether anything differs from what the form began with."""
        return bool(self.changed_data) or set(self.ticked) != set(self.seen)
