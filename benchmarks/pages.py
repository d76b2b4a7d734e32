"""How long pages take at ten years of an alliance's data: `python -m benchmarks.pages [--database URL]`.

Fills a new database (54 municipalities × 120 measures × 10 years of changes), starts the real server and asks for each
page with two clients at once. Prints median and p95 of the time to the whole answer, beside the limit of 100 ms.
Compare databases by running it once for each; both lines carry the machine they were measured on.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import os
import platform
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LIMIT_MS = 100
CLIENTS = 2
REQUESTS = 60
PLACE = "/kommune/messstadt-17"
PAGES = {
    "Öffentliche Seite": f"{PLACE}/",
    "Liste der Maßnahmen": f"{PLACE}/programm/massnahmen/",
    "Liste, gefiltert und sortiert": f"{PLACE}/programm/massnahmen/?stand=delayed&q=kita&sort=-frist",
    "Programm mit allen Maßnahmen": f"{PLACE}/programm/programm/",
    "Suche": f"{PLACE}/suche/?q=sprache+kita",
    "Heute": f"{PLACE}/heute/",
    "Empfehlungen": f"{PLACE}/beteiligung/empfehlungen/",
}


def main() -> None:
    """Fill, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="", help="URL of an empty PostgreSQL database; SQLite without")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(ETAPPE_HOME=home, ETAPPE_DEMO="0", DJANGO_SETTINGS_MODULE="etappe.config.settings")
        if chosen.database:
            os.environ["ETAPPE_DATABASE_URL"] = chosen.database
        measure = fill()
        with serving(home) as address:
            report(address, {**PAGES, "Maßnahme": f"{PLACE}/programm/massnahmen/{measure}/"})


def fill() -> int:
    """Make the data; return the id of a measure of the municipality that is asked for."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from django_scopes import scopes_disabled

    from benchmarks.alliance_data import make
    from etappe.domain.programme.models import Measure

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    make()
    print(f"Daten gemacht in {time.perf_counter() - start:.0f} s", flush=True)
    with scopes_disabled():
        found = Measure.objects.filter(municipality__slug="messstadt-17").order_by("number").first()
    connections.close_all()
    return int(found.pk)


class serving:  # noqa: N801 - reads as a sentence: with serving(home) as address
    """The real server as a process of its own."""

    def __init__(self, home: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = (Path(home) / "serve.log").open("wb")

    def __enter__(self) -> str:
        command = [sys.executable, "-m", "etappe.cli", "serve", "--port", str(self.port), "--no-demo"]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT)
        address = f"http://127.0.0.1:{self.port}"
        for _attempt in range(600):
            try:
                urllib.request.urlopen(address, timeout=2).read()
            except OSError:
                time.sleep(0.1)
            else:
                return address
        raise SystemExit("The server does not answer.")

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.log.close()


def client(address: str) -> urllib.request.OpenerDirector:
    """Sign in as the coordinating office, as a browser would."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(f"{address}/konto/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if token is None:
        raise SystemExit("The sign-in page has no form.")
    fields = {"login": "ki@messstadt-17.example", "password": "messen-messen", "csrfmiddlewaretoken": token[1]}
    request = urllib.request.Request(
        f"{address}/konto/login/", urllib.parse.urlencode(fields).encode(), {"Referer": f"{address}/konto/login/"}
    )
    opener.open(request).read()
    return opener


def report(address: str, pages: dict[str, str]) -> None:
    """Ask for every page and print the table."""
    clients = [client(address) for _number in range(CLIENTS)]
    database = "PostgreSQL" if "ETAPPE_DATABASE_URL" in os.environ else "SQLite"
    print(f"{database}, {CLIENTS} clients at once, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'page':34} {'median ms':>10} {'p95 ms':>8}   limit {LIMIT_MS} ms")
    for name, path in pages.items():
        times = measure(clients, address + path)
        p95 = statistics.quantiles(times, n=20)[18]
        print(
            f"{name:34} {statistics.median(times):10.1f} {p95:8.1f}   {'ok' if p95 < LIMIT_MS else 'OVER'}", flush=True
        )


def measure(clients: list[urllib.request.OpenerDirector], url: str) -> list[float]:
    """Return the milliseconds of all requests, after a few to warm up."""

    def ask(opener: urllib.request.OpenerDirector) -> list[float]:
        times = []
        for number in range(REQUESTS + 5):
            start = time.perf_counter()
            opener.open(url).read()
            if number >= 5:
                times.append((time.perf_counter() - start) * 1000)
        return times

    with ThreadPoolExecutor(len(clients)) as pool:
        return [one for times in pool.map(ask, clients) for one in times]


if __name__ == "__main__":
    main()
