"""How Django forms become KERN forms: the renderer, and what a template needs to know about a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    ClearableFileInput,
    FileInput,
    RadioSelect,
    Select,
    SelectMultiple,
    Textarea,
)
from django.utils.safestring import SafeString

KINDS: tuple[tuple[type, str], ...] = (
    (CheckboxSelectMultiple, "checks"),
    (RadioSelect, "radios"),
    (SelectMultiple, "selects"),
    (Select, "select"),
    (CheckboxInput, "check"),
    (ClearableFileInput, "file"),
    (FileInput, "file"),
    (Textarea, "textarea"),
)
"""Widgets and how they are laid out; the first match counts, everything else is a one-line input."""

CLASSES = {
    "selects": "etappe-multiselect",
    "select": "kern-form-input__select",
    "check": "kern-form-check__checkbox",
}
ERROR_CLASSES = {
    "selects": "etappe-multiselect etappe-multiselect--error",
    "select": "kern-form-input__select kern-form-input__select--error",
    "check": "kern-form-check__checkbox kern-form-check__checkbox--error",
}


class KernRenderer(DjangoTemplates):
    """Renders ``{{ form }}`` and ``{{ field.as_field_group }}`` with KERN's classes.

    It has its own template engine, so Django's widget templates are found without ``django.forms`` being an app.
    """

    form_template_name = "components/form/fields.html"
    field_template_name = "components/form/field.html"


WIDGETS = KernRenderer()


@dataclass(frozen=True, slots=True)
class ShownOption:
    """One radio button or checkbox of a group."""

    name: str
    value: str
    label: str
    id: str
    kind: str
    attributes: SafeString


def kind_of(field: BoundField) -> str:
    """The layout of a field: input, textarea, select, selects, check, checks, radios, file or hidden."""
    if field.is_hidden:
        return "hidden"
    widget = field.field.widget
    return next((kind for cls, kind in KINDS if isinstance(widget, cls)), "input")


def described_by(field: BoundField) -> str:
    """Ids of the hint and the error of a field, in reading order."""
    ids = [f"{field.auto_id}_hint"] if field.help_text else []
    ids += [f"{field.auto_id}_error"] if field.errors else []
    return " ".join(ids)


def render_widget(field: BoundField) -> SafeString:
    """The widget of a field with KERN's classes and its descriptions attached."""
    kind = kind_of(field)
    classes = (ERROR_CLASSES if field.errors else CLASSES).get(kind, _input_class(field))
    attrs = _attributes(field)
    field.field.widget.is_localized = field.field.localize
    own = field.field.widget.attrs.get("class", "")
    attrs["class"] = f"{classes} {own}".strip()
    if kind == "textarea" and "rows" not in field.field.widget.attrs:
        attrs["rows"] = 4
    html: SafeString = field.field.widget.render(field.html_name, field.value(), attrs=attrs, renderer=WIDGETS)
    return html


def options(field: BoundField) -> list[ShownOption]:
    """The radio buttons or checkboxes of a group, each with its own id and label."""
    kind = "radio" if kind_of(field) == "radios" else "checkbox"
    rows = field.field.widget.subwidgets(field.html_name, field.value(), {"id": field.auto_id})
    return [_option(row, kind, bool(field.errors)) for row in rows]


def _option(row: dict[str, Any], kind: str, failed: bool) -> ShownOption:
    css = f"kern-form-check__{kind}"
    attributes = {**row["attrs"], "class": f"{css} {css}--error" if failed else css}
    return ShownOption(
        name=row["name"],
        value=str(row["value"]),
        label=str(row["label"]),
        id=str(attributes.get("id", "")),
        kind=kind,
        attributes=flatatt(attributes),
    )


def _input_class(field: BoundField) -> str:
    base = "kern-form-input__input"
    return f"{base} {base}--error" if field.errors else base


def _attributes(field: BoundField) -> dict[str, Any]:
    attrs = dict(field.build_widget_attrs({}, field.field.widget))
    if field.auto_id and "id" not in field.field.widget.attrs:
        attrs["id"] = field.auto_id
    described = described_by(field)
    if described:
        attrs["aria-describedby"] = described
    return attrs
