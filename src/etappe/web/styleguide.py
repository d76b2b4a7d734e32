"""The living page of all components, each with made-up example data: for looking, for axe and for screenshots."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from etappe.web.components import (
    BADGES,
    Choice,
    Crumb,
    Fact,
    HistoryEntry,
    Missing,
    Option,
    SearchField,
    Sentence,
    Stage,
    Station,
    TodayCard,
    Words,
)

STATIONS = (
    Station("Empfehlung 14", "#etappenleiste", "happened", "Integrationskonferenz, AG 4"),
    Station("Ziel 3.2", "#etappenleiste", "happened", "Frühe Bildung"),
    Station("Maßnahme 27", "#etappenleiste", "current", "Jugendamt", "bis 31.07.2027"),
    Station("Sachstand 6/2026", "#etappenleiste", "happened", "„verzögert“, vor 12 Tagen"),
    Station("Abweichung", "#etappenleiste", "missing", "Anlegen, damit entschieden werden kann"),
    Station("Entscheidung", "", "ahead"),
    Station("Vorlage 26-0815", "", "ahead", "fällig 15.12."),
)
SHORT_STATIONS = (
    Station("Empfehlung 15", "#etappenleiste", "current", "angenommen am 12.03.2026"),
    Station("Ziel", "#etappenleiste", "missing", "Ziel zuordnen"),
    Station("Maßnahme", "", "ahead"),
)
MISSING = (
    Missing("Frist", "#angaben"),
    Missing("Zielwert", "#angaben"),
    Missing("Mittel", "#angaben"),
    Missing("Ort"),
)
CARDS = (
    TodayCard(
        2, "Sachstände sind seit Freitag überfällig.", "Jetzt antworten", "#heute", "Schulverwaltungsamt", "late"
    ),
    TodayCard(
        3,
        "Maßnahmen Ihres Amtes warten auf einen Sachstand.",
        "Jetzt antworten, etwa 2 Minuten",
        "#heute",
        "bis Freitag, 27. November",
        "soon",
    ),
    TodayCard(1, "Entscheidung hat noch keine Vorlage.", "Vorlage entwerfen", "#heute", "Sitzung am 15. Dezember"),
)
FACTS = (
    Fact("Zuständig", "Jugendamt", url="#angaben"),
    Fact("Frist", "Ende Juli 2027"),
    Fact("Zielgruppe", "Kinder von drei bis sechs Jahren und ihre Eltern"),
    Fact("Zielwert", "12 Elterncafés", origin="#angaben"),
    Fact("Mittel", edit_url="#angaben"),
)
HISTORY = (
    HistoryEntry(
        "Jugendamt", date(2026, 7, 3), "Stand „verzögert“ gemeldet", "An zwei Schulen fehlt ein Raum.", "#verlauf"
    ),
    HistoryEntry("Kommunales Integrationszentrum", date(2026, 3, 12), "Frist auf Ende Juli 2027 gesetzt"),
    HistoryEntry("Dezernat IV", date(2026, 2, 20), "Maßnahme angelegt aus Empfehlung 14"),
)
STAGES = (
    Stage(
        "Frühjahr 2024",
        "Auftakt mit 120 Beteiligten",
        "Zehn Arbeitsgruppen nehmen die Arbeit auf.",
        source="erfundenes Beispiel",
    ),
    Stage("Ende März 2025", "Arbeitsgruppen übergeben ihre Empfehlungen", url="#zeitstrahl"),
    Stage("2025/2026", "Rat beschließt das Programm", "Drucksache 25-0412 (Beispiel)"),
    Stage("Sommer 2027", "Zwischenbericht an den Rat", happened=False),
)
SENTENCE = Sentence(
    parts=(
        Words("Maßnahmen"),
        Choice(
            "amt",
            "Zuständiges Amt",
            (
                Option("", "aller Ämter"),
                Option("jugend", "des Jugendamts"),
                Option("schule", "des Schulverwaltungsamts"),
            ),
        ),
        Words("im Feld"),
        Choice(
            "feld",
            "Handlungsfeld",
            (
                Option("", "aller Themen"),
                Option("bildung", "Bildung"),
                Option("wohnen", "Wohnen"),
            ),
        ),
        Words(","),
        Choice(
            "stand",
            "Stand",
            (
                Option("", "in jedem Stand"),
                Option("delayed", "verzögert"),
                Option("done", "erledigt"),
            ),
        ),
        Words(", mit den Worten"),
        SearchField("q", "Suchworte", placeholder="beliebig"),
    ),
    results="treffer",
)
ROWS = (
    (27, "Elterncafés an allen Grundschulen", "Jugendamt", "delayed", "31.07.2027", 4),
    (28, "Sprachmittlung in allen Bürgerbüros", "Bürgeramt", "running", "31.12.2026", 8),
    (31, "Wohnungsnotfälle: feste Ansprechstelle", "Sozialamt", "at_risk", "30.06.2026", 6),
    (34, "Ausbildungslotsen an den Berufskollegs", "Schulverwaltungsamt", "planned", "keine Angabe", 2),
)
STATEMENTS = (
    ("s1", "Die Stadt sollte an allen Grundschulen Elterncafés einrichten.", "demand"),
    ("s2", "Bis 2027 sind in jedem Bürgerbüro Dolmetschdienste verfügbar; zuständig ist das Bürgeramt.", "commitment"),
    ("s3", "Eine bessere Verzahnung der Angebote wird angestrebt.", "intent"),
)


class ExampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label=_("Titel der Maßnahme"), help_text=_("So kurz, dass er auf ein Plakat passt."), max_length=120
    )
    owner = forms.ChoiceField(
        label=_("Zuständiges Amt"),
        choices=[
            ("", _("Bitte wählen")),
            ("51", "Jugendamt"),
            ("40", "Schulverwaltungsamt"),
        ],
    )
    deadline = forms.CharField(
        label=_("Frist"), required=False, help_text=_("Auch ungenau: „Ende März 2027“ oder „Frühjahr 2027“.")
    )
    influence = forms.ChoiceField(
        label=_("Einfluss der Kommune"),
        choices=[("steers", _("steuert")), ("coordinates", _("koordiniert")), ("informs", _("informiert"))],
        widget=forms.RadioSelect,
    )
    groups = forms.MultipleChoiceField(
        label=_("Zielgruppen"),
        choices=[("kids", _("Kinder unter sechs")), ("youth", _("Jugendliche")), ("old", _("Menschen über 65"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    description = forms.CharField(label=_("In einem Satz"), widget=forms.Textarea, required=False)
    paper = forms.FileField(
        label=_("Konzept"), required=False, help_text=_("docx, pdf, odt, txt oder md, höchstens 50 Megabyte.")
    )
    public = forms.BooleanField(
        label=_("Öffentlich zeigen"), required=False, help_text=_("Sobald das Programm beschlossen ist.")
    )


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component with example data."""
    return render(request, "web/styleguide.html", _examples(request))


def _examples(request: HttpRequest) -> dict[str, Any]:
    pages = Paginator(range(240), 20)
    return {
        "breadcrumbs": [Crumb(_("Gestaltung"))],
        "stations": STATIONS,
        "short_stations": SHORT_STATIONS,
        "families": [(family, list(badges)) for family, badges in BADGES.items()],
        "missing": MISSING,
        "cards": CARDS,
        "facts": FACTS,
        "history": HISTORY,
        "stages": STAGES,
        "sentence": SENTENCE.filled(request.GET),
        "rows": ROWS,
        "page": pages.get_page(request.GET.get("page")),
        "form": ExampleForm(prefix="leer"),
        "failed_form": ExampleForm({"fehler-title": "", "fehler-deadline": "bald"}, prefix="fehler"),
        "statements": STATEMENTS,
        "kinds": list(BADGES["finding"]),
        "tones": ("info", "success", "warning", "danger"),
    }
