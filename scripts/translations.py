"""Keep the catalogues: collect the messages of the interface, compile what is translated, say what is missing.

Usage: .venv/bin/python scripts/translations.py update|compile|check

The messages in code and templates are German. ``en`` translates all of them; ``de`` holds only what Etappe says
differently from the libraries it shows texts of, so nothing is collected into it. Works without the gettext programs.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PROJECT = Path(__file__).resolve().parent.parent
SOURCE = PROJECT / "src" / "etappe"
LOCALE = SOURCE / "locale"
TRANSLATED = "en"
LANGUAGES = ("en", "de")
TIMELESS = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands in every catalogue, so that the same messages always make the same file."""

KEYWORDS = ("_", *(f"{kind}gettext{lazy}" for kind in ("", "p", "n", "np") for lazy in ("", "_lazy")))
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sd]|\{(\w*)\}")


@dataclass(frozen=True)
class Found:
    """One message where it stands: its text (singular and plural where it counts something) and its context."""

    place: str
    text: str | tuple[str, str]
    context: str | None


def main(arguments: list[str]) -> int:
    """Do one of the three tasks; return the exit code."""
    match arguments:
        case ["update"]:
            return _report(update())
        case ["compile"]:
            return _report(compile_all())
        case ["check"]:
            return _report(problems(), failed=True)
    print(__doc__)
    return 2


def _report(lines: list[str], *, failed: bool = False) -> int:
    print("\n".join(lines) or "The catalogues are complete.")
    return int(failed and bool(lines))


def collect() -> list[Found]:
    """Every message of code and templates, in the order of the files."""
    return [*_of_python(), *_of_templates()]


def _of_python() -> Iterator[Found]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield from _extracted(path, path.read_text(encoding="utf-8"))


def _of_templates() -> Iterator[Found]:
    for path in sorted([*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]):
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # What stands around the calls is blanked out; without its indentation it reads as Python.
        yield from _extracted(path, "\n".join(line.strip() for line in code.splitlines()))


def _extracted(path: Path, code: str) -> Iterator[Found]:
    place = path.relative_to(SOURCE).as_posix()
    options = {"encoding": "utf-8"}
    for _line, function, arguments, _comments in extract_python(io.BytesIO(code.encode()), KEYWORDS, [], options):
        texts = [arguments] if isinstance(arguments, str) else [text for text in arguments if isinstance(text, str)]
        context = texts.pop(0) if "pgettext" in str(function) and len(texts) > 1 else None
        counts = "ngettext" in str(function) or "npgettext" in str(function)
        if texts and texts[0]:
            yield Found(place, (texts[0], texts[1]) if counts else texts[0], context)


def read(language: str) -> Catalog:
    """The catalogue of a language as it is kept; an empty one where none exists yet."""
    path = _po(language)
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> list[str]:
    """Bring the English catalogue up to the messages of today; return what still has no translation.

    A message that is gone is dropped, a new one is added empty: nothing is guessed.
    """
    before, after = read(TRANSLATED), _fresh(TRANSLATED)
    for found in collect():
        known = before.get(found.text, found.context)
        string = known.string if known and isinstance(known.id, tuple) == isinstance(found.text, tuple) else None
        after.add(found.text, string=string, locations=[(found.place, None)], context=found.context)
    _write(TRANSLATED, after)
    compile_all()
    return problems()


def compile_all() -> list[str]:
    """Write the compiled form, which Django reads, beside every catalogue; return one line each."""
    lines = []
    for language in LANGUAGES:
        catalogue = read(language)
        with _po(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        lines.append(f"{language}: {len(catalogue)} messages")
    return lines


def is_compiled(language: str) -> bool:
    """Whether the compiled form says the same as its source; another Babel may write other bytes for it."""
    path = _po(language).with_suffix(".mo")
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return _said(read_mo(file)) == _said(read(language))


def _said(catalogue: Catalog) -> dict[tuple[str, str | None], list[str]]:
    return {
        (key(message.id), _text(message.context)): [
            *((message.string,) if isinstance(message.string, str) else message.string)
        ]
        for message in catalogue
        if message.id
    }


def _text(context: str | bytes | None) -> str | None:
    """Babel reads a context from a compiled catalogue as bytes."""
    return context.decode() if isinstance(context, bytes) else context


def problems() -> list[str]:
    """What keeps the catalogues from being complete, one line each; empty when nothing does."""
    catalogue = read(TRANSLATED)
    needed = {(key(found.text), found.context): found.place for found in collect()}
    kept = {(key(message.id), message.context): message for message in catalogue if message.id}
    lines = [f"missing: {text} ({place})" for (text, context), place in needed.items() if (text, context) not in kept]
    lines += [f"no longer used: {text}" for (text, context) in kept if (text, context) not in needed]
    for language in LANGUAGES:
        of_language = read(language)
        lines += [line for message in of_language if message.id for line in problems_of(message)]
        lines += [f"obsolete: {key(message.id)}" for message in of_language.obsolete.values()]
        if not is_compiled(language):
            lines.append(f"{language}: the compiled catalogue is older than its source")
    return lines


def key(text: str | tuple[str, ...] | list[str]) -> str:
    """What a catalogue knows a message by: of one that counts, its singular."""
    return text if isinstance(text, str) else text[0]


def problems_of(message: Message) -> Iterator[str]:
    """What is wrong with one translation: missing, unsure, or its placeholders are not those of the message."""
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    if not all(strings):
        yield f"not translated: {key(message.id)}"
    elif message.fuzzy:
        yield f"unsure: {key(message.id)}"
    elif any(placeholders(string) - placeholders(*sources) for string in strings) or (
        placeholders(sources[-1]) != placeholders(strings[-1])
    ):
        yield f"other placeholders: {key(message.id)}"


def placeholders(*texts: str) -> set[str]:
    """The names between % or braces that a text expects to be filled; a bare one counts by its sign."""
    return {found.group(0) for text in texts for found in PLACEHOLDER.finditer(text.replace("%%", ""))}


def _fresh(language: str) -> Catalog:
    return Catalog(
        locale=language,
        project="Etappe",
        version="1",
        msgid_bugs_address="none",
        last_translator="Etappe",
        language_team="Etappe",
        header_comment="# Messages of Etappe. Kept by scripts/translations.py; licensed as Etappe itself.",
        charset="utf-8",
        creation_date=TIMELESS,
        revision_date=TIMELESS,
        fuzzy=False,
    )


def _write(language: str, catalogue: Catalog) -> None:
    path = _po(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=True, ignore_obsolete=True)


def _po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
