"""Answers and errors of `etappe workforce` in German sentences."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from etappe.calc.rounding import half_up

if TYPE_CHECKING:
    from etappe.calc.survey import Evaluation, SurveyError
    from etappe.calc.workforce import Answer, Deadline, Lever, Lift, WorkforceError
    from etappe.calc.workforce.simpleanswer import SimpleAnswer

_ERRORS: dict[str, str] = {
    "ScenarioError": "{file}, {where}: {expected}",
    "MissingColumnError": "Den Personalzahlen fehlt die Spalte „{column}“; vorhanden sind {columns}.",
    "EmptyStockError": "In den Personalzahlen steht niemand. Erwartet wird mindestens eine Anzahl über 0.",
    "CountError": "Personalzahlen, Zeile {row}: „{value}“ ist keine Anzahl. Erwartet wird eine Zahl ab 0.",
    "FractionError": "Personalzahlen, Zeile {row}: {value} ist keine Anzahl von Personen (insgesamt {rows} solche "
    "Zeilen). Köpfe und Vollzeitäquivalente lassen sich nicht addieren: Geben Sie Köpfe an, oder setzen Sie "
    'measure = "fte", wenn alle Angaben Vollzeitäquivalente sind.',
    "AgeError": "Personalzahlen, Zeile {row}: Das Alter „{value}“ liegt nicht zwischen {first} und {last}.",
    "GroupError": "Personalzahlen, Zeile {row}: Die Gruppe „{value}“ ist unbekannt. Erwartet wird A, B oder unknown.",
    "LevelError": "Die Laufbahnebene „{value}“ fehlt in levels ({levels}). Nennen Sie alle Ebenen von unten nach oben.",
    "UnknownGroupError": "Bei {share} der Beschäftigten ist die Gruppe unbekannt. Was für die übrigen gilt, sagt wenig "
    "über sie. Sagen Sie, wie sie zählen: mit [survey] aus einer Befragung, unter [stock] mit unknown = 0.2 (Anteil) "
    'oder mit unknown = "as_known" (wie die bekannten).',
    "RateError": "{name} = {value}: Ein Anteil oder eine Wahrscheinlichkeit liegt zwischen 0 und 1.",
    "RuleError": "Eine Regel passt zu niemandem: {name} „{value}“ gibt es in den Personalzahlen nicht oder so nicht.",
    "ParameterError": "{name} = {value} geht nicht, möglich ist {allowed}.",
    "NoHiresError": "In {years} Jahren wurde niemand eingestellt, also ist nicht beobachtet, welcher Anteil unter "
    "Neueingestellten realistisch ist. Geben Sie hire_share unter [rates] an oder [applicants] mit Bewerbungsanteil.",
    "SuccessorError": "Die Anteile der Einheit „{unit}“ ergeben zusammen {sum} statt 1.",
    "TooFewAnswersError": "Nur {answered} Personen haben geantwortet. Unter {minimum} Antworten wird nichts "
    "ausgewertet, damit niemand erkennbar wird.",
    "NoAnswersError": "Niemand hat geantwortet.",
}
_SURVEY_COUNT = "{name} = {value} passt nicht zu den anderen Zahlen: Ja-Antworten ≤ Antworten ≤ Beschäftigte."


def say_error(error: WorkforceError | SurveyError) -> str:
    """Say what went wrong."""
    facts = dict(error.facts)
    if type(error).__name__ == "UnknownGroupError":
        facts["share"] = percent(float(str(facts["share"])), 0)
    if type(error).__module__.endswith("survey.errors") and type(error).__name__ == "CountError":
        return _SURVEY_COUNT.format_map(facts)
    if type(error).__name__ == "NoHiresError" and not facts["years"]:
        return (
            "Es fehlt, welcher Anteil unter Neueingestellten realistisch ist: Geben Sie [hires] mit beobachteten "
            "Einstellungen an, [applicants] oder hire_share unter [rates]."
        )
    sentence = _ERRORS.get(type(error).__name__)
    return sentence.format_map(facts) if sentence else str(error)


def percent(share: float, digits: int = 1) -> str:
    """Write a share in per cent, rounded half up."""
    return f"{half_up(100 * Fraction(repr(float(share))), digits):f} %".replace(".", ",")


def number(value: float, digits: int = 1) -> str:
    """Write a number with a decimal comma."""
    return f"{half_up(float(value), digits):f}".replace(".", ",")


def of_hundred(share: float) -> str:
    """Write a share of hires as people of a hundred; a needed share is rounded up."""
    whole = int(100 * share + 0.9999999)
    return f"{whole} von 100 Neueingestellten"


def simple_sentences(answer: SimpleAnswer) -> list[str]:
    """Say the answer to the simple scenario."""
    target, start = percent(answer.target), percent(answer.start_share)
    if answer.status == "already":
        return [f"Das Ziel von {target} ist mit {start} schon erreicht."]
    if answer.status == "never":
        said = [
            f"Nie: Wenn alles so bleibt, kommt der Anteil von {start} nicht über {percent(answer.ceiling.highest)}. "
            f"Das Ziel liegt bei {target}."
        ]
        return said + [_lift(lift) for lift in answer.lifts]
    years = number(answer.years_to_target or 0.0)
    said = [
        f"{answer.exact_first_year}: Mit {percent(answer.hire_share)} unter den Neueingestellten erreicht der Anteil "
        f"nach {years} Jahren das Ziel von {target} (heute {start})."
    ]
    return [*said, _sooner(answer)]


def _sooner(answer: SimpleAnswer) -> str:
    possible = {year: share for year, share in answer.required.items() if share is not None}
    if not possible:
        return "Schneller geht es in den nächsten Jahren auch dann nicht, wenn nur noch diese Gruppe eingestellt wird."
    year = next((year for year, share in possible.items() if share < 1), next(iter(possible)))
    middle = next((some for some in possible if some >= answer.start_year + 10), year)
    return f"Für {middle} müssten es {of_hundred(possible[middle] or 0.0)} sein; vor {year} ist es nicht erreichbar."


def sentences(answer: Answer) -> list[str]:
    """Say the whole answer, the most important thing first."""
    said = [_when(answer)]
    if answer.deadline is not None:
        said.append(_deadline(answer, answer.deadline))
    if answer.earliest.status == "never":
        said += [_lift(lift) for lift in answer.lifts]
    said += _levers(answer.levers)
    said += [_NOTES[note] for note in answer.projection.notes if note in _NOTES]
    return said


def _when(answer: Answer) -> str:
    found, share = answer.earliest, percent(answer.projection.share[0])
    frozen = "" if answer.without_freeze is None else " bei der heutigen Wiederbesetzung"
    if found.status == "already":
        lost = f" {found.lost} geht er voraussichtlich wieder verloren." if found.lost else ""
        return f"Das Ziel ist mit {share} schon erreicht.{lost}"
    if found.status == "later":
        return f"Das Ziel wird{frozen} erreicht, aber nicht in den nächsten Jahrzehnten (heute {share})."
    if found.status == "never":
        top = percent(answer.ceiling.highest)
        return f"Nie: Wenn alles so bleibt, kommt der Anteil{frozen} nicht über {top} (heute {share})."
    sure = f", verlässlich (80 %) {answer.earliest_80.year}" if answer.earliest_80.year else ""
    free = answer.without_freeze
    without = (
        f" Würde jede Stelle wieder besetzt: {free.year}." if free and free.year and free.year != found.year else ""
    )
    return f"{found.year}{frozen}: So bald ist das Ziel zu erwarten{sure} (heute {share}).{without}"


_REALISM = {
    "within-observed": "Das liegt im Rahmen des Beobachteten.",
    "beyond-observed": "Das ist mehr als bisher beobachtet.",
}


def _deadline(answer: Answer, deadline: Deadline) -> str:
    if deadline.needed is None:
        return (
            f"Bis {deadline.year} ist das Ziel auch dann nicht erreichbar, wenn nur noch diese Gruppe eingestellt wird."
        )
    seen = {"observed": "bisher beobachtet", "applicants": "nach Bewerbungen zu erwarten", "given": "angenommen"}
    sure = f" (verlässlich: {of_hundred(deadline.needed_80).split()[0]})" if deadline.needed_80 is not None else ""
    now = number(100 * answer.realistic.share, 0)
    return (
        f"Für {deadline.year} müssten {of_hundred(deadline.needed)}{sure} aus der Gruppe kommen; "
        f"{seen[answer.realistic.source.value]}: {now}. {_REALISM[deadline.realism.value]}"
    )


_LIFT = {
    "hire-share": "Der Anteil unter den Neueingestellten müsste über {needed} liegen (heute {now}).",
    "trainee-share": "Der Anteil unter den Auszubildenden müsste über {needed} liegen (heute {now}).",
    "replacement": "Freie Stellen müssten häufiger wieder besetzt werden, mehr als {needed} (heute {now}).",
}
_LIFT_NOT = {
    "hire-share": "Ein anderer Anteil unter den Neueingestellten allein genügt nicht.",
    "trainee-share": "Ein anderer Anteil unter den Auszubildenden allein genügt nicht.",
    "replacement": "Mehr Wiederbesetzung allein genügt nicht.",
}


def _lift(lift: Lift) -> str:
    if lift.needed is None:
        return _LIFT_NOT[lift.by.value]
    return _LIFT[lift.by.value].format(needed=percent(lift.needed), now=percent(lift.now))


_LEVERS = {
    "hire-share": "Anteil unter Neueingestellten",
    "applicants": "Anteil unter Bewerbungen",
    "selection-odds": "Chancen in der Auswahl",
    "replacement": "Wiederbesetzung",
    "trainee-share": "Anteil unter Auszubildenden",
    "trainee-intake": "Zahl der Auszubildenden",
    "take-over": "Übernahme",
    "keep-group": "Weniger Weggang aus der Gruppe",
    "keep-others": "Weniger Weggang der übrigen",
}


def _levers(levers: tuple[Lever, ...]) -> list[str]:
    helping = [lever for lever in levers if abs(lever.per_point) >= 5e-6][:5]
    if not helping:
        return []
    lines = ["Was ein Punkt mehr bringt (in Prozentpunkten):"]
    return lines + [f"  {_LEVERS[lever.code.value]}: {_signed(100 * lever.per_point)}" for lever in helping]


def _signed(points: float) -> str:
    return ("+" if points >= 0 else "−") + number(abs(points), 2)


_NOTES = {
    "unknown-group": "Bei einem Teil der Beschäftigten ist die Gruppe unbekannt; das Ergebnis nennt beide Grenzen.",
    "mostly-unknown": "Bei den meisten ist die Gruppe unbekannt: Das Ergebnis hängt an der Annahme über sie.",
    "no-hires": "Niemand wird eingestellt: Der Anteil ändert sich nur dadurch, wer geht.",
    "shrinks": "Die Belegschaft schrumpft auf weniger als die Hälfte.",
    "empty": "Am Ende ist fast niemand mehr da.",
    "coupled": "Stellen hängen voneinander ab: Die Streuung stammt aus einer Simulation.",
    "mean-only": "Vollzeitäquivalente: Die zufällige Streuung bleibt außer Betracht.",
}


def survey_sentences(found: Evaluation) -> list[str]:
    """Say the three numbers of a survey."""
    low, high = found.assumed.interval
    least, most = found.certain
    counts = found.counts
    said = [
        f"{counts.answered} von {counts.people} haben geantwortet ({percent(counts.response)}), {counts.yes} mit Ja.",
        f"1. Wenn die anderen so sind wie sie: {percent(low)} bis {percent(high)}.",
        f"2. Ohne jede Annahme: {percent(least)} bis {percent(most)}.",
    ]
    return said if found.turn is None or found.line is None else [*said, _turn(found)]


def _turn(found: Evaluation) -> str:
    turn, line = found.turn, percent(found.line or 0.0)
    side = "erreicht" if turn is not None and turn.above else "verfehlt"
    if turn is None or turn.odds_ratio is None:
        return f"3. Die {line} sind {side}, was auch immer die anderen geantwortet hätten."
    return (
        f"3. Die {line} wären nur dann nicht {side}, wenn bei den anderen die Chance auf ein Ja "
        f"{number(turn.odds_ratio, 2)}-mal so hoch wäre."
    )
