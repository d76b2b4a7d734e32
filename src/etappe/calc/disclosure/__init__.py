"""Disclosure control: tables of counts that can be published without telling anything about a person.

>>> from etappe.calc.disclosure import Attacker, Hierarchy, Rules, Table, protect  # doctest: +SKIP
>>> table = Table("main", ("area", "age"), {"area": area, "age": age}, counts)  # doctest: +SKIP
>>> result = protect([table], Rules(minimum=3))  # doctest: +SKIP
>>> result.frame("main")  # doctest: +SKIP

``protect`` withholds cells, ``round_tables`` rounds them, ``perturb`` changes them a little; ``audit`` attacks what
somebody published. Only what an independent audit has proven is returned.
"""

from etappe.calc.disclosure.cellkey import Perturbed, perturb
from etappe.calc.disclosure.certificate import Certificate
from etappe.calc.disclosure.errors import DisclosureError
from etappe.calc.disclosure.facade import Protected, audit, protect
from etappe.calc.disclosure.hierarchies import TOTAL, Hierarchy
from etappe.calc.disclosure.keys import count_records
from etappe.calc.disclosure.ptable import PTable, ptable
from etappe.calc.disclosure.roundtables import RoundedTables, round_tables
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.suppress import Weights
from etappe.calc.disclosure.tables import Table, Universe

__all__ = [
    "TOTAL",
    "Attacker",
    "Certificate",
    "DisclosureError",
    "Hierarchy",
    "PTable",
    "Perturbed",
    "Protected",
    "RoundedTables",
    "Rules",
    "Table",
    "Universe",
    "Weights",
    "audit",
    "count_records",
    "perturb",
    "protect",
    "ptable",
    "round_tables",
]
