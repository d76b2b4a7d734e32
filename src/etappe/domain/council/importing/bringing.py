"""Bringing one object in: new, changed there, or changed here and therefore left alone.

The other system is the source of what it has brought. Where somebody has changed a value here, theirs and ours are
merged field by field with what was brought last as the common ancestor: a value changed here stays, and if it changes
there as well a problem says so. Nothing is overwritten silently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import CharField, Model

from etappe.domain.audit.recording import Recorder
from etappe.domain.audit.values import columns_of, plain
from etappe.domain.council.importing.run import Run
from etappe.domain.council.models import AgendaItem, Committee, Consultation, Meeting, Paper
from etappe.domain.council.models.imported import Imported

M = TypeVar("M", bound=Imported)
Values = Mapping[str, Any]
Naming = Callable[[Any, dict[str, Any]], str]
"""Says what a change is called in the event log; may add to the changes what follows from them."""

NOUNS: Mapping[type[Model], str] = {
    Committee: "committee",
    Meeting: "meeting",
    AgendaItem: "agenda",
    Paper: "paper",
    Consultation: "consultation",
}
CHANGED_HERE = "changed_here"


def bring(
    run: Run,
    record: Recorder,
    model: type[M],
    oparl_id: str,
    values: Values,
    *,
    alike: Callable[[], M | None] = lambda: None,
    at_first: Values | None = None,
    remember: Values | None = None,
    naming: Naming | None = None,
) -> M:
    """Store the object ``oparl_id`` with ``values`` by field name; return it.

    ``alike`` finds what was entered here by hand and is the same thing; ``at_first`` are values only for a new object;
    ``remember`` is kept beside the values for the next time.
    """
    theirs = {name: _cut(model, name, value) for name, value in values.items()}
    found = run.find(model, oparl_id) or alike()
    if found is None:
        stored = _create(run, record, model, oparl_id, {**theirs, **(at_first or {})})
    else:
        stored = _change(run, record, found, oparl_id, theirs, naming=naming)
    brought = {name: _columns(model, name, value) for name, value in theirs.items()} | dict(remember or {})
    if stored.oparl_values != brought:
        # Bookkeeping of the import, not a change of the object: no event, no new version.
        stored.oparl_values = brought
        stored.save(update_fields=["oparl_values"])
    return stored


def withdraw(run: Run, record: Recorder, found: Imported | None) -> None:
    """Say of an object that it is gone over there; what was never here stays unknown."""
    if found is None or found.withdrawn_on is not None:
        return
    record.change(f"{NOUNS[type(found)]}.withdrawn", found, {"withdrawn_on": run.today})
    run.tally.withdrawn += 1


def _create(run: Run, record: Recorder, model: type[M], oparl_id: str, values: Values) -> M:
    made = model(municipality=run.municipality, oparl_id=oparl_id)
    for name, value in values.items():
        setattr(made, name, value)
    record.create(f"{NOUNS[model]}.created", made)
    run.tally.new += 1
    return made


def _change(run: Run, record: Recorder, found: M, oparl_id: str, theirs: Values, *, naming: Naming | None) -> M:
    changes = {name: value for name, value in theirs.items() if _takes(run, found, name, value)}
    verb = naming(found, changes) if naming else f"{NOUNS[type(found)]}.changed"
    if found.oparl_id != oparl_id:
        changes["oparl_id"] = oparl_id
    if found.withdrawn_on is not None:
        changes["withdrawn_on"] = None
    if not changes:
        run.tally.unchanged += 1
        return found
    run.tally.changed += 1
    return record.change(verb, found, changes)


def _takes(run: Run, found: Imported, name: str, value: Any) -> bool:
    """Whether their value of the field ``name`` is to be written here."""
    theirs, last = _columns(type(found), name, value), found.oparl_values.get(name)
    ours = {column: plain(getattr(found, column)) for column in theirs}
    if ours == theirs:
        return False
    if ours == last or (last is None and not any(ours.values())):
        return True
    if theirs != last:
        run.note(CHANGED_HERE, f"{found._meta.verbose_name} {found}"[:200], _label(found, name))
    return False


def _columns(model: type[Model], name: str, value: Any) -> dict[str, Any]:
    return {column: plain(stored) for column, stored in columns_of(model, {name: value}).items()}


def _cut(model: type[Model], name: str, value: Any) -> Any:
    """Cut a text to what its field holds."""
    if not isinstance(value, str):
        return value
    field = model._meta.get_field(name)
    return value[: field.max_length] if isinstance(field, CharField) and field.max_length else value


def _label(found: Imported, name: str) -> str:
    fields = {field.name: field for field in found._meta.concrete_fields}
    return str(fields[name].verbose_name) if name in fields else name
