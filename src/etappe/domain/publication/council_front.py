"""The front of a council paper: from a stored paper and the words of a report to what is printed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from etappe.domain.council.models import Paper
from etappe.interop.fuzzy_dates import FuzzyDate
from etappe.render.council_paper import NO_DATE, ConsultationEntry, CouncilPaper, ShownDate


def council_front(
    paper: Paper | None,
    *,
    subject: str,
    draft_resolution: str,
    statement: str,
    financial_effects: str,
    attachment: str,
) -> CouncilPaper:
    """Return the parts of the council paper; number, subject and path come from ``paper`` where there is one."""
    path = paper.consultations.select_related("committee", "meeting").order_by("position") if paper is not None else ()
    return CouncilPaper(
        subject=paper.title if paper else subject,
        number=paper.number if paper else "",
        issued_by=_("Kommunales Integrationszentrum"),
        draft_resolution=in_paragraphs(draft_resolution),
        statement=in_paragraphs(statement),
        financial_effects=in_paragraphs(financial_effects),
        attachments=(attachment,),
        consultations=tuple(
            ConsultationEntry(
                committee=step.committee.name,
                meeting=shown_date(step.meeting.when if step.meeting else None),
                responsibility=str(step.get_part_display()),
            )
            for step in path
        ),
    )


def in_paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of ``text``, parted by empty lines."""
    return tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


def shown_date(value: FuzzyDate | None) -> ShownDate:
    """Return a fuzzy date as it is printed."""
    return ShownDate(value.words, value.end) if value else NO_DATE
