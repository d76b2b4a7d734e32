"""Errors in the words of the interface: what happened, where, and what to do. The facts come with the error."""

from __future__ import annotations

from collections.abc import Callable

from etappe.calc.disclosure.errors import DisclosureError

_SENTENCES: dict[str, str] = {
    "SpecError": "{file}, {where}: {expected}",
    "HierarchyCycleError": "Die Hierarchie {hierarchy} läuft im Kreis: {codes}. Geben Sie einem dieser Codes eine "
    "übergeordnete Stelle außerhalb des Kreises.",
    "MissingParentError": "In der Hierarchie {hierarchy} gehört „{code}“ zu „{parent}“, aber „{parent}“ hat keine "
    "Zeile. Ergänzen Sie sie.",
    "DuplicateCodeError": "In der Hierarchie {hierarchy} steht der Code „{code}“ an zwei Stellen. Lassen Sie eine "
    "davon, oder legen Sie für die andere eine eigene Hierarchie an.",
    "ReservedCodeError": "Die Hierarchie {hierarchy} führt „{code}“ als eigenen Code. Die Gesamtzahl steht ohnehin "
    "über allem, entfernen Sie diese Zeile.",
    "EmptyHierarchyError": "Die Hierarchie {hierarchy} ist leer. Erwartet wird je Code eine Zeile mit code und parent.",
    "HierarchyMismatchError": "Die Hierarchien der Dimension „{dimension}“ passen nicht zusammen, zuerst bei „{code}“. "
    "Derselbe Code bedeutet überall dieselben Personen.",
    "EmptyTableError": "Die Tabelle „{table}“ ist leer. Erwartet werden mindestens eine Dimension und eine Zelle.",
    "UnknownCodeError": "Tabelle „{table}“, Spalte {dimension}: Den Code „{code}“ kennt die Hierarchie nicht als "
    "kleinste Einheit. Berichtigen Sie die Zeile oder ergänzen Sie die Hierarchie.",
    "ReservedNameError": "Tabelle „{table}“: „{dimension}“ ist für die Ergebnisse vergeben; nennen Sie Spalte und "
    "Dimension anders.",
    "DuplicateCellError": "In der Tabelle „{table}“ steht die Zelle {cell} mehrfach. Fassen Sie die Zeilen zusammen.",
    "InvalidCountError": "Tabelle „{table}“, Zeile {row}: Die Anzahl {value} ist keine Anzahl von Personen. Erwartet "
    "wird eine ganze Zahl ab 0.",
    "UnknownReleaseError": "Eine frühere Veröffentlichung zeigt die Zelle {cell}, die in diesen Tabellen nicht "
    "vorkommt. Nehmen Sie die zugehörige Tabelle als weitere [[table]] auf, damit beides zusammen geprüft wird.",
    "AlreadyPublishedError": "Die Zelle {cell} ist zu schützen, steht aber mit dem Wert {value} schon in einer "
    "früheren Veröffentlichung ({number} Zellen insgesamt). Was bekannt ist, lässt sich nicht mehr verbergen.",
    "NotSafeError": "Nicht sicher: {unsafe} geschützte Zellen lassen sich eingrenzen, {exposures} werden Mitwissenden "
    "bekannt (davon {undecided} aus Zeitmangel unentschieden). Es wurde nichts geschrieben. Mehr Zeit "
    "(--time-limit), gröbere Gruppen oder die Cell-Key-Methode helfen.",
    "KnownGroupError": "Nicht sicher: Die einzige Person in {insider} erfährt {cell} und damit, was alle einer Gruppe "
    "gemeinsam haben ({exposures} solche Fälle). Es wurde nichts geschrieben. Gröbere Gruppen helfen, oder nennen Sie "
    "unter sensitive nur die heiklen Dimensionen, oder setzen Sie unter [attacker] insiders = false.",
    "UnprotectableError": "{cells} geschützte Zellen lassen sich nicht verbergen, auch wenn alles Erlaubte "
    "zurückgehalten wird. Es wurde nichts geschrieben. Gröbere Gruppen oder die Cell-Key-Methode helfen.",
    "NoProofError": "Für {cells} geschützte Zellen fand sich in vertretbarer Zeit kein Schutz. Es wurde nichts "
    "geschrieben. Gröbere Gruppen oder die Cell-Key-Methode helfen.",
    "TimeLimitError": "Die Zeit hat nicht gereicht, um ein sicheres Muster zu beweisen. Es wurde nichts geschrieben. "
    "Mehr Zeit (--time-limit), gröbere Gruppen oder die Cell-Key-Methode helfen.",
    "TooManyCellsError": "Die Tabellen haben {cells} Zellen. Zellen zurückzuhalten bräuchte dafür geschätzt "
    "{gigabytes} GB Speicher und {hours} Stunden; vorgesehen sind höchstens {limit} Zellen. Die Cell-Key-Methode "
    '(method = "cellkey") schafft so große Tabellen, gröbere Gruppen helfen auch.',
    "TooLargeError": "Die Tabellen haben zu viele Kombinationen von Codes, um sie zu zählen. Lassen Sie eine Dimension "
    "weg oder nehmen Sie gröbere Codes.",
    "KeyLinkError": "Die Tabelle „{table}“ überschneidet sich so mit den anderen, dass gemeinsame Zellen aus Anzahlen "
    "allein nicht denselben Schlüssel bekommen können. Nehmen Sie eine Tabelle mit allen Dimensionen dazu.",
    "OutputError": "„{folder}“ enthält anderes. Nennen Sie einen neuen Ordner oder einen mit einem früheren Ergebnis.",
    "SecretError": "Der geheime Schlüssel hat {length} Bytes, nötig sind mindestens {least}.",
    "ParameterError": "{name} = {value} geht nicht, möglich ist {allowed}.",
    "UnbiasedError": "Zeile {row}: Mit D = {D} und js = {js} gibt es keine Änderung mit Mittelwert 0. Ein größeres D "
    "oder ein kleineres js macht es möglich.",
    "VarianceError": "Zeile {row}: Die Varianz {V} ist mit D = {D} und js = {js} nicht erreichbar, möglich ist "
    "{low:.4g} bis {high:.4g}. Mit --nearest nimmt jede Zeile die nächste mögliche und weist sie aus.",
    "BaseError": "Die Stufe {base} rundet nichts. Nehmen Sie 3, 5 oder eine andere ganze Zahl über 1.",
    "NoControlledRoundingError": "Für {cells} Zellen fand sich keine Rundung auf Vielfache von {base}, bei der alle "
    'Summen stimmen. Eine andere Stufe oder way = "random" hilft.',
}


