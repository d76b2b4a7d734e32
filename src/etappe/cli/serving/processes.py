"""Keep the processes of Etappe running, and end all of them together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

LOOK_EVERY = 0.25  # seconds between two looks at the processes
LONGEST_PAUSE = 30.0  # seconds before a process that keeps failing is tried again
STEADY_AFTER = 60.0  # seconds after which earlier failures are forgotten
PATIENCE = 12.0  # seconds to finish before a process is ended by force
LARGEST_LOG = 2_000_000  # bytes; a larger log moves aside at the next start
PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass
class Process:
    """One program that is to run as long as Etappe does.

    Attributes
    ----------
    name : str
        What it is called in messages.
    command : sequence of str
        Program and arguments.
    log : Path or None
        Where its output goes; None: to ours.
    """

    name: str
    command: Sequence[str]
    log: Path | None = None
    failures: int = 0
    _popen: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _started: float = 0.0
    _not_before: float = 0.0

    def start(self) -> None:
        """Start it in a process group of its own, so that the keyboard's Ctrl-C reaches only the parent."""
        output = _open_log(self.log) if self.log else None
        try:
            self._popen = subprocess.Popen(  # noqa: S603 - our own command lines
                list(self.command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads here
            )
        finally:
            if output:
                output.close()
        self._started = time.monotonic()

    @property
    def running(self) -> bool:
        """Whether it runs at this moment."""
        return self._popen is not None and self._popen.poll() is None

    def keep_running(self) -> None:
        """Start it again where it has ended, after a pause that doubles with every failure in a row."""
        now = time.monotonic()
        if self.running:
            if now - self._started > STEADY_AFTER:
                self.failures = 0
            return
        if self._not_before <= self._started:  # it has just ended: clear away what it left, and wait
            self.signal_all(signal.SIGKILL)
            self.failures += 1
            self._not_before = now + min(2.0 ** (self.failures - 1), LONGEST_PAUSE)
        elif now >= self._not_before:
            self.start()

    def signal_all(self, number: int) -> None:
        """Send a signal to it and to everything it has started."""
        if self._popen is None:
            return
        try:
            os.killpg(self._popen.pid, number)
        except ProcessLookupError:
            return

    def wait(self, until: float) -> None:
        """Wait for its end, at most until the given monotonic time."""
        if self._popen is None:
            return
        try:
            self._popen.wait(timeout=max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.signal_all(signal.SIGKILL)
            self._popen.wait()


class Supervisor:
    """Runs several processes until a signal asks for the end."""

    def __init__(self) -> None:
        self.processes: list[Process] = []
        self.ending = threading.Event()

    def __enter__(self) -> Supervisor:
        """From here on SIGTERM, SIGINT and SIGHUP ask for an orderly end."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._asked_to_end)
        return self

    def __exit__(self, *_: object) -> None:
        """End all: ask first, then insist."""
        for process in self.processes:
            process.signal_all(signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        for process in self.processes:
            process.wait(until)
        for process in self.processes:
            process.signal_all(signal.SIGKILL)  # what a process has started and left behind

    def start(self, process: Process) -> None:
        """Start a process and look after it from now on."""
        self.processes.append(process)
        process.start()

    def watch(self, done: Callable[[], bool] = lambda: False) -> None:
        """Keep all running until the end is asked for or ``done`` says so."""
        while not self.ending.wait(LOOK_EVERY) and not done():
            for process in self.processes:
                process.keep_running()

    def _asked_to_end(self, _number: int, _frame: FrameType | None) -> None:
        self.ending.set()


def _open_log(path: Path) -> IO[bytes]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.is_file() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(path.suffix + ".1"))
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def _end_with_parent() -> None:
    """In the child, before the program starts: let the kernel end it should the parent be killed outright."""
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


_LIBC = ctypes.CDLL(None)
