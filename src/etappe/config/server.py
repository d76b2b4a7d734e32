"""The processes of a running Etappe and their command lines."""

from __future__ import annotations

import sys

THREADS_A_WORKER = 4
SECONDS_TO_FINISH_REQUESTS = 8


def web_command(host: str, port: int, workers: int) -> list[str]:
    """Return the command that serves the pages: WSGI, ``workers`` processes of four threads."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(THREADS_A_WORKER)),
        *("--respawn-failed-workers", "--workers-kill-timeout", str(SECONDS_TO_FINISH_REQUESTS)),
        *("--log-level", "warning"),
        "etappe.config.wsgi:application",
    ]


def clockwork_command() -> list[str]:
    """Return the command that mails what waits and does the daily work."""
    return [sys.executable, "-m", "etappe.cli", "work"]


def background_command() -> list[str]:
    """Return the command that works off long tasks: reading papers in, printing."""
    return [
        sys.executable,
        "-m",
        "etappe.cli",
        "manage",
        "db_worker",
        "--no-startup-delay",
        "--no-reload",
        "--skip-checks",
    ]
