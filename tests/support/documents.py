"""Concept papers made for the tests: every format, every way of being broken. All content is made up."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence

import docx
import typst

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "1 Ausgangslage",
        (
            "In der Beispielstadt leben rund 41.000 Menschen. Jede vierte Person hat eine Zuwanderungsgeschichte.",
            "Die Wartezeiten auf einen Kursplatz sind lang, und es fehlt an Kinderbetreuung während der Kurszeiten.",
        ),
    ),
    (
        "2 Sprache und Bildung",
        (
            "Das Jugendamt muss bis zum 31.12.2027 an allen Grundschulen ein Elterncafé einrichten. "
            "Man sollte außerdem mehrsprachige Informationen bereitstellen.",
            "Die Zusammenarbeit mit den Sportvereinen soll künftig vertieft werden.",
        ),
    ),
    (
        "2.1 Übergang in den Beruf",
        ("Es wird empfohlen, die Beratung der Betriebe auszubauen, weil viele Betriebe die Förderung nicht kennen.",),
    ),
)
"""A made-up concept paper: heading and paragraphs."""

ITEMS = ("Ausbau der Elternkurse bis 2027 (Jugendamt)", "Sprachpaten gewinnen und begleiten")
"""List items of the made-up paper."""

TABLE = (
    ("Maßnahme", "Zuständig", "Frist"),
    ("Lotsendienst im Rathaus", "Amt 50", "30.06.2027"),
    ("Lesepaten an Grundschulen", "", ""),
)
"""A table of measures of the made-up paper, header first."""

_SUBJECTS = ("Das Sozialamt", "Die Volkshochschule", "Der Fachbereich Schule", "Das Jugendamt", "Die Stadtbibliothek")
_THINGS = (
    "die Beratung der Familien", "die Sprachkurse am Abend", "den Besuchsdienst für ältere Menschen",
    "das Lotsenprojekt", "die Elterncafés an Grundschulen", "den Dolmetscherpool", "die Hausaufgabenhilfe",
)  # fmt: skip
_FACTS = (
    "Im vergangenen Jahr besuchten {n} Menschen einen Kurs.",
    "Der Anteil der Haushalte mit Kindern liegt bei {n} Prozent.",
    "Die Beratung wird vom Land gefördert und von drei Trägern angeboten.",
    "Viele Familien warten länger als {n} Wochen auf einen Platz.",
    "Das Angebot richtet sich an alle, die neu in die Stadt ziehen.",
)


def made_up_paragraph(chance: random.Random) -> str:
    """Return a paragraph of four made-up statements of different kinds, another one each time."""
    return " ".join(
        (
            f"{chance.choice(_SUBJECTS)} muss {chance.choice(_THINGS)} bis {chance.randint(2027, 2032)} ausbauen.",
            chance.choice(_FACTS).format(n=chance.randint(12, 900)),
            f"Man sollte {chance.choice(_THINGS)} besser bekannt machen, "
            f"weil die Nachfrage seit {chance.randint(2, 9)} Jahren steigt.",
            chance.choice(_FACTS).format(n=chance.randint(12, 900)),
        )
    )


def docx_paper(sections: Sequence[tuple[str, Sequence[str]]] = SECTIONS) -> bytes:
    """Return a Word document with headings, text, a list and a table of measures."""
    word = docx.Document()
    for heading, paragraphs in sections:
        number = heading.split(" ", 1)[0]
        word.add_heading(heading, level=number.count(".") + 1)
        for text in paragraphs:
            word.add_paragraph(text)
    for item in ITEMS:
        word.add_paragraph(item, style="List Bullet")
    table = word.add_table(rows=0, cols=3)
    for row in TABLE:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return _saved(word)


def long_docx(pages: int, paragraphs_a_page: int = 8) -> bytes:
    """Return a Word document of that many pages, each closed by a page break."""
    word = docx.Document()
    chance = random.Random(pages)
    for page in range(1, pages + 1):
        word.add_heading(f"{page} Kapitel", level=1)
        for _ in range(paragraphs_a_page):
            word.add_paragraph(made_up_paragraph(chance))
        if page < pages:
            word.add_page_break()
    return _saved(word)


def _saved(word: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def pdf_paper(sections: Sequence[tuple[str, Sequence[str]]] = SECTIONS, header: str = "") -> bytes:
    """Return a typeset pdf of the paper: hyphenated, justified, page numbers at the foot."""
    body = []
    for heading, paragraphs in sections:
        number = heading.split(" ", 1)[0]
        body.append("=" * (number.count(".") + 1) + " " + heading)
        body += paragraphs
    body += [f"- {item}" for item in ITEMS]
    return typeset("\n\n".join(body), header)


def long_pdf(pages: int, paragraphs_a_page: int = 8) -> bytes:
    """Return a pdf of exactly that many pages."""
    chance = random.Random(pages)
    chapters = []
    for page in range(1, pages + 1):
        paragraphs = [made_up_paragraph(chance) for _ in range(paragraphs_a_page)]
        chapters.append(f"= {page} Kapitel\n\n" + "\n\n".join(paragraphs))
    return typeset("\n#pagebreak()\n".join(chapters), "Beispielstadt · Integrationskonzept (Entwurf)", size="9pt")


def typeset(body: str, header: str = "", size: str = "11pt") -> bytes:
    """Return a pdf of Typst markup with a running head and page numbers."""
    head = f'header: [{header}], numbering: "1", ' if header else ""
    preamble = (
        f'#set page(paper: "a4", {head}margin: 2.5cm)\n'
        f'#set text(lang: "de", size: {size})\n#set par(justify: true)\n#set heading(numbering: none)\n'
    )
    compiled = typst.compile((preamble + body).encode())
    assert isinstance(compiled, bytes)
    return compiled


def encrypted_pdf(password: str = "geheim") -> bytes:
    """Return a pdf that asks for a password."""
    return _encrypted(user=password)


def pdf_protected_against_changes() -> bytes:
    """Return a pdf that opens without a password and only forbids changes."""
    return _encrypted(user="")


def _encrypted(user: str) -> bytes:
    import pikepdf

    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_paper())) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(user=user, owner="besitz", R=6))
    return buffer.getvalue()


def scanned_pdf() -> bytes:
    """Return a pdf whose two pages are pictures without text."""
    from PIL import Image

    page = Image.new("L", (600, 800), color=230)
    buffer = io.BytesIO()
    page.save(buffer, format="PDF", save_all=True, append_images=[page])
    return buffer.getvalue()


def odt_paper(content: str | None = None, extra: dict[str, str] | None = None) -> bytes:
    """Return an OpenDocument text of the paper, or of the given content.xml."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        package.writestr("content.xml", content or _odt_content())
        for name, text in (extra or {}).items():
            package.writestr(name, text)
    return buffer.getvalue()


