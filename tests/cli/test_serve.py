"""`etappe serve`: one start, watched from outside."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from etappe.cli.failures import CommandFailure
from etappe.cli.serving.port import require_free
from support.project import clean_environment, etappe

PATIENCE = 90.0


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which something else already listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_busy_port_is_named_with_the_command_that_helps(taken_port: int, tmp_path: Path) -> None:
    done = etappe("serve", "--port", str(taken_port), home=tmp_path / "var")
    assert done.returncode == 2
    assert f"Port {taken_port} ist schon belegt" in done.stderr
    assert "./run serve --port" in done.stderr
    assert not (tmp_path / "var").exists(), "nothing is prepared for a start that cannot succeed"


def test_the_port_it_proposes_is_free(taken_port: int) -> None:
    with pytest.raises(CommandFailure) as refusal:
        require_free("127.0.0.1", taken_port)
    require_free("127.0.0.1", int(str(refusal.value).rsplit(" ", 1)[1]))


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(CommandFailure, match=r"--host 127\.0\.0\.1"):
        require_free("192.0.2.1", 8000)


class Running:
    """A started Etappe."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        command = [sys.executable, "-m", "etappe.cli", "serve", "--port", str(self.port), "--no-demo", "--workers", "1"]
        environment = {**clean_environment(), "ETAPPE_HOME": str(home), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def status(self) -> int | None:
        """The status with which the first page answers; None while nothing answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def children(self) -> dict[int, str]:
        """Ids and command lines of all processes below it."""
        parents, commands = {}, {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                    commands[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
                except OSError:
                    continue
        below = {self.process.pid}
        while more := {child for child, parent in parents.items() if parent in below} - below:
            below |= more
        return {child: commands[child] for child in below - {self.process.pid}}

    def one(self, words: str) -> int | None:
        """Id of the child whose command line contains ``words``."""
        return next((child for child, command in sorted(self.children().items()) if words in command), None)


def until(condition: object, what: str) -> None:
    """Wait for ``condition``; fail naming what did not happen."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.2)
    pytest.fail(f"{what} did not happen")


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """An Etappe in an empty home folder, without example data."""
    etappe_ = Running(tmp_path / "var")
    try:
        until(etappe_.status, "the first answer")
        yield etappe_
    finally:
        children = etappe_.children()
        etappe_.process.kill()
        etappe_.process.wait()
        if etappe_.process.stdout:
            etappe_.process.stdout.close()
        until(lambda: not any(alive(child) for child in children), "the end of the children")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_one_start_from_preparation_to_an_orderly_end(running: Running) -> None:
    home = running.home
    assert home.stat().st_mode & 0o777 == 0o700
    for secret in ("secret_key", "etappe.sqlite3"):
        assert (home / secret).stat().st_mode & 0o777 == 0o600, secret
    assert (home / "static" / "staticfiles.json").is_file()

    until(lambda: running.one("db_worker"), "the start of the background work")
    until(lambda: running.one("etappe.cli work"), "the start of the clockwork")
    first = running.one("db_worker")
    assert first is not None
    os.kill(first, signal.SIGKILL)
    until(lambda: running.one("db_worker") not in {None, first}, "the return of the background work")
    assert running.status() == http.HTTPStatus.OK

    children = running.children()
    running.process.send_signal(signal.SIGTERM)
    said, _ = running.process.communicate(timeout=PATIENCE)
    assert running.process.returncode == 0
    assert f"http://127.0.0.1:{running.port}" in said.decode()
    assert not any(alive(child) for child in children)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux ends children with their parent")
def test_even_a_killed_etappe_leaves_no_process_behind(running: Running) -> None:
    until(lambda: running.one("db_worker"), "the start of the background work")
    children = running.children()
    running.process.kill()
    running.process.wait()
    until(lambda: not any(alive(child) for child in children), "the end of the children")
