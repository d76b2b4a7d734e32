"""Speaking with ``support.mail_worker``: let a worker run up to a step, then kill it outright."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection

from support.mail_sink import Sink

PROGRAM = Path(__file__).with_name("mail_worker.py")


class Workers:
    """Workers of one database and one mail server."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def kill_at(self, step: str, moment: datetime) -> None:
        """Start a worker and kill it (SIGKILL) when it has come to ``step``."""
        self._tell(step, moment)
        word, pid = self.hear().split()
        assert word == "at"
        os.kill(int(pid), signal.SIGKILL)
        assert self.hear() == "gone"

    def run(self, moment: datetime) -> None:
        """Let a worker do all its work."""
        self._tell("never", moment)
        assert [self.hear(), self.hear()] == ["done", "gone"]

    def hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def _tell(self, step: str, moment: datetime) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{step} {moment.isoformat()}\n")
        self._process.stdin.flush()


@contextmanager
def workers(sink: Sink) -> Iterator[Workers]:
    """Offer workers for the database of the present connection."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "etappe.config.settings",
        "ETAPPE_DATABASE_URL": _address_of_database(),
        "ETAPPE_EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    command = [sys.executable, str(PROGRAM)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env) as process:
        found = Workers(process)
        assert found.hear() == "ready"
        yield found
        assert process.stdin is not None
        process.stdin.close()


def _address_of_database() -> str:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    password = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    return f"postgres://{given['USER']}{password}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
