"""Workers that can be killed at any step of delivering. Run as a program: it forks one for each line it reads.

A line names a step; the worker delivers the outbox, stops at that step of its second mail, says its number, and waits
for the kill. ``support.killing`` speaks with it.
"""

from __future__ import annotations

import os
import signal
import smtplib
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import django

SECOND = 2


def main() -> None:
    django.setup()
    from etappe.domain.mail import delivery  # noqa: F401 - loaded before the first fork

    say("ready")
    for line in sys.stdin:
        step, moment = line.split()
        child = os.fork()
        if child == 0:
            work(step, datetime.fromisoformat(moment))
            os._exit(0)
        os.waitpid(child, 0)
        say("gone")


def work(step: str, moment: datetime) -> None:
    from etappe.domain.mail.delivery import deliver_waiting

    STEPS[step]()
    deliver_waiting(clock=lambda: moment)
    say("done")


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def wait_for_the_kill() -> None:
    say(f"at {os.getpid()}")
    while True:
        signal.pause()


def stop(owner: Any, name: str, *, before: bool = False, when: Callable[..., bool] = lambda *_, **__: True) -> None:
    """Stop at the second call of a function, before or after it has run."""
    original, calls = getattr(owner, name), []

    def stopping(*args: Any, **options: Any) -> Any:
        counts = when(*args, **options)
        calls.extend([1] if counts else [])
        if before and counts and len(calls) == SECOND:
            wait_for_the_kill()
        result = original(*args, **options)
        if not before and counts and len(calls) == SECOND:
            wait_for_the_kill()
        return result

    setattr(owner, name, stopping)


def at_delivery(name: str, *, before: bool = False) -> Callable[[], None]:
    def install() -> None:
        from etappe.domain.mail import delivery

        stop(delivery, name, before=before)

    return install


def at_smtp(name: str, *, before: bool = False) -> Callable[[], None]:
    return lambda: stop(smtplib.SMTP, name, before=before)


def while_marking() -> None:
    from etappe.domain.audit.recording import Recorder

    stop(Recorder, "advance", when=lambda _recorder, verb, *_, **__: verb == "mail.sent")


def while_taking_up() -> None:
    from etappe.domain.audit.recording import Recorder

    stop(Recorder, "advance", when=lambda _recorder, verb, *_, **__: verb == "mail.taken_up")


STEPS: dict[str, Callable[[], None]] = {
    "before_taking_up": at_delivery("take_up_mail", before=True),
    "while_taking_up": while_taking_up,
    "taken_up": at_delivery("take_up_mail"),
    "sender_named": at_smtp("mail"),
    "recipient_named": at_smtp("rcpt"),
    "accepted": at_smtp("sendmail"),
    "while_marking": while_marking,
    "marked": at_delivery("mark_mail_sent"),
    "never": lambda: None,
}

if __name__ == "__main__":
    main()
