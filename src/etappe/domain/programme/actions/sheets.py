"""Taking spreadsheets of measures in: first the difference, then all of it or nothing."""

from __future__ import annotations

import hashlib

from django.utils import timezone
from django.utils.translation import gettext as _

from etappe.domain.audit.recording import act
from etappe.domain.audit.values import state_of
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import IllegalTransition, Invalid
from etappe.domain.programme.actions.measures import (
    add_milestone,
    add_partner,
    change_measure,
    create_measure,
    remove_milestone,
    remove_partner,
    tick_milestone,
)
from etappe.domain.programme.models import Measure, Programme, SheetImport
from etappe.domain.programme.policies import SheetImportPolicy
from etappe.domain.programme.queries import MeasureFilter, for_print
from etappe.domain.programme.sheet import PlannedRow, SheetPlan, lists_for, plan, row_of
from etappe.interop.measure_sheet import MAX_BYTES, read_pasted, read_sheet, write_sheet


def export_sheet(*, actor: Actor, programme: Programme) -> bytes:
    """Return the measures of ``programme`` as a spreadsheet in the format that can be taken in again."""
    rows = [row_of(measure) for measure in _measures(actor, programme)]
    return write_sheet(rows, lists_for(programme), heading=programme.title)


def upload_sheet(
    *, actor: Actor, programme: Programme, filename: str, content: bytes, pasted: bool = False
) -> SheetImport:
    """Keep a spreadsheet (or pasted cells as UTF-8 text) so that its difference can be looked at."""
    if not content.strip():
        raise Invalid({"file": _("Da ist nichts drin. Bitte eine Datei wählen oder Zellen einfügen.")})
    if len(content) > MAX_BYTES:
        raise Invalid({"file": _("Die Datei ist zu groß. Bitte nur das Blatt mit den Maßnahmen speichern.")})
    sheet = SheetImport(
        municipality=programme.municipality,
        programme=programme,
        filename=filename[:200],
        content=content,
        pasted=pasted,
        digest=hashlib.sha256(content).hexdigest(),
    )
    with act(actor, allowed_by=SheetImportPolicy, to="create", on=None) as record:
        return record.create("sheet.uploaded", sheet)


def plan_of(*, actor: Actor, sheet: SheetImport) -> SheetPlan:
    """Return what the sheet would change as things stand now."""
    SheetImportPolicy.require(actor, "view", sheet)
    content = bytes(sheet.content)
    result = read_pasted(content.decode("utf-8", "replace")) if sheet.pasted else read_sheet(content)
    return plan(sheet.programme, _measures(actor, sheet.programme), result)


def apply_sheet(*, actor: Actor, sheet: SheetImport, fingerprint: str) -> SheetPlan:
    """Apply all rows or none. ``fingerprint`` is that of the plan the person has looked at.

    Raises ``IllegalTransition`` where the sheet was applied before or where something has changed since it was looked
    at, ``Invalid`` where it has errors.
    """
    with act(actor, allowed_by=SheetImportPolicy, to="apply", on=sheet) as record:
        # Locked and read anew: of two people who apply it at once, or twice from an old page, one is told no.
        sheet = SheetImport.objects.select_for_update().get(pk=sheet.pk)
        if sheet.applied_at is not None:
            raise IllegalTransition(_("Diese Tabelle ist schon übernommen."))
        current = plan_of(actor=actor, sheet=sheet)
        if current.errors:
            raise Invalid({"": _("Die Tabelle hat noch Fehler. Es wurde nichts geändert.")})
        if current.fingerprint != fingerprint:
            raise IllegalTransition(
                _("Inzwischen hat sich etwas geändert, übernommen ist nichts. Bitte den Unterschied neu ansehen.")
            )
        for row in current.rows:
            _apply_row(actor, sheet.programme, row)
        before = state_of(sheet)
        sheet.applied_at = timezone.now()
        sheet.save(update_fields=["applied_at"])
        record.changed("sheet.applied", sheet, before)
    return current


def _apply_row(actor: Actor, programme: Programme, row: PlannedRow) -> None:
    if row.measure is None:
        measure = create_measure(actor=actor, programme=programme, is_example=programme.is_example, **row.values)
    elif row.kind == "changed":
        measure = change_measure(actor=actor, measure=row.measure, changes=row.values)
    else:
        return
    _apply_partners(actor, measure, row)
    _apply_milestones(actor, measure, row)


def _apply_partners(actor: Actor, measure: Measure, row: PlannedRow) -> None:
    if row.partners is None:
        return
    present = {item.organisation or item.unit: item for item in measure.cooperations.all()}
    for partner, cooperation in present.items():
        if partner not in row.partners:
            remove_partner(actor=actor, cooperation=cooperation)
    for partner in row.partners:
        if partner not in present:
            add_partner(actor=actor, measure=measure, partner=partner)


def _apply_milestones(actor: Actor, measure: Measure, row: PlannedRow) -> None:
    if row.milestones is None:
        return
    wanted = {(step.title, step.due): step for step in row.milestones}
    present = {(step.title, step.due): step for step in measure.milestones.all()}
    for key, milestone in present.items():
        if key not in wanted:
            remove_milestone(actor=actor, milestone=milestone)
        elif wanted[key].done != (milestone.reached_on is not None):
            reached = timezone.localdate() if wanted[key].done else None
            tick_milestone(actor=actor, milestone=milestone, reached_on=reached)
    for key, step in wanted.items():
        if key not in present:
            reached = timezone.localdate() if step.done else None
            add_milestone(actor=actor, measure=measure, title=step.title, due=step.due, reached_on=reached)


def _measures(actor: Actor, programme: Programme) -> list[Measure]:
    return list(for_print(actor, MeasureFilter(programme=programme.slug), today=timezone.localdate()))
