"""The columns of the reply sheet, and the German words of its lists."""

from __future__ import annotations

from dataclasses import dataclass

from etappe.interop.measure_sheet.columns import fold_title

KEY_LABEL = "Kennung"
"""Left of the key at the top of the sheet."""

STATE_WORDS = {
    "on_track": "im Plan",
    "delayed": "verzögert",
    "at_risk": "gefährdet",
    "done": "erledigt",
    "stopped": "gestoppt",
    "not_started": "noch nicht begonnen",
}
OBSTACLE_WORDS = {
    "rooms": "Räume",
    "staff": "Personal",
    "money": "Geld",
    "consent": "Zustimmung",
    "partner": "Partner",
    "law": "Rechtslage",
    "other": "anderes",
}
LONGEST_SENTENCE = 500


@dataclass(frozen=True)
class Column:
    """One column; ``asked`` columns are filled in by the unit, the others are for reading."""

    key: str
    title: str
    width: int
    help: str
    asked: bool = True


COLUMNS: tuple[Column, ...] = (
    Column("number", "Nr.", 6, "Bitte stehen lassen: Daran wird die Maßnahme erkannt.", asked=False),
    Column("title", "Maßnahme", 40, "", asked=False),
    Column("last", "zuletzt", 18, "So wurde es das letzte Mal gemeldet.", asked=False),
    Column("state", "Stand", 20, "Bitte aus der Liste wählen."),
    Column("milestones", "Meilensteine", 42, "[x] erreicht, [ ] offen. Nur das Kreuz setzen oder wegnehmen."),
    Column("sentence", "In einem Satz", 50, "Höchstens 500 Zeichen."),
    Column("obstacles", "Was hindert?", 24, f"Mehrere mit Semikolon: {', '.join(OBSTACLE_WORDS.values())}."),
    Column("forecast", "Voraussichtlich fertig", 18, "Zum Beispiel 31.12.2026, 12/2026, Ende 2027."),
    Column("spent", "bisher ausgegeben (Euro)", 16, "Eine Zahl, zum Beispiel 12.500,00. Leer: unbekannt."),
    Column("confirmed", "Bestätigt", 12, "„ja“, wenn alles so bleibt. Wo sich etwas ändert, ist das nicht nötig."),
    Column("version", "Fassung", 9, "Bitte stehen lassen.", asked=False),
)
BY_KEY = {column.key: column for column in COLUMNS}
KEY_BY_TITLE = {fold_title(column.title): column.key for column in COLUMNS}
