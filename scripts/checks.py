"""Run every check in order, say how long each took, and at the end what ran, what was left out, and why."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import discover

PROJECT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CODE = [name for name in ("src", "tests", "scripts", "benchmarks") if (PROJECT / name).is_dir()]
TEMPORARY = Path(tempfile.mkdtemp(prefix="etappe-test-"))


@dataclass
class Outcome:
    """How one check ended. ``left_out`` says why it did not run; ``reasons`` counts why single tests did not."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    left_out: str = ""
    reasons: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """One check: its name and what runs it; ``fast`` if it belongs to ``./test --fast``."""

    name: str
    run: Callable[[str], Outcome]
    fast: bool = True


def tool(*command: str) -> Callable[[str], Outcome]:
    """Return a check that is passed when a program ends with 0."""

    def run(name: str) -> Outcome:
        code = _call([str(BIN / command[0]), *command[1:]], {})
        return Outcome(name, passed=int(code == 0), failed=int(code != 0))

    return run


def with_pytest(
    *arguments: str,
    environment: dict[str, str] | None = None,
    needs: Callable[[], tuple[str | None, str]] | None = None,
    hands_over: str = "",
) -> Callable[[str], Outcome]:
    """Return a check that runs pytest; with ``needs`` only where that is found, handed over in a variable."""

    def run(name: str) -> Outcome:
        more = dict(environment or {})
        if needs:
            found, why = needs()
            if found is None:
                return Outcome(name, left_out=why)
            more[hands_over] = found
        return _pytest(name, arguments, more)

    return run


def _pytest(name: str, arguments: Sequence[str], environment: dict[str, str]) -> Outcome:
    report = TEMPORARY / f"{name.replace(' ', '-')}.xml"
    code = _call([str(BIN / "python"), "-m", "pytest", f"--junitxml={report}", *arguments], environment)
    outcome = Outcome(name)
    if report.is_file():
        for case in ElementTree.parse(report).iter("testcase"):  # our own file
            _count(case, outcome)
    nothing_chosen = code == 5
    if nothing_chosen:
        outcome.left_out = "no test belongs to it"
    elif code and not outcome.failed:
        outcome.failed = 1
    return outcome


def _count(case: ElementTree.Element, outcome: Outcome) -> None:
    skipped = case.find("skipped")
    if case.find("failure") is not None or case.find("error") is not None:
        outcome.failed += 1
    elif skipped is not None:
        outcome.skipped += 1
        reason = skipped.get("message", "")
        outcome.reasons[reason] = outcome.reasons.get(reason, 0) + 1
    else:
        outcome.passed += 1


def start_up(name: str) -> Outcome:
    """Build a second environment with the newest Python and start Etappe in it."""
    python, why = discover.newest_python()
    if python is None:
        return Outcome(name, left_out=why)
    code = _call([python, "-B", str(PROJECT / "scripts" / "smoke.py"), str(TEMPORARY / "smoke")], {})
    return Outcome(name, passed=int(code == 0), failed=int(code != 0))


CHECKS = (
    Check("ruff check", tool("ruff", "check", *CODE)),
    Check("ruff format", tool("ruff", "format", "--check", *CODE)),
    Check("mypy", tool("mypy")),
    Check("floors", tool("lint-imports", "--no-cache")),
    Check("templates", tool("djlint", "src/etappe", "--lint", "--quiet")),
    Check("migrations", tool("python", "-m", "etappe.cli", "manage", "makemigrations", "--check", "--dry-run")),
    Check("tests", with_pytest("-q", "-n", "2", "-m", "not browser"), fast=False),
    Check(
        "domain on PostgreSQL",
        with_pytest(
            *("-q", "-n", "2", "-m", "not browser and not slow", "tests/domain"),
            needs=discover.postgres,
            hands_over="ETAPPE_DATABASE_URL",
        ),
        fast=False,
    ),
    Check(
        "browser",
        with_pytest(
            *("-q", "-m", "browser"),
            environment={"DJANGO_ALLOW_ASYNC_UNSAFE": "1"},
            needs=discover.chromium,
            hands_over="ETAPPE_TEST_CHROMIUM",
        ),
        fast=False,
    ),
    Check("start-up on the newest Python", start_up, fast=False),
)
FAST_TESTS = Check("tests", with_pytest("-q", "-n", "2", "-m", "not browser and not slow"))


def main(arguments: Sequence[str]) -> int:
    """Run what the arguments ask for; return the exit code."""
    os.environ["ETAPPE_HOME"] = str(TEMPORARY / "home")
    began = time.monotonic()
    if not arguments:
        checks: Sequence[Check] = CHECKS
    elif list(arguments) == ["--fast"]:
        checks = [*(check for check in CHECKS if check.fast), FAST_TESTS]
    else:
        os.execv(sys.executable, [sys.executable, "-m", "pytest", *arguments])  # noqa: S606
    outcomes = [_run(check) for check in checks]
    return _summarise(outcomes, time.monotonic() - began, full=not arguments)


def _run(check: Check) -> Outcome:
    print(f"\n━━ {check.name} ".ljust(100, "━"), flush=True)
    began = time.monotonic()
    outcome = check.run(check.name)
    outcome.seconds = time.monotonic() - began
    if outcome.left_out:
        print(f"left out: {outcome.left_out}", flush=True)
    return outcome


def _summarise(outcomes: Sequence[Outcome], seconds: float, *, full: bool) -> int:
    print("\n━━ summary ".ljust(101, "━"))
    for outcome in outcomes:
        state = "LEFT OUT" if outcome.left_out else "FAILED" if outcome.failed else "passed"
        print(
            f"{outcome.name:32} {state:9} {outcome.passed:5} passed {outcome.failed:4} failed {outcome.seconds:7.1f} s"
        )
    for outcome in outcomes:
        if outcome.left_out:
            print(f"left out: {outcome.name}: {outcome.left_out}")
        for reason, count in outcome.reasons.items():
            print(f"left out: {count} of {outcome.name}: {reason}")
    if not full:
        print("left out: PostgreSQL, browser, start-up and slow tests (--fast)")
    failed = sum(outcome.failed for outcome in outcomes)
    passed = sum(outcome.passed for outcome in outcomes)
    skipped = sum(outcome.skipped for outcome in outcomes)
    print(f"{passed} passed, {failed} failed, {skipped} skipped in {seconds:.0f}s")
    return int(failed > 0)


def _call(command: Sequence[str], environment: dict[str, str]) -> int:
    return subprocess.run(
        list(command), cwd=PROJECT, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
