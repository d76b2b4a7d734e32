"""What can keep a pattern from being built."""

from etappe.calc.disclosure.errors import DisclosureError


class UnprotectableError(DisclosureError):
    """Cells that stay disclosed even if everything that may be withheld is withheld."""


class NoProofError(UnprotectableError):
    """Cells for which neither a proof was found within reasonable effort nor that there is none."""


class TimeLimitError(DisclosureError):
    """The time ran out before any pattern was proven safe."""