def _odt_content() -> str:
    parts = []
    for heading, paragraphs in SECTIONS:
        level = heading.split(" ", 1)[0].count(".") + 1
        parts.append(f'<text:h text:outline-level="{level}">{heading}</text:h>')
        parts += [
            f"<text:p>{text}<text:note><text:note-body>Fußnote</text:note-body></text:note></text:p>"
            for text in paragraphs
        ]
    items = "".join(f"<text:list-item><text:p>{item}</text:p></text:list-item>" for item in ITEMS)
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in TABLE
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>'
        + "".join(parts)
        + f"<text:list>{items}</text:list><table:table>{rows}</table:table>"
        + "</office:text></office:body></office:document-content>"
    )


def package_of(parts: dict[str, str]) -> bytes:
    """Return a zip package of the given parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return buffer.getvalue()


def zip_bomb(kind: str = "docx", megabytes: int = 300) -> bytes:
    """Return a package of a few hundred kB that would unpack to ``megabytes``."""
    name = "word/document.xml" if kind == "docx" else "content.xml"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        if kind == "odt":
            package.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        with package.open(name, "w", force_zip64=True) as part:
            block = b" " * (1024 * 1024)
            for _ in range(megabytes):
                part.write(block)
    return buffer.getvalue()


def docx_with_entities() -> bytes:
    """Return a Word document whose text part declares XML entities that multiply."""
    original = zipfile.ZipFile(io.BytesIO(docx_paper()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name in original.namelist():
            data = original.read(name)
            if name == "word/document.xml":
                end = data.index(b"?>") + 2
                data = data[:end] + b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + data[end:]
            package.writestr(name, data)
    return buffer.getvalue()


def markdown_paper() -> str:
    """Return the paper as Markdown."""
    parts = []
    for heading, paragraphs in SECTIONS:
        parts.append("#" * (heading.split(" ", 1)[0].count(".") + 1) + f" {heading}")
        parts += paragraphs
    parts.append("\n".join(f"- {item}" for item in ITEMS))
    header, *rows = TABLE
    table = ["| " + " | ".join(header) + " |", "|---|---|---|", *("| " + " | ".join(row) + " |" for row in rows)]
    parts.append("\n".join(table))
    return "\n\n".join(parts)


def text_paper() -> str:
    """Return the paper as plain text with blank lines between paragraphs."""
    parts = []
    for heading, paragraphs in SECTIONS:
        parts += [heading, *paragraphs]
    parts += [f"• {item}" for item in ITEMS]
    return "\n\n".join(parts)
