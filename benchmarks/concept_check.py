"""How many pages of a concept paper are checked in a minute, from the file to the findings.

``python -m benchmarks.concept_check`` makes a Word document and a pdf of made-up chapters, checks each, and compares
with the promise of 200 pages a minute and with a naive version that looks up every word of every sentence anew.
Exit code 1 where the promise is not kept.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.support import documents as papers

from etappe.documents import check, read_document
from etappe.documents.sentences import split_sentences
from etappe.documents.statements import verbs

PROMISED = 200
NAIVE_PAGES = 5


def main() -> int:
    """Print a table and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300, help="pages of each made-up paper (at most 300)")
    pages = parser.parse_args().pages
    slowest = min(_checked(f"lang.{ending}", data, pages) for ending, data in _papers(pages))
    print(f"{'naive: every word looked up anew':<40}{_naive():>10.0f} pages/min")
    print(f"promised: {PROMISED} pages/min, slowest here: {slowest:.0f} pages/min")
    return 0 if slowest >= PROMISED else 1


def _papers(pages: int) -> list[tuple[str, bytes]]:
    return [("docx", papers.long_docx(pages)), ("pdf", papers.long_pdf(pages))]


def _checked(name: str, data: bytes, pages: int) -> float:
    start = time.perf_counter()
    result = check(data, name)
    seconds = time.perf_counter() - start
    if result.document.pages != pages:
        sys.exit(f"{name}: {result.document.pages} pages read, {pages} made")
    words = len(result.document.text.split())
    rate = pages / seconds * 60
    what = f"{name}: {pages} pages, {words} words"
    print(f"{what:<40}{rate:>10.0f} pages/min  ({seconds:.1f} s, {len(result.findings)} statements)")
    return rate


def _naive() -> float:
    """Tag every word of every sentence with HanTa as it comes, without memory: what a plain pipeline would do."""
    document = read_document(papers.long_docx(NAIVE_PAGES), "lang.docx")
    start = time.perf_counter()
    for section in document.sections:
        for paragraph in section.paragraphs:
            for span in split_sentences(paragraph.text):
                for word in paragraph.text[span.start : span.end].split():
                    verbs.analyse.__wrapped__(word)
    return NAIVE_PAGES / (time.perf_counter() - start) * 60


if __name__ == "__main__":
    sys.exit(main())
