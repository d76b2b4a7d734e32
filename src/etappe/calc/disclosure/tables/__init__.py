"""The table model: tables of counts, the universe of their cells, and which of them are published."""

from etappe.calc.disclosure.tables.dimension import Dimension
from etappe.calc.disclosure.tables.pattern import Pattern, Status
from etappe.calc.disclosure.tables.table import Table
from etappe.calc.disclosure.tables.universe import Universe

__all__ = ["Dimension", "Pattern", "Status", "Table", "Universe"]
