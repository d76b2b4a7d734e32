"""Official keys of municipalities: AGS (8 digits) and ARS (12 digits), always as text.

*Amtlicher Gemeindeschlüssel*: state 2, administrative region 1, county 2, municipality 3 digits; a county has 000 as
its municipality. *Amtlicher Regionalschlüssel*: the same with the four digits of the association of municipalities
before the last three. In North Rhine-Westphalia, which has no such associations, these four are a zero
and the number of the municipality: Witten 05954036 is 059540036036.

Spreadsheets take keys for numbers and drop the leading zero. That is repaired, and the answer says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NORTH_RHINE_WESTPHALIA = "05"
_STATES = frozenset(f"{number:02d}" for number in range(1, 17))


class InvalidKey(ValueError):
    """The text is no key of a municipality; the message is German and says what was expected."""


@dataclass(frozen=True)
class Normalised:
    """A key in its official form, and what had to be done to get there (German sentences, empty if nothing)."""

    key: str
    notes: tuple[str, ...] = ()


def is_ags(text: str) -> bool:
    """Whether the text is a complete AGS of a German state."""
    return bool(re.fullmatch(r"[0-9]{8}", text)) and text[:2] in _STATES


def is_ars(text: str) -> bool:
    """Whether the text is a complete ARS; in North Rhine-Westphalia its association must fit the municipality."""
    if not re.fullmatch(r"[0-9]{12}", text) or text[:2] not in _STATES:
        return False
    return text[:2] != NORTH_RHINE_WESTPHALIA or text[5:9] == "0" + text[9:]


def normalise_ags(raw: str | int | float) -> Normalised:
    """The AGS for whatever stood in a cell.

    Understands spaces, a number instead of text (``5911000``, ``5911000.0``), a lost leading zero, the five digits of a
    county (``05954``), and an ARS. Raises `InvalidKey` for everything else.
    """
    text, notes = _digits(raw)
    if len(text) in {4, 7, 11}:
        text = "0" + text
        notes.append(f"Die führende Null fehlte: aus {_shown(raw)} wurde {text}.")
    if is_ars(text):
        short = ars_to_ags(text)
        return Normalised(short, (*notes, f"Aus dem Regionalschlüssel {text} wurde der Gemeindeschlüssel {short}."))
    if len(text) == 5 and text[:2] in _STATES:
        return Normalised(text + "000", (*notes, f"{text} ist ein Kreisschlüssel, ergänzt zu {text}000."))
    if not is_ags(text):
        raise InvalidKey(
            f"„{_shown(raw)}“ ist kein Gemeindeschlüssel. Erwartet sind acht Ziffern wie 05112000 (Duisburg) "
            "oder die zwölf Ziffern des Regionalschlüssels."
        )
    return Normalised(text, tuple(notes))


def _shown(raw: str | int | float) -> str:
    return str(raw).strip()


def _digits(raw: str | int | float) -> tuple[str, list[str]]:
    """The text without spaces; a whole number written as a decimal loses its decimals."""
    text = re.sub(r"[\s\u00a0]+", "", str(raw))
    if re.fullmatch(r"[0-9]+[.,]0+", text):
        return re.split(r"[.,]", text)[0], ["Der Schlüssel stand als Kommazahl in der Zelle."]
    return text, []


def ars_to_ags(ars: str) -> str:
    """AGS of an ARS, in every state. Raises `InvalidKey`."""
    if not is_ars(ars):
        raise InvalidKey(
            f"„{ars}“ ist kein Regionalschlüssel. Erwartet sind zwölf Ziffern wie 051120000000 (Duisburg)."
        )
    return ars[:5] + ars[9:]


def ags_to_ars(ags: str) -> str:
    """ARS of an AGS in North Rhine-Westphalia. Raises `InvalidKey`, also for other states.

    Elsewhere the association of municipalities is not contained in the AGS, and a guess would be wrong.
    """
    if not is_ags(ags):
        raise InvalidKey(f"„{ags}“ ist kein Gemeindeschlüssel. Erwartet sind acht Ziffern wie 05112000 (Duisburg).")
    if ags[:2] != NORTH_RHINE_WESTPHALIA:
        raise InvalidKey(f"Der Regionalschlüssel zu {ags} lässt sich nur in Nordrhein-Westfalen ableiten.")
    return f"{ags[:5]}0{ags[5:]}{ags[5:]}"
