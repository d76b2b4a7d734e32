"""The last line before a person: every error becomes one sentence that says what happened and what to do."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

REFUSED = 2
FAILED = 1
INTERRUPTED = 130
SPEAKING = (
    ("etappe.cli.failures", "CommandFailure"),
    ("etappe.domain.kernel.errors", "DomainError"),
    ("etappe.documents.errors", "DocumentError"),
    ("etappe.calc.disclosure.errors", "DisclosureError"),
    ("etappe.render.errors", "RenderError"),
)


class CommandFailure(Exception):
    """A command cannot do what was asked; the message is a sentence for the person."""


def guarded(run: Callable[[], object], *, debug: bool = False) -> int:
    """Call ``run`` and return the exit code: 0, 1 (failed), 2 (refused, with the reason), 130 (interrupted).

    With ``debug`` the traceback is shown as well; otherwise it goes to ``log/errors.log`` in the home folder.
    """
    try:
        run()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe (head, less) has gone; nothing is lost, and closing stdout must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if debug:
            traceback.print_exc()
        sentence, code = explain(error)
        print(sentence, file=sys.stderr)  # noqa: T201 - the one place that speaks when nothing else can
        return code
    return 0


def explain(error: Exception) -> tuple[str, int]:
    """Return the sentence for ``error`` and the exit code; what nobody foresaw is written to the error log."""
    if isinstance(error, _errors_that_speak()):
        return str(error), REFUSED
    sentence = _operating_trouble(error)
    if sentence:
        return sentence, FAILED
    log = _write_down(error)
    where = f"Die Einzelheiten stehen in {log}" if log else "Mit „etappe --debug …“ zeigen sich die Einzelheiten"
    return f"Das hat nicht geklappt: Etappe ist auf einen Fehler gestoßen, mit dem es nicht rechnet. {where}.", FAILED


def _errors_that_speak() -> tuple[type[Exception], ...]:
    """Return the classes whose message is meant for a person; of a module never loaded, none can have been raised."""
    loaded = ((sys.modules.get(module), name) for module, name in SPEAKING)
    return tuple(getattr(module, name) for module, name in loaded if module is not None)


def _operating_trouble(error: Exception) -> str | None:
    """Return a sentence for trouble with files, the database or settings; None for anything else."""
    if isinstance(error, OSError):
        return _file_trouble(error)
    kind = f"{type(error).__module__}.{type(error).__name__}"
    if kind in {"django.db.utils.OperationalError", "django.db.utils.ProgrammingError"} and _lacks_tables(error):
        return "Die Datenbank ist noch nicht auf dem Stand dieser Fassung: Bitte führen Sie zuerst „./run migrate“ aus."
    if kind == "django.db.utils.OperationalError":
        why = _first_line(error)
        return (
            f"Die Datenbank antwortet nicht ({why}): Bitte prüfen Sie ETAPPE_DATABASE_URL oder den Ordner ETAPPE_HOME."
        )
    if kind == "django.core.exceptions.ImproperlyConfigured":
        return f"Eine Einstellung passt nicht ({_first_line(error)}): Was möglich ist, steht in docs/operation.md."
    if kind == "django.core.exceptions.ValidationError":
        return " ".join(getattr(error, "messages", [str(error)]))
    return None


def _file_trouble(error: OSError) -> str | None:
    where = f"„{error.filename}“" if error.filename else "einer Datei"
    elsewhere = "oder nennen Sie mit ETAPPE_HOME einen anderen Ordner"
    sentences = {
        errno.EACCES: f"Der Zugriff auf {where} ist nicht erlaubt: Bitte prüfen Sie die Rechte, {elsewhere}.",
        errno.EPERM: f"Der Zugriff auf {where} ist nicht erlaubt: Bitte prüfen Sie, wem die Datei gehört.",
        errno.EROFS: f"{where} kann hier nur gelesen werden: Bitte prüfen Sie den Datenträger, {elsewhere}.",
        errno.ENOSPC: "Der Datenträger ist voll: Bitte schaffen Sie Platz und versuchen Sie es noch einmal.",
        errno.ENOENT: f"{where} gibt es nicht: Bitte prüfen Sie Ort und Namen.",
        errno.EISDIR: f"{where} ist ein Ordner: Bitte nennen Sie eine Datei.",
        errno.ENOTDIR: f"{where} führt durch etwas, das kein Ordner ist: Bitte prüfen Sie den Pfad.",
    }
    return sentences.get(error.errno or 0)


def _lacks_tables(error: Exception) -> bool:
    return any(sign in str(error) for sign in ("no such table", "no such column", "does not exist"))


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _write_down(error: Exception) -> Path | None:
    """Append the traceback to the error log of the home folder; None where there is no such folder to write to."""
    home = Path(os.environ.get("ETAPPE_HOME", "var")).resolve()
    if not home.is_dir():
        return None
    try:
        (home / "log").mkdir(mode=0o700, exist_ok=True)
        log = home / "log" / "errors.log"
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(f"--- {datetime.now(UTC).isoformat(timespec='seconds')} {' '.join(sys.argv)}\n")
            file.writelines(traceback.format_exception(error))
    except OSError:
        return None
    return log
