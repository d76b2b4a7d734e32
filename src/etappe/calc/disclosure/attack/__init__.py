"""The attacker: an audit that shares nothing with whatever builds a pattern but the table model."""

from etappe.calc.disclosure.attack.auditor import audit

__all__ = ["audit"]
