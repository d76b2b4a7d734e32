"""Tags that render Django forms with KERN's classes."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils.safestring import SafeString

from etappe.web import forms
from etappe.web.editing import ActionForm

register = template.Library()


@register.inclusion_tag("components/form/fields.html")
def kern_form(form: BaseForm) -> dict[str, Any]:
    """All fields of a form, led by a summary of its errors."""
    return {"form": form}


@register.inclusion_tag("components/form/folded.html", takes_context=True)
def folded_form(context: Context, form: ActionForm, summary: str, button: str) -> dict[str, Any]:
    """A small form inside a page, folded away until it is wanted or has something to say."""
    address = form.address or context["request"].path
    return {"form": form, "summary": summary, "button": button, "address": address, "csrf_token": context["csrf_token"]}


@register.inclusion_tag("components/form/field.html")
def kern_field(field: BoundField) -> dict[str, Any]:
    """One field: label, hint, widget, error."""
    return {"field": field}


@register.inclusion_tag("components/form/errors.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, each error linked to its field."""
    return {"form": form}


@register.filter
def kind(field: BoundField) -> str:
    """How the field is laid out: input, textarea, select, selects, check, checks, radios, file or hidden."""
    return forms.kind_of(field)


@register.simple_tag
def kern_widget(field: BoundField) -> SafeString:
    """The bare widget of a field."""
    return forms.render_widget(field)


@register.simple_tag
def kern_options(field: BoundField) -> list[forms.ShownOption]:
    """The radio buttons or checkboxes of a group."""
    return forms.options(field)


@register.filter
def described_by(field: BoundField) -> str:
    """Ids of the hint and the error of a field."""
    return forms.described_by(field)
