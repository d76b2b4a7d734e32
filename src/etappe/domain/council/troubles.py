"""What was odd about the council information system, in sentences that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.council.models import CouncilSource
from etappe.interop.oparl import Finding, Trouble

SENTENCES: Mapping[str, Promise] = {
    Trouble.UNREACHABLE: gettext_lazy(
        "Keine Verbindung. Bitte die Adresse prüfen oder es später noch einmal versuchen."
    ),
    Trouble.TIMEOUT: gettext_lazy(
        "Keine Antwort innerhalb von %(detail)s Sekunden. Bitte später noch einmal versuchen."
    ),
    Trouble.SERVER_ERROR: gettext_lazy(
        "Das System meldet einen eigenen Fehler (%(detail)s), auch nach mehreren Versuchen. Bitte später noch einmal."
    ),
    Trouble.NOT_FOUND: gettext_lazy("Unter dieser Adresse gibt es nichts oder nichts für uns (%(detail)s)."),
    Trouble.NOT_JSON: gettext_lazy("Die Antwort ist kein JSON, sondern: %(detail)s. Ist das die OParl-Schnittstelle?"),
    Trouble.TOO_LARGE: gettext_lazy("Die Antwort ist größer als %(detail)s Byte und wurde nicht gelesen."),
    Trouble.FORBIDDEN_ADDRESS: gettext_lazy(
        "Diese Adresse wird nicht gelesen: Es gehen nur http und https, ohne Kennwort, und keine Adressen im eigenen "
        "Netz. Der Betrieb kann einen Host erlauben."
    ),
    Trouble.ELSEWHERE: gettext_lazy(
        "Der Verweis führt auf einen anderen Host (%(detail)s). "
        "Ist das System umgezogen? Dann bitte die neue Adresse eintragen."
    ),
    Trouble.NOT_OPARL: gettext_lazy("Die Antwort ist keine Körperschaft nach OParl (es fehlt: %(detail)s)."),
    Trouble.ENDLESS: gettext_lazy(
        "Die Liste nimmt kein Ende; nach %(detail)s Seiten wurde abgebrochen. Beim nächsten Mal wird sie neu gelesen."
    ),
    Trouble.BROKEN_OBJECT: gettext_lazy("Das Objekt ist nicht zu gebrauchen (%(detail)s) und wurde ausgelassen."),
    Trouble.BAD_VALUE: gettext_lazy("Die Angabe „%(detail)s“ ist nicht lesbar und bleibt leer."),
    "changed_here": gettext_lazy(
        "„%(detail)s“ wurde hier geändert, im Ratsinformationssystem steht inzwischen etwas anderes. "
        "Ihre Fassung bleibt."
    ),
    "no_committee": gettext_lazy("Ausgelassen, weil kein Gremium dazu bekannt ist: %(detail)s."),
    "no_meeting": gettext_lazy("Ausgelassen, weil die Sitzung dazu fehlt: %(detail)s."),
    "no_paper": gettext_lazy("Ausgelassen, weil die Drucksache dazu fehlt: %(detail)s."),
    "same_number": gettext_lazy("Die Nummer „%(detail)s“ tragen dort zwei Drucksachen; hier stehen beide."),
    "refused": gettext_lazy("Ausgelassen: %(detail)s"),
    "unexpected": gettext_lazy(
        "Beim Lesen ist etwas Unerwartetes geschehen. Was gelesen war, ist erhalten; bitte noch einmal versuchen."
    ),
}
"""By trouble; every sentence may name the detail."""


def sentence_of(finding: Finding) -> str:
    """Return the sentence for a finding, without what it is about."""
    return str(SENTENCES.get(finding.trouble, SENTENCES["unexpected"])) % {
        "detail": finding.detail or _("keine Angabe")
    }


def problems_of(source: CouncilSource) -> list[tuple[str, str]]:
    """Return the problems of the last reading: what each is about, and the sentence."""
    found = [Finding(**problem) for problem in source.problems]
    return [(finding.subject, sentence_of(finding)) for finding in found]


def failure_of(source: CouncilSource) -> tuple[str, str] | None:
    """Return where and why the last reading was broken off; None where it was not."""
    failure: dict[str, Any] = source.failure
    if not failure:
        return None
    finding = Finding(**failure)
    return finding.subject, sentence_of(finding)
