"""Form fields that speak the domain's language: fuzzy dates, and choices read from the tenant at hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etappe.interop.fuzzy_dates import FuzzyDate, UnreadableDate, parse_fuzzy_date


class FuzzyDateField(forms.CharField):
    """Takes “31.12.2027”, “Frühjahr 2027” or “2027/2028”; gives a :class:`FuzzyDate` or None."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("Zum Beispiel 31.12.2027, März 2027, Frühjahr 2027 oder 2027/2028."))
        options.setdefault("max_length", 80)
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored date in the words in which it was written."""
        return value.words if isinstance(value, FuzzyDate) else value

    def clean(self, value: Any) -> Any:
        """Read the words."""
        words = super().clean(value)
        if not words:
            return None
        try:
            return parse_fuzzy_date(words)
        except UnreadableDate as error:
            raise forms.ValidationError(str(error), code="unreadable") from error
