"""Finding what a command names: by official code, short name or name; with a sentence where it is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from etappe.cli.failures import CommandFailure

if TYPE_CHECKING:
    from etappe.domain.council.models import Committee
    from etappe.domain.tenancy.models import Municipality, Organisation, Unit


def find_municipality(code: str) -> Municipality:
    """Return the municipality with the AGS or short name ``code``."""
    from etappe.domain.tenancy.models import Municipality

    field = "ags" if code.isdigit() else "slug"
    found = Municipality.objects.filter(**{field: code}).first()
    if found is None:
        known = ", ".join(f"{place.ags} ({place.name})" for place in Municipality.objects.all()[:20])
        hint = f"Hier gibt es {known}." if known else "Noch ist keine eingerichtet: „./run municipality add --help“."
        raise CommandFailure(f"Eine Kommune „{code}“ gibt es hier nicht. {hint}")
    return found


def find_unit(municipality: Municipality, short: str) -> Unit:
    """Return the present unit with the short name ``short``."""
    from etappe.domain.tenancy.models import Unit

    unit: Unit = _find(Unit, municipality, "short", "Ein Amt", short, valid_until=None)
    return unit


def find_organisation(municipality: Municipality, name: str) -> Organisation:
    """Return the organisation called ``name``."""
    from etappe.domain.tenancy.models import Organisation

    organisation: Organisation = _find(Organisation, municipality, "name", "Eine Organisation", name)
    return organisation


def find_committee(municipality: Municipality, name: str) -> Committee:
    """Return the committee called ``name``."""
    from etappe.domain.council.models import Committee

    committee: Committee = _find(Committee, municipality, "name", "Ein Gremium", name)
    return committee


def _find(model: Any, municipality: Municipality, field: str, what: str, value: str, **conditions: Any) -> Any:
    from django_scopes import scope

    with scope(municipality=municipality):
        rows = model.objects.filter(**conditions)
        found = rows.filter(**{field: value}).first()
        if found is None:
            known = ", ".join(sorted(rows.values_list(field, flat=True)[:20])) or "noch keine Einträge"
            raise CommandFailure(f"{what} „{value}“ gibt es in {municipality.name} nicht. Hier gibt es: {known}.")
        return found
