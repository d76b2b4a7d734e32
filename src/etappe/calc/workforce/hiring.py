"""The share of hires is an outcome: of who applies, and of the odds of selection.

Selection is by merit (Art. 33(2) of the Basic Law). What a city can work on is who applies, and whether equally able
people have equal odds; ``h = a·OR / (1 − a + a·OR)`` says which share of hires comes of it.
"""

from __future__ import annotations

from etappe.calc.workforce.errors import ParameterError, RateError


def hire_share(applicants: float, odds_ratio: float) -> float:
    """Share of A among hires.

    Parameters
    ----------
    applicants
        Share of A among applicants, a.
    odds_ratio
        Odds of an applicant of A to be hired, divided by those of the others; 1 where selection treats both alike.

    Examples
    --------
    >>> hire_share(0.30, 1.0)
    0.3
    >>> round(hire_share(0.30, 0.5), 4)
    0.1765
    """
    _share("applicants", applicants)
    _odds(odds_ratio)
    weighted = applicants * odds_ratio
    return weighted / (1 - applicants + weighted)


def applicants_needed(hires: float, odds_ratio: float) -> float:
    """Share of A among applicants that makes a share of hires at given odds.

    Examples
    --------
    >>> round(applicants_needed(0.58, 0.75), 4)
    0.648
    """
    _share("hires", hires)
    _odds(odds_ratio)
    return hires / (hires + odds_ratio * (1 - hires))


def odds_ratio(applicants: float, hires: float) -> float:
    """Odds ratio of selection from the two shares; inf where only A is hired though others applied.

    Examples
    --------
    >>> round(odds_ratio(0.30, 0.24), 3)
    0.737
    """
    _share("hires", hires)
    if not 0 < applicants < 1:
        raise RateError(
            f"applicants = {applicants:g}: odds need applicants of both groups.", name="applicants", value=applicants
        )
    if hires == 1:
        return float("inf")
    return (hires / (1 - hires)) / (applicants / (1 - applicants))


def _share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise RateError(f"{name} = {value:g}: a share lies between 0 and 1.", name=name, value=value)


def _odds(value: float) -> None:
    if not (value > 0 and value < float("inf")):
        raise ParameterError(
            f"odds_ratio = {value:g}: odds are above 0.", name="odds_ratio", value=value, allowed="> 0"
        )
