"""Nobody decides on what they have not seen: what has happened to a case since somebody opened its page."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.audit.merging import changes_since
from etappe.domain.audit.models import Event
from etappe.domain.kernel.errors import Conflict
from etappe.domain.programme.models import Measure
from etappe.domain.steering.models import Deviation

HAPPENED: dict[str, str | Promise] = {
    "deviation.explained": gettext_lazy("eine Stellungnahme ist eingegangen"),
    "deviation.options": gettext_lazy("die Möglichkeiten wurden geändert"),
    "deviation.cause": gettext_lazy("die Ursache wurde geändert"),
    "deviation.prepared": gettext_lazy("der Fall wurde zur Entscheidung vorgelegt"),
    "deviation.handed_up": gettext_lazy("der Fall liegt jetzt auf einer anderen Ebene"),
}
"""What has happened to a case, by the verb of its event."""


def refuse_stale(deviation: Deviation, expected_version: int | None) -> None:
    """Raise ``Conflict``, which says what has happened, unless the stored case has the expected version."""
    if expected_version is None or deviation.version == expected_version:
        return
    verbs = Event.objects.filter(
        object_type=deviation._meta.label_lower, object_id=str(deviation.pk), object_version__gt=expected_version
    ).order_by("sequence")
    said = dict.fromkeys(str(HAPPENED[event.verb]) for event in verbs if event.verb in HAPPENED)
    raise Conflict(
        _("Seit Sie diesen Fall geöffnet haben, hat sich etwas geändert: %(what)s.")
        % {"what": "; ".join(said) or _("seine Angaben")},
        current_version=deviation.version,
        theirs=_now(deviation, expected_version),
    )


def refuse_stale_measure(measure: Measure, expected_version: int | None) -> None:
    """Raise ``Conflict`` where the measure is no longer what the decider has seen."""
    current = Measure.objects.select_for_update().get(pk=measure.pk)
    if expected_version is None or current.version == expected_version:
        return
    names = [_label(column) for column in changes_since(current, expected_version)]
    raise Conflict(
        _("Seit Sie diesen Fall geöffnet haben, hat sich die Maßnahme geändert: %(what)s.")
        % {"what": ", ".join(dict.fromkeys(names)) or _("ihre Angaben")},
        current_version=current.version,
        theirs=_now(current, expected_version),
    )


def _now(obj: Deviation | Measure, version: int) -> dict[str, Any]:
    return {column: getattr(obj, column) for column in changes_since(obj, version) if hasattr(obj, column)}


def _label(column: str) -> str:
    if column.startswith("deadline_"):
        return _("Frist")
    return str(getattr(Measure._meta.get_field(column.removesuffix("_id")), "verbose_name", column))
