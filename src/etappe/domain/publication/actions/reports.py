"""Making reports and handing them out."""

from __future__ import annotations

import hashlib
from datetime import date

from django.utils.translation import gettext as _

from etappe.domain.audit.recording import act
from etappe.domain.audit.values import state_of
from etappe.domain.council.models import Paper
from etappe.domain.kernel.actor import Actor, visitor
from etappe.domain.kernel.errors import IllegalTransition, Invalid
from etappe.domain.programme.models import Programme
from etappe.domain.publication.models import Report
from etappe.domain.publication.policies import ReportPolicy
from etappe.domain.publication.programme_report import print_programme
from etappe.render.programme import Format


def make_programme_report(
    *,
    actor: Actor,
    programme: Programme,
    format: Format,  # noqa: A002 - the word callers use
    as_of: date,
    paper: Paper | None = None,
    for_public: bool = False,
) -> Report:
    """Render the programme as it stands and keep the file for good, with its SHA-256.

    ``for_public`` makes the version that may be published: it shows what everybody may see, and nothing else.
    """
    ReportPolicy.require(actor, "create", None)
    if for_public and not programme.is_public:
        raise Invalid({"for_public": _("Das Programm ist noch nicht öffentlich. Bitte zuerst freigeben.")})
    reader = visitor(programme.municipality_id) if for_public else actor
    content = print_programme(actor=reader, programme=programme, format=format, as_of=as_of, paper=paper)
    report = Report(
        municipality=programme.municipality,
        kind=Report.Kind.PROGRAMME,
        programme=programme,
        paper=paper,
        format=format,
        as_of=as_of,
        content=content,
        for_public=for_public,
        digest=hashlib.sha256(content).hexdigest(),
    )
    with act(actor, allowed_by=ReportPolicy, to="create", on=None) as record:
        return record.create("report.made", report)


def publish_report(*, actor: Actor, report: Report) -> Report:
    """Put the public version of a report on the public page. The file stays as it is."""
    with act(actor, allowed_by=ReportPolicy, to="publish", on=report) as record:
        if not report.for_public:
            raise IllegalTransition(
                _("Dieser Bericht ist für den Dienstgebrauch. Bitte die öffentliche Fassung drucken.")
            )
        before = state_of(report)
        report.is_public = True
        report.save(update_fields=["is_public"])
        record.changed("report.published", report, before)
    return report
