"""A council information system to test against: a real HTTP server that speaks OParl 1.1, politely or not.

The data are made up (“Musterstadt”); their shape is that of the systems in use: lists with ``data``, ``pagination``
and ``links``, agenda items inside meetings, consultations inside papers, tombstones once something is deleted.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SCHEMA = "https://schema.oparl.org/1.1/"
STAMP = "2026-01-05T08:00:00+01:00"
LATER = "2027-02-01T08:00:00+01:00"
PAGE_SIZE = 2
TYPES = {
    "organization": "Organization",
    "meeting": "Meeting",
    "paper": "Paper",
    "agendaItem": "AgendaItem",
    "consultation": "Consultation",
}
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class CouncilSystem:
    """The system: its objects by list, and how it answers at which path.

    ``answers`` maps a path (with query, where there is one) to a function that is called instead; it may raise
    ``KeyError`` to let the system answer as usual.
    """

    address: str = ""
    objects: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in TYPES})
    answers: dict[str, Callable[[], Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    ignores_filters: bool = False

    @property
    def body(self) -> str:
        """The address of the body."""
        return f"{self.address}/body/1"

    def id(self, name: str, number: int | str, /) -> str:
        """Return the address of an object."""
        return f"{self.address}/{name}/{number}"

    def add(self, name: str, number: int | str, /, **values: Any) -> dict[str, Any]:
        """Add an object to a list, or replace it."""
        made = {"id": self.id(name, number), "type": SCHEMA + TYPES[name], "created": STAMP, "modified": STAMP}
        made |= values
        self.objects[name] = [item for item in self.objects[name] if item["id"] != made["id"]] + [made]
        return made

    def change(self, name: str, number: int | str, /, **values: Any) -> None:
        """Change an object, later than everything before."""
        for item in self.objects[name]:
            if item["id"] == self.id(name, number):
                item.update({"modified": LATER} | values)

    def delete(self, name: str, number: int | str, /) -> None:
        """Leave a tombstone in place of an object."""
        gone = {"id": self.id(name, number), "type": SCHEMA + TYPES[name], "created": STAMP, "modified": LATER}
        self.objects[name] = [item for item in self.objects[name] if item["id"] != gone["id"]]
        self.objects[name].append(gone | {"deleted": True})

    def fail(
        self,
        path: str,
        *,
        times: int = 10_000,
        status: int = 500,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> None:
        """Answer ``path`` with an error, the first ``times`` times."""
        left = [times]

        def answer() -> Answer:
            if not left[0]:
                raise KeyError
            left[0] -= 1
            return status, headers or {}, body

        self.answers[path] = answer

    def answer(self, target: str) -> Answer:
        """Return what the system says at ``target``."""
        self.asked.append(target)
        path = urlsplit(target).path
        for key in (target, path):
            if key in self.answers:
                try:
                    return self.answers[key]()
                except KeyError:
                    pass
        found = self._found(target)
        return (404, {}, b"not found") if found is None else (200, {}, json.dumps(found).encode())

    def _found(self, target: str) -> Any:
        parts = urlsplit(target)
        if parts.path == "/system":
            return {"id": self.address + "/system", "type": SCHEMA + "System", "body": self.address + "/bodies"}
        if parts.path == "/bodies":
            return {"data": [self._body()], "links": {}, "pagination": {}}
        if parts.path == "/body/1":
            return self._body()
        name = parts.path.removeprefix("/list/")
        if name in self.objects:
            return self._page(name, {key: values[0] for key, values in parse_qs(parts.query).items()})
        by_id = {item.get("id"): item for items in self.objects.values() for item in items}
        return by_id.get(self.address + parts.path)

    def _body(self) -> dict[str, Any]:
        lists = {name: f"{self.address}/list/{name}" for name in TYPES}
        return {"id": self.body, "type": SCHEMA + "Body", "name": "Stadt Musterstadt (Beispieldaten)", **lists}

    def _page(self, name: str, query: dict[str, str]) -> dict[str, Any]:
        since = query.get("modified_since", "")
        shown = [item for item in self.objects[name] if since or not item.get("deleted")]
        if since and not self.ignores_filters:
            shown = [item for item in shown if item["modified"] >= since]
        number = int(query.get("page", "1"))
        pages = max(1, -(-len(shown) // PAGE_SIZE))
        links = {"self": f"{self.address}/list/{name}?page={number}"}
        if number < pages:
            kept = f"&modified_since={query['modified_since'].replace('+', '%2B')}" if since else ""
            links["next"] = f"{self.address}/list/{name}?page={number + 1}{kept}"
        return {
            "data": shown[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
            "links": links,
            "pagination": {"totalElements": len(shown), "currentPage": number, "totalPages": pages},
        }


def furnish(system: CouncilSystem) -> None:
    """Give the system two committees and a parliamentary group, three meetings with agendas, and four papers."""
    system.add("organization", 1, name="Rat der Stadt", organizationType="Gremium", classification="Rat")
    system.add("organization", 2, name="Ausschuss für Soziales", organizationType="Gremium")
    system.add("organization", 3, name="Fraktion Muster", organizationType="Fraktion")
    items = [
        _part(system, "agendaItem", 11, number="1", name="Integrationsprogramm und Bericht", public=True),
        _part(system, "agendaItem", 12, number="2", name="Verschiedenes", public=True),
    ]
    system.add(
        "meeting",
        1,
        name="Sitzung des Sozialausschusses",
        start="2027-03-14T17:00:00+01:00",
        location={"room": "Raum 1", "streetAddress": "Rathausplatz 1", "locality": "Musterstadt"},
        organization=[system.id("organization", 2)],
        agendaItem=items,
    )
    system.add("meeting", 2, start="2027-04-20T16:00:00+02:00", organization=[system.id("organization", 1)])
    system.add("meeting", 3, start="2027-05-02T17:00:00+02:00", organization=[system.id("organization", 2)])
    advised = _part(
        system,
        "consultation",
        21,
        role="Vorberatung",
        meeting=system.id("meeting", 1),
        agendaItem=system.id("agendaItem", 11),
        organization=[system.id("organization", 2)],
    )
    decided = _part(
        system,
        "consultation",
        22,
        role="Entscheidung",
        authoritative=True,
        meeting=system.id("meeting", 2),
        organization=[system.id("organization", 1)],
    )
    file = {
        "id": system.id("file", 1),
        "type": SCHEMA + "File",
        "name": "Vorlage",
        "accessUrl": "https://ris.example/1.pdf",
    }
    system.add(
        "paper", 1, reference="26-0815", name="Integrationsprogramm", paperType="Beschlussvorlage", date="2026-12-01",
        mainFile=file, consultation=[advised, decided],
    )  # fmt: skip
    noted = _part(
        system, "consultation", 23, role="Kenntnisnahme", meeting=system.id("meeting", 1),
        agendaItem=system.id("agendaItem", 11), organization=[system.id("organization", 2)],
    )  # fmt: skip
    system.add("paper", 2, reference="26-0816", name="Bericht", paperType="Mitteilungsvorlage", consultation=[noted])
    system.add("paper", 3, reference="26-0817", name="Anfrage zu Sprachkursen", paperType="Anfrage")
    system.add("paper", 4, name="Tischvorlage ohne Nummer")


def _part(system: CouncilSystem, name: str, number: int, /, **values: Any) -> dict[str, Any]:
    """Return an object that stands inside another one."""
    made = {"id": system.id(name, number), "type": SCHEMA + TYPES[name], "created": STAMP, "modified": STAMP}
    return made | values


@contextmanager
def running() -> Iterator[CouncilSystem]:
    """Run an empty system on a free port of this machine until the block ends."""
    system = CouncilSystem()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = system.answer(self.path)
            self.send_response(status)
            for name, value in (
                {"Content-Type": "application/json", "Content-Length": str(len(body))} | headers
            ).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Stay quiet."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """Stay quiet: whoever asked has run out of patience and is gone."""

    server = Server(("127.0.0.1", 0), Handler)
    system.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield system
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
