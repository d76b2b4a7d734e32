"""Concept papers in, findings out.

The floor reads a concept paper (docx, pdf, odt, txt, md), splits it into sections and sentences, and says of every
sentence whether it is a commitment, a demand, an intent, a finding or background, by which rule, by which words, and
what a commitment would still need. It stores nothing and knows no Django:

>>> from etappe.documents import check
>>> result = check(b"Die Verwaltung muss bis 31.12.2027 einen Fonds einrichten.", "konzept.txt")
>>> result.findings[0].kind.value, result.findings[0].addressee
('demand', 'Die Verwaltung')
"""

from etappe.documents.check import check
from etappe.documents.completeness import assess_as
from etappe.documents.errors import DocumentError
from etappe.documents.extract import read_document
from etappe.documents.matching import Match, MatchState, match_findings
from etappe.documents.model import (
    ConceptCheck,
    Document,
    Element,
    Finding,
    Kind,
    Paragraph,
    Section,
)
from etappe.documents.statements.rules import RULES, Rule
from etappe.documents.summary import Summary, summarise

__all__ = [
    "RULES",
    "ConceptCheck",
    "Document",
    "DocumentError",
    "Element",
    "Finding",
    "Kind",
    "Match",
    "MatchState",
    "Paragraph",
    "Rule",
    "Section",
    "Summary",
    "assess_as",
    "check",
    "match_findings",
    "read_document",
    "summarise",
]
