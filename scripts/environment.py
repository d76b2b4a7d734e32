"""Build `.venv` from a hash-locked list, once; later starts only compare a stamp. Standard library only.

Called by `./run` (list `run`, requirements.lock) and `./test` (list `dev`, requirements-dev.lock, which contains the
other one). The stamp is written last: an environment without it was interrupted and is built anew.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
import venv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
LOCKS = {"run": PROJECT / "requirements.lock", "dev": PROJECT / "requirements-dev.lock"}
STAMP = "etappe-stamp"
SPACE_NEEDED = 1_500_000_000  # bytes: about 850 MB installed, and as much again while wheels are unpacked

NETWORK_SIGNS = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "NameResolutionError",
    "Temporary failure in name resolution",
    "No matching distribution found",
    "Connection refused",
    "Max retries exceeded",
)


class Problem(Exception):
    """Something a person can put right; the message is one sentence that says how."""


def main(wanted: str, folder: Path) -> int:
    """Make `folder` hold the environment `wanted`; return the exit code."""
    try:
        prepare(wanted, folder)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nAbgebrochen; der nächste Start beginnt die Einrichtung von vorn.", file=sys.stderr)
        return 130
    except subprocess.CalledProcessError:
        print(
            "Die Umgebung ließ sich nicht anlegen: Bitte führen Sie „sudo apt install python3-venv“ aus.",
            file=sys.stderr,
        )
        return 1
    except OSError as error:
        print(_sentence_for(error, folder), file=sys.stderr)
        return 1
    return 0


def prepare(wanted: str, folder: Path) -> None:
    """Build or update the environment where the stamp says that it is not the one wanted."""
    if differences(wanted, folder):
        with _only_one_at_a_time():
            _build(wanted, folder, differences(wanted, folder))


def _build(wanted: str, folder: Path, changed: set[str]) -> None:
    if not changed:
        return  # another start has just done it
    began = time.monotonic()
    print("Etappe richtet sich ein. Das dauert beim ersten Mal ein bis drei Minuten.", flush=True)
    _check_writable(folder.parent)
    fresh = bool(changed & {"folder", "python"})
    more = fresh or wanted in changed
    hold = {wanted} if more else {name for name in LOCKS if name not in differences(name, folder)}
    (folder / STAMP).unlink(missing_ok=True)
    if fresh:
        print("  1/3 Umgebung anlegen", flush=True)
        _check_space(folder.parent)
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True, symlinks=True)
    if more:
        print("  2/3 Bibliotheken laden und prüfen", flush=True)
        _pip(folder, "--require-hashes", "--only-binary", ":all:", "--no-compile", "-r", str(LOCKS[wanted]))
    print("  3/3 Etappe eintragen", flush=True)
    _pip(folder, "--no-deps", "--no-build-isolation", "--no-compile", "--editable", str(PROJECT))
    stamp = _stamp_for(LOCKS.keys() if "dev" in hold else hold, folder)
    (folder / STAMP).write_text("".join(f"{key} {value}\n" for key, value in stamp.items()), encoding="utf-8")
    print(f"Eingerichtet in {time.monotonic() - began:.0f} Sekunden.", flush=True)


def differences(wanted: str, folder: Path) -> set[str]:
    """Return in which points the environment differs from the one wanted; everything where there is none."""
    built = _read(folder / STAMP)
    return {key for key, value in _stamp_for({wanted}, folder).items() if built.get(key) != value}


def _stamp_for(lists: Iterable[str], folder: Path) -> dict[str, str]:
    """Return what a stamp says: where, with which Python, from which lists, and how the project is entered."""
    stamp = {name: hashlib.sha256(LOCKS[name].read_bytes()).hexdigest() for name in lists}
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    entered = json.dumps([str(PROJECT), project["version"], project["scripts"]])
    python = folder / "bin" / "python"
    return {
        **stamp,
        "project": entered,
        "folder": str(folder),
        "python": str(python.resolve() if python.exists() else ""),
    }


@contextmanager
def _only_one_at_a_time() -> Iterator[None]:
    """Wait until no other start builds in this project folder."""
    descriptor = os.open(PROJECT, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _read(stamp: Path) -> dict[str, str]:
    try:
        lines = stamp.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return dict(line.split(" ", 1) for line in lines if " " in line)


def _pip(folder: Path, *arguments: str) -> None:
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input", *arguments]
    settings = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    done = subprocess.run(
        command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        raise Problem(_sentence_for_pip(done.stdout, folder))


def _sentence_for_pip(output: str, folder: Path) -> str:
    log = folder / "pip.log"
    log.write_text(output, encoding="utf-8")
    if "No space left on device" in output:
        return _sentence_for(OSError(errno.ENOSPC, ""), folder)
    if "DO NOT MATCH THE HASHES" in output:
        return f"Eine geladene Bibliothek ist nicht die erwartete, sie wurde verworfen: Bitte melden Sie das mit {log}."
    if any(sign in output for sign in NETWORK_SIGNS):
        return (
            "Die Bibliotheken waren nicht zu erreichen: Bitte prüfen Sie die Verbindung zum Internet "
            "(oder PIP_INDEX_URL und den Proxy) und starten Sie noch einmal."
        )
    return f"Die Bibliotheken ließen sich nicht einrichten: Was pip dazu sagt, steht in {log}."


def _check_writable(folder: Path) -> None:
    if not os.access(folder, os.W_OK):
        raise OSError(errno.EACCES, "not writable", str(folder))


def _check_space(folder: Path) -> None:
    if shutil.disk_usage(folder).free < SPACE_NEEDED:
        raise OSError(errno.ENOSPC, "no space", str(folder))


def _sentence_for(error: OSError, folder: Path) -> str:
    if error.errno == errno.ENOSPC:
        return (
            f"Der Datenträger ist voll: Bitte machen Sie unter {folder.parent} 1,5 GB frei und starten Sie noch einmal."
        )
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return (
            f"In {folder.parent} darf nicht geschrieben werden: "
            "Bitte legen Sie Etappe in einen Ordner, der Ihnen gehört, und starten Sie noch einmal."
        )
    what = error.strerror or str(error)
    return f"Die Umgebung ließ sich nicht anlegen ({what}): Bitte löschen Sie {folder} und starten Sie noch einmal."


if __name__ == "__main__":
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else PROJECT / ".venv"
    sys.exit(main(sys.argv[1], target))
