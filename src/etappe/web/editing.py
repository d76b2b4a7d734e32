"""Forms that lead to an action: two people at once, rules that say no, sessions that end while one is writing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from etappe.domain.kernel.errors import Conflict, DomainError, Invalid

KEPT_FORM = "kept_form"
LARGEST_KEPT_FORM = 500_000  # characters; a pasted sheet of a whole programme is well below
R = TypeVar("R")


class ActionForm(forms.Form):
    """A form whose values go to an action. ``version`` is that of the object when the form was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    address = ""
    """Where the form goes, if that is not the page on which it stands."""

    @classmethod
    def within(cls, request: HttpRequest, address: str, **options: Any) -> Self:
        """Return the form as a page other than its ``address`` shows it: with what was kept for it, or fresh."""
        form = cls(_kept_for(request, address), **options)
        form.address = address
        return form

    @property
    def changes(self) -> dict[str, Any]:
        """The cleaned values by field name, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def expected_version(self) -> int | None:
        """The version the person has seen."""
        version = self.cleaned_data.get("version")
        return int(version) if version is not None else None

    def run(self, action: Callable[[], R]) -> R | None:
        """Run ``action``; where it refuses, show why at the fields and return None. The input stays as typed."""
        try:
            return action()
        except Conflict as conflict:
            self._show_conflict(conflict)
        except Invalid as invalid:
            for name, message in invalid.fields.items():
                self.add_error(self._field_of(name), message)
        except DomainError as error:
            self.add_error(None, str(error))
        return None

    def _show_conflict(self, conflict: Conflict) -> None:
        self.add_error(
            None,
            _("%(what)s Bitte vergleichen; wenn Sie noch einmal speichern, gelten Ihre Angaben.") % {"what": conflict},
        )
        for column, value in conflict.theirs.items():
            name = self._field_of(column)
            if name is None or (column.endswith(("_from", "_until", "_precision"))):
                continue
            self.add_error(name, _("Jetzt steht hier: „%(value)s“.") % {"value": self._shown(name, value)})
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data[self.add_prefix("version")] = str(conflict.current_version)
        self.data = data

    def _field_of(self, column: str) -> str | None:
        stems = (column, column.removesuffix("_id"), column.removesuffix("_words"), column.removesuffix("_from"))
        return next((stem for stem in stems if stem in self.fields), None)

    def _shown(self, name: str, value: Any) -> str:
        field: Any = self.fields[name]
        if isinstance(field, forms.ModelMultipleChoiceField):
            return ", ".join(str(item) for item in field.queryset.filter(pk__in=value))  # type: ignore[union-attr]
        if isinstance(field, forms.ModelChoiceField):
            return str(field.queryset.filter(pk=value).first() or _("keine Angabe"))  # type: ignore[union-attr]
        if isinstance(field, forms.ChoiceField):
            return str(dict(list(field.choices)).get(value, value))  # type: ignore[arg-type]
        return str(value) if value not in (None, "") else _("keine Angabe")


def sentence_of(error: DomainError) -> str:
    """Return what a refusal says, without the names of fields: for pages whose fields are not in one form."""
    return " ".join(error.fields.values()) if isinstance(error, Invalid) else str(error)


def keep_form(request: HttpRequest) -> None:
    """Keep what was posted after the session ended, until its author has signed in again; say what will happen."""
    posted = request.POST.copy()
    posted.pop("csrfmiddlewaretoken", None)
    kept = posted.urlencode()
    if len(kept) > LARGEST_KEPT_FORM:
        text = _("Ihre Sitzung ist abgelaufen, und Ihre Eingaben sind zu lang zum Aufheben. „Zurück“ zeigt sie noch.")
        messages.warning(request, text)
        return
    request.session[KEPT_FORM] = {"path": request.path, "data": kept, "with_files": bool(request.FILES)}
    messages.info(request, _("Ihre Sitzung ist abgelaufen. Nach der Anmeldung geht es an derselben Stelle weiter."))


def posted_or_kept(request: HttpRequest) -> QueryDict | None:
    """Return what a form is to be bound to: the posted values, values kept from an ended session, or None."""
    return request.POST if request.method == "POST" else _kept_for(request, request.path)


def given_for(request: HttpRequest, address: str) -> QueryDict:
    """Return what was given to fields that belong to no form class: just posted to ``address``, or kept for it."""
    posted = request.method == "POST" and request.path == address
    return (request.POST if posted else _kept_for(request, address)) or QueryDict()


def _kept_for(request: HttpRequest, address: str) -> QueryDict | None:
    kept = request.session.get(KEPT_FORM)
    if not kept or kept["path"] != address or not request.user.is_authenticated:
        return None
    del request.session[KEPT_FORM]
    messages.info(request, _("Ihre Sitzung war abgelaufen. Ihre Eingaben sind noch da – bitte prüfen und speichern."))
    if kept["with_files"]:
        messages.warning(request, _("Nur die Datei bitte noch einmal auswählen."))
    return QueryDict(kept["data"])
