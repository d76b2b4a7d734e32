"""report.md: for a person, in words: what was done, what it costs, why it is safe. German, as the interface is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from etappe.calc.disclosure.cellkey import Perturbed
from etappe.calc.disclosure.columns import status_among
from etappe.calc.disclosure.facade import Protected
from etappe.calc.disclosure.figures import number, share
from etappe.calc.disclosure.losses import losses
from etappe.calc.disclosure.noise import LEAST_BASE, Deviation, Effects, Promise
from etappe.calc.disclosure.roundtables import RoundedTables
from etappe.calc.disclosure.rules import Attacker, Rules

_WEIGHT_OF_NOTHING = 1e-6
"""Costs this close are the same."""

_IN_HOUSE = (
    "Zur Veröffentlichung bestimmt sind nur die Spalten der Dimensionen und `value` der CSV-Dateien. Bericht, "
    "Zertifikat und die Spalte `status` bleiben im Haus: Sie nennen die Zellen mit kleinen Anzahlen, und die Spannen "
    "im Zertifikat liegen um die wahren Werte. Wer das weiß, weiß schon etwas über die Menschen darin. Wahre Werte "
    "zurückgehaltener Zellen stehen in diesem Bericht nicht."
)


def withheld_share(frames: Iterable[pl.DataFrame]) -> tuple[int, int]:
    """Withheld cells and all cells of the tables."""
    columns = [frame["value"] for frame in frames]
    return sum(column.null_count() for column in columns), sum(column.len() for column in columns)


def _title(method: str, safe: str) -> list[str]:
    return [f"# Geheimhaltung: {method}", "", safe, ""]


def _rules(rules: Rules, attacker: Attacker) -> list[str]:
    small = "1" if rules.minimum == 2 else f"1 bis {rules.minimum - 1}"
    knows = "kennt alle veröffentlichten Zahlen, Regeln und Parameter"
    knows += ", weiß, dass veröffentlichte Nullen stimmen" if attacker.zeros_known else ""
    knows += " und kann selbst die einzige Person einer Zelle sein" if attacker.insiders else ""
    protected = f"Geschützt sind Zellen mit {small} Personen" if rules.minimum > 1 else "Kleine Zellen sind erlaubt"
    return [
        "## Was gilt",
        "",
        f"- {protected}: Wer angreift, darf nicht ausschließen können, dass es {rules.minimum} oder mehr sind, und "
        f"behält mindestens eine Spanne von {rules.width}.",
        f"- Wer angreift, {knows}.",
        "",
    ]


def _overview(frames: Mapping[str, pl.DataFrame]) -> list[str]:
    lines = [
        "| Tabelle | Zellen | zurückgehalten | davon wegen kleiner Anzahl | Anteil |",
        "| --- | --: | --: | --: | --: |",
    ]
    for name, frame in frames.items():
        withheld, primary = frame["value"].null_count(), int((frame[status_among(frame.columns)] == "primary").sum())
        cells = frame.height
        lines.append(
            f"| {name} | {number(cells)} | {number(withheld)} | {number(primary)} | {share(withheld, cells)} |"
        )
    return [*lines, ""]


def _advice(withheld: int, cells: int, occupied: int) -> list[str]:
    if occupied and withheld >= occupied:
        return [
            "**Alles musste zurückgehalten werden.** So feine Tabellen lassen sich mit dieser Regel nicht durch "
            "Weglassen schützen: Fassen Sie Gruppen zusammen oder nehmen Sie die Cell-Key-Methode "
            '(`method = "cellkey"`).',
            "",
        ]
    if 3 * withheld > cells:
        return [
            f"**Mehr als ein Drittel der Zellen fehlt ({share(withheld, cells)}).** Gröbere Gruppen erhalten mehr; für "
            'so feine Tabellen eignet sich die Cell-Key-Methode (`method = "cellkey"`), die alle Zellen zeigt.',
            "",
        ]
    return []


def suppression(result: Protected) -> str:
    """Report on withheld cells."""
    frames, universe, certificate = result.frames, result.universe, result.certificate
    withheld, cells = withheld_share(frames.values())
    occupied = sum(int((universe.values[index] > 0).sum()) for index in universe.index)
    safe = (
        f"Die Tabellen dürfen veröffentlicht werden: Für jede der {number(len(certificate.proofs))} geschützten Zellen "
        "ist bewiesen, dass niemand ihr zu nahe kommt."
    )
    lines = [
        *_title("Zellen zurückhalten", safe),
        *_advice(withheld, cells, occupied),
        "## Was zurückgehalten wird",
        "",
        *_overview(frames),
        *_optimum(result),
        *losses(result),
        *_rules(certificate.rules, certificate.attacker),
        *_why_safe(result),
        "## Was veröffentlicht werden darf",
        "",
        _IN_HOUSE,
    ]
    return "\n".join(lines) + "\n"


def _optimum(result: Protected) -> list[str]:
    found = result.suppression
    if found.proven_optimal or found.objective - found.lower_bound < _WEIGHT_OF_NOTHING:
        return ["Weniger geht nicht: Das Muster ist nachweislich das kleinste.", ""]
    bound = f" Bewiesen ist, dass mindestens {number(found.lower_bound)} nötig sind." if found.lower_bound else ""
    resorts = (
        " Für einzelne Zellen fand sich in vertretbarer Zeit nur ein grober Schutz: Dort fehlen ganze Aufgliederungen."
        if found.resorts
        else ""
    )
    return [f"Das Muster ist gut, aber nicht als kleinstes bewiesen.{bound}{resorts}", ""]


def _why_safe(result: Protected) -> list[str]:
    certificate = result.certificate
    insiders = (
        f"- Als Mitwissende geprüfte Zellen mit einer einzigen Person: {number(certificate.insiders)}. Auch mit dem "
        "Wissen dieser Person wird keine andere geschützte Zelle bekannt."
    )
    earlier = int(result.known.sum())
    return [
        "## Warum das sicher ist",
        "",
        "- Eine Prüfung, die mit dem Aufbau des Musters nichts gemeinsam hat, greift alle Tabellen zusammen an. Sie "
        "findet zu jeder geschützten Zelle Tabellen, die zu allem Veröffentlichten passen und weit genug "
        "auseinanderliegen. Was der Aufbau dafür vorschlägt, rechnet sie selbst nach.",
        *([insiders] if certificate.attacker.insiders else []),
        *([f"- {number(earlier)} Werte aus früheren Veröffentlichungen sind eingerechnet."] if earlier else []),
        f"- Aufbau und Prüfung dauerten {number(result.seconds, 1)} Sekunden.",
        "",
    ]


def _deviation(words: str, found: Deviation | None, unit: str, digits: int) -> list[str]:
    if found is None:
        return []
    return [
        f"- {words}: die Hälfte weicht um höchstens {number(found.median, digits)}{unit} ab, 95 % um höchstens "
        f"{number(found.most, digits)}{unit}, keine um mehr als {number(found.largest, digits)}{unit}."
    ]


_BROKEN = {
    "zeros": "Eine Null ist keine Null geblieben.",
    "small": "Anzahlen unter der Mindestzahl werden gezeigt: js ist zu klein.",
    "reach": "Eine Zelle weicht um mehr als D ab.",
    "variance": "Nicht jede Zeile der Tabelle hat die Varianz V.",
    "doubt": "Manche gezeigte Zahl verrät, dass die wahre unter der Mindestzahl liegt: D ist zu klein.",
}


def perturbation(result: Perturbed, found: Effects, rules: Rules, kept: tuple[Promise, ...]) -> str:
    """Report on perturbed cells."""
    table = result.ptable
    broken = [_BROKEN[promise.name] for promise in kept if not promise.kept]
    if broken:
        return "\n".join([*_title("Cell-Key-Methode", "**Nicht sicher.** " + " ".join(broken))]) + "\n"
    small = f"1 bis {table.js}" if table.js > 1 else "1"
    lines = [
        *_title(
            "Cell-Key-Methode",
            "Die Tabellen dürfen veröffentlicht werden: Alle Zellen bleiben stehen, jede Anzahl ist um wenige Personen "
            "verändert, dieselben Personen immer auf dieselbe Weise.",
        ),
        "## Was verändert wurde",
        "",
        f"- {number(found.cells)} Zellen, davon {number(found.occupied)} besetzt; verändert sind "
        f"{number(100 * found.changed, 1)} % der besetzten.",
        f"- Höchste Änderung {table.D}, Varianz {number(table.V, 2)} (hier {number(found.variance, 2)}), im Mittel "
        f"{number(found.mean, 3)}.",
        "- Nullen bleiben Nullen." + (f" Anzahlen von {small} kommen nicht vor." if table.js else ""),
        *(["- Die Gesamtsummen sind unverändert."] if result.exact_totals else []),
        "",
        "## Was das beim Lesen bedeutet",
        "",
        *_deviation("Summe der Teile gegen die Gesamtzahl", found.sums, " Personen", 0),
        *_deviation(f"Anteile (ab {LEAST_BASE} Personen)", found.shares, " Prozentpunkte", 1),
        *_deviation("Abstände zwischen Gruppen", found.gaps, " Prozentpunkte", 1),
        "- Teile ergeben nicht immer genau die Gesamtzahl: Jede Zelle ist für sich so nah an der Wahrheit wie möglich. "
        "Verwenden Sie die Gesamtzahl, wie sie dasteht, statt Teile aufzuaddieren.",
        "",
        "## Warum das sicher ist",
        "",
        f"- Jede gezeigte Zahl kann von mehreren wahren stammen; auch bei kleinen Anzahlen sind {rules.minimum} oder "
        "mehr möglich.",
        "- Wiederholtes Abfragen hilft nicht: Die Änderung hängt an einem geheimen Schlüssel und den Personen, nicht "
        "an Name, Reihenfolge oder Zuschnitt der Tabelle. Es gibt nur eine Antwort, also nichts zu mitteln.",
        "- Geprüft ist, was für jede einzelne Zelle gilt. Gegen das Verrechnen sehr vieler Zellen schützt die Streuung "
        "mit Wahrscheinlichkeit, nicht mit Gewissheit.",
        "- Der Schlüssel bleibt im Haus und für alle Veröffentlichungen derselbe.",
        "",
        "## Was veröffentlicht werden darf",
        "",
        "Die CSV-Dateien mit dem Hinweis, dass die Zahlen mit der Cell-Key-Methode verändert sind. Dieser Bericht und "
        "das Zertifikat enthalten keine wahren Werte, gehören aber zu den Unterlagen.",
    ]
    return "\n".join(lines) + "\n"


_WAYS = {
    "nearest": "zur nächsten Stufe",
    "random": "zufällig auf- oder abgerundet, im Mittel richtig",
    "controlled": "so gerundet, dass alle Summen stimmen",
}


def rounding(result: RoundedTables, rules: Rules, attacker: Attacker) -> str:
    """Report on rounded cells."""
    frames = result.frames
    withheld, cells = withheld_share(frames.values())
    found = result.intersection
    extra = [f"- {number(withheld)} Zellen mussten zusätzlich zurückgehalten werden."] if withheld else []
    sums = (
        "- Alle Summen stimmen auch in den gerundeten Zahlen."
        if result.way == "controlled"
        else "- Jede Zahl, auch jede Gesamtzahl, ist für sich gerundet; gerundete Teile ergeben deshalb nicht immer "
        "die gerundete Gesamtzahl."
    )
    lines = [
        *_title(
            f"Runden auf Vielfache von {result.base}",
            f"Die Tabellen dürfen veröffentlicht werden: Für jede der {number(found.cells.size)} geschützten Zellen "
            "ist bewiesen, dass auch alle gerundeten Zahlen zusammen sie nicht verraten.",
        ),
        "## Was verändert wurde",
        "",
        f"- {number(cells)} Zellen, {_WAYS[result.way]}.",
        *extra,
        sums,
        "- Anteile rechnen Sie aus den gerundeten Zahlen.",
        "",
        *_rules(rules, replace(attacker, zeros_known=False)),  # a rounded zero may stand for some people
        "## Warum das sicher ist",
        "",
        "- Aus den Grenzen, die jede gerundete Zahl lässt, und allen Summen wurden mit linearen Programmen Tabellen "
        "gesucht, die jede geschützte Zelle weit genug wegbewegen; für jede wurden sie gefunden.",
        f"- Als Mitwissende geprüfte Zellen mit einer einzigen Person: {number(found.insiders)}.",
        f"- Runden und Prüfung dauerten {number(result.seconds, 1)} Sekunden.",
        "",
        "## Was veröffentlicht werden darf",
        "",
        _IN_HOUSE,
    ]
    return "\n".join(lines) + "\n"
