"""Does Etappe start on this Python? A fresh environment from the lock file, three commands, one page.

Usage: python3.13 scripts/smoke.py FOLDER
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import environment

SECONDS_TO_ANSWER = 120
LARGEST = 850_000_000  # bytes of the default installation
PAPER = """Handlungsfeld Bildung

Die Stadt müsste mehr Plätze in Kindertagesstätten schaffen.
Das Jugendamt richtet bis zum 31.12.2027 zwölf Elterncafés an Grundschulen ein.
"""


def main(folder: Path) -> int:
    """Build in ``folder``, start, ask; return 0 if all of it works."""
    print(f"Python {sys.version.split()[0]}", flush=True)
    venv = folder / ".venv"
    folder.mkdir(parents=True, exist_ok=True)
    if environment.main("run", venv) or not _as_promised(venv):
        return 1
    paper = folder / "Konzept.txt"
    paper.write_text(PAPER, encoding="utf-8")
    etappe = str(venv / "bin" / "etappe")
    commands = ([etappe, "--help"], [etappe, "concept", "check", str(paper)])
    settings = {**os.environ, "ETAPPE_HOME": str(folder / "home"), "ETAPPE_DEMO": "0"}
    for command in commands:
        done = subprocess.run(command, env=settings, stdout=subprocess.DEVNULL, cwd=folder, check=False)
        print(f"{'ok' if done.returncode == 0 else 'FAILED'}: etappe {' '.join(command[1:3])}", flush=True)
        if done.returncode:
            return 1
    return _serves(etappe, settings)


def _as_promised(venv: Path) -> bool:
    """Whether the next start would leave the environment alone, and whether it is small enough."""
    size = sum(path.lstat().st_size for path in venv.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"installed: {size / 1e6:.0f} MB", flush=True)
    return environment.main("run", venv) == 0 and not environment.differences("run", venv) and size < LARGEST


def _serves(etappe: str, settings: dict[str, str]) -> int:
    port = _free_port()
    server = subprocess.Popen([etappe, "serve", "--port", str(port), "--workers", "1", "--verbose"], env=settings)
    try:
        status = _first_status(port, server)
    finally:
        server.send_signal(signal.SIGTERM)
        code = server.wait(timeout=60)
    print(f"etappe serve: the first page answers with {status}, the end with {code}", flush=True)
    return int(status != http.HTTPStatus.OK or code != 0)


def _first_status(port: int, server: subprocess.Popen[bytes]) -> int | None:
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until and server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status
        except OSError:
            time.sleep(0.5)
        finally:
            connection.close()
    return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
