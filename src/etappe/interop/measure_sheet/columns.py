"""The columns of the measure sheet: title, help, other titles that are understood."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column; ``key`` is the attribute of :class:`MeasureRow`, ``aliases`` are titles people use instead."""

    key: str
    title: str
    width: int
    help: str
    aliases: tuple[str, ...] = ()


COLUMNS: tuple[Column, ...] = (
    Column(
        "number",
        "Nr.",
        7,
        "Kennung der Maßnahme. Neue Maßnahmen: leer lassen.",
        ("Nummer", "Lfd. Nr.", "Maßnahmennummer"),
    ),
    Column(
        "title",
        "Titel",
        42,
        "Was geschieht? Ein Satz. Pflichtangabe.",
        ("Maßnahme", "Bezeichnung", "Titel der Maßnahme"),
    ),
    Column("field", "Handlungsfeld", 22, "Wie im Programm genannt.", ("Feld", "Handlungsfelder")),
    Column("goal", "Ziel", 26, "Nummer oder Titel des Ziels.", ("Ziel-Nr.", "Teilziel")),
    Column(
        "description", "Beschreibung", 50, "Zwei, drei Sätze: wie, mit wem, wofür.", ("Erläuterung", "Kurzbeschreibung")
    ),
    Column(
        "owner",
        "Zuständig",
        24,
        "Eine Stelle, kein Name: Amt, Stabsstelle oder Träger.",
        ("Zuständigkeit", "Federführung", "Verantwortlich", "Fachamt"),
    ),
    Column("partners", "Partner", 28, "Mehrere mit Semikolon trennen.", ("Partner*innen", "Kooperation", "Beteiligte")),
    Column(
        "influence", "Einfluss", 13, "steuert, koordiniert oder informiert.", ("Einflussmöglichkeit", "Rolle der Stadt")
    ),
    Column(
        "target_groups",
        "Zielgruppen",
        28,
        "Mehrere mit Semikolon trennen; gern nach Alter und Herkunft.",
        ("Zielgruppe", "Adressaten"),
    ),
    Column("place", "Ort", 20, "Stadtteil, Sozialraum oder „stadtweit“.", ("Sozialraum", "Stadtteil", "Quartier")),
    Column(
        "start", "Beginn", 15, "Zum Beispiel 01.03.2026, Frühjahr 2026, 2. Halbjahr 2026.", ("Start", "Anfang", "von")
    ),
    Column(
        "deadline",
        "Frist",
        15,
        "Wie Beginn; zum Beispiel Ende 2027.",
        ("Ende", "Termin", "bis", "Zieltermin", "Fertig bis"),
    ),
    Column(
        "budget",
        "Haushaltsmittel (Euro)",
        16,
        "Eine Zahl, zum Beispiel 12.500,00. Leer: unbekannt.",
        ("Haushaltsmittel", "Budget", "Kosten", "Kosten (Euro)", "Mittel"),
    ),
    Column("funding", "Finanzierung", 24, "Haushalt, Förderprogramm, Stiftung …", ("Förderung", "Finanzierungsquelle")),
    Column("output", "Output", 26, "Was liegt am Ende vor?", ("Leistung", "Ergebnis")),
    Column("outcome", "Wirkung", 26, "Was ist danach anders?", ("Outcome", "Wirkungen")),
    Column("indicator", "Indikator", 24, "Woran wird es gemessen?", ("Kennzahl", "Messgröße")),
    Column("target_value", "Zielwert", 14, "Mit Einheit: 33 %, 12 Gruppen.", ("Ziel-Wert", "Sollwert")),
    Column(
        "state",
        "Stand",
        13,
        "geplant, läuft, verzögert, gefährdet, erledigt oder gestoppt.",
        ("Status", "Umsetzungsstand"),
    ),
    Column(
        "milestones",
        "Meilensteine",
        40,
        "Je Zeile einer: [x] erreicht oder [ ] offen, Titel, (Termin).",
        ("Meilenstein", "Zwischenschritte"),
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}


def fold_title(title: str) -> str:
    """A column title without case, spaces and punctuation, for comparing."""
    return re.sub(r"[\W_]+", "", title.casefold())


KEY_BY_TITLE = {fold_title(title): column.key for column in COLUMNS for title in (column.title, *column.aliases)}


def column_letter(index: int) -> str:
    """Letter of a column in a spreadsheet; 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