def _contradiction(error: DisclosureError) -> str:
    facts = error.facts
    if "given" in facts:
        return (
            f"{facts['file']}: Die Gesamtzahl {facts['cell']} ist mit {facts['given']} angegeben, ihre Teile ergeben "
            f"{facts['sum']}. Berichtigen Sie eines von beiden."
        )
    if "released" in facts:
        return (
            f"Eine Veröffentlichung zeigt für {facts['cell']} den Wert {facts['released']}, die Tabellen haben "
            f"{facts['now']} ({facts['differing']} Zellen weichen ab). Gegengerechnet werden kann nur, was aus "
            "denselben Daten stammt."
        )
    tables = " und ".join(f"„{name}“" for name in _names(facts.get("tables")))
    return f"Die Tabellen {tables} haben für {facts.get('cell')} verschiedene Werte. Berichtigen Sie eine von beiden."


def _pattern(error: DisclosureError) -> str:
    facts = error.facts
    if "rows" in facts:
        return (
            f"Die veröffentlichte Tabelle „{facts['table']}“ hat {facts['rows']} Zeilen. Erwartet wird jede ihrer "
            f"{facts['cells']} Zellen genau einmal."
        )
    if "table" in facts:
        return f"In der Veröffentlichung fehlt die Tabelle „{facts['table']}“."
    if "cell" in facts:
        return (
            f"{facts['cells']} Nullen sind zurückgehalten, obwohl alle Nullen als bekannt gelten. Veröffentlichen Sie "
            "sie, oder setzen Sie zeros_known = false."
        )
    return f"Die Veröffentlichung passt nicht zu den Tabellen ({error})."


def _column(error: DisclosureError) -> str:
    facts = error.facts
    if "column" in facts:
        return f"Der Tabelle „{facts['table']}“ fehlt die Spalte „{facts['column']}“."
    if "dimension" in facts:
        return f"Der Dimension „{facts['dimension']}“ der Tabelle „{facts['table']}“ fehlt eine Hierarchie."
    return f"Die Tabelle „{facts['table']}“ nennt eine Dimension zweimal."


def _rule(error: DisclosureError) -> str:
    if "name" in error.facts:
        return f"{error.facts['name']} = {error.facts['value']} geht nicht, erwartet wird eine ganze Zahl ab 1."
    return (
        "Nullen lassen sich nicht schützen, solange sie als bekannt gelten. Setzen Sie unter [attacker] "
        "zeros_known = false, oder lassen Sie Nullen ungeschützt."
    )


def _rounding(error: DisclosureError) -> str:
    facts = error.facts
    if not facts["complete"]:
        return (
            f"Nicht bewiesen: Die Zeit hat nicht gereicht, um die auf Vielfache von {facts['base']} gerundeten Zahlen "
            "zu Ende zu prüfen. Es wurde nichts geschrieben. Mehr Zeit (--time-limit) oder die Cell-Key-Methode helfen."
        )
    return (
        f"Nicht sicher: Auf Vielfache von {facts['base']} gerundet bleiben {facts['unsafe']} geschützte Zellen "
        f"eingrenzbar, {facts['exposures']} werden Mitwissenden bekannt. Es wurde nichts geschrieben. Eine größere "
        'Stufe (base), way = "random" oder die Cell-Key-Methode helfen.'
    )


_SPEAKERS: dict[str, Callable[[DisclosureError], str]] = {
    "ContradictionError": _contradiction,
    "PatternError": _pattern,
    "MissingColumnError": _column,
    "RuleError": _rule,
    "RoundingNotSafeError": _rounding,
}


def say(error: DisclosureError) -> str:
    """The error as a German sentence; the message it came with where there is none of its own."""
    for kind in type(error).__mro__:
        if kind.__name__ in _SPEAKERS:
            return _SPEAKERS[kind.__name__](error)
        if kind.__name__ in _SENTENCES:
            return _fill(_SENTENCES[kind.__name__], error)
    return str(error)


def _fill(sentence: str, error: DisclosureError) -> str:
    facts = {name: _plain(name, value) for name, value in error.facts.items()}
    try:
        return sentence.format_map(facts)
    except (KeyError, ValueError):
        return str(error)


def _plain(name: str, value: object) -> object:
    if name == "cells" and isinstance(value, tuple):
        return len(value)
    if isinstance(value, tuple):
        return (" → " if name == "codes" else " × ").join(map(str, value))
    return value


def _names(tables: object) -> tuple[str, ...]:
    return tuple(map(str, tables)) if isinstance(tables, tuple) else ()
