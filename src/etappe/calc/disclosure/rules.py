"""What must hold (the rules) and against whom (the attacker)."""

from dataclasses import dataclass

from etappe.calc.disclosure.errors import RuleError


@dataclass(frozen=True)
class Rules:
    """When a cell is protected, and how far an attacker must stay away from it.

    Parameters
    ----------
    minimum
        Cells of 1 … ``minimum - 1`` are protected; an attacker's upper bound must reach ``minimum``.
    width
        The attacker's interval must be at least this wide (largest minus smallest possible value). The attacker may
        still rule out values inside it.
    protect_zeros
        Treat a zero as a risk too: then zeros are protected like small counts and count as unknown when withheld.
    protect_groups
        Protect against *group disclosure*: a sum whose whole count sits in one of its parts says of everybody in it
        that they share the attribute. What is left of the sum (zero) is protected.
    sensitive
        Dimensions whose codes are such an attribute; none named means all.

    Raises
    ------
    RuleError
        If ``minimum`` or ``width`` is below 1.
    """

    minimum: int = 3
    width: int = 2
    protect_zeros: bool = False
    protect_groups: bool = False
    sensitive: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "sensitive", tuple(self.sensitive))
        for name in ("minimum", "width"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise RuleError(f"“{name}” is {value!r}: give a whole number of at least 1.", name=name, value=value)


@dataclass(frozen=True)
class Attacker:
    """What the strongest attacker knows besides every published cell, the rules and the parameters.

    Parameters
    ----------
    zeros_known
        Zeros are published and true, so every withheld cell is at least 1.
    insiders
        The only person in a cell (a *singleton*) knows that cell and looks for others.
    insiders_full
        Hold the full limits of the rules against insiders, not only that no other cell becomes exactly known.
    """

    zeros_known: bool = True
    insiders: bool = True
    insiders_full: bool = False
