"""A caller of the REST interface, for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from etappe.domain.accounts.actions import create_token
from etappe.domain.kernel.actor import Role, operator
from support.town import Town


@dataclass
class Caller:
    """Somebody who calls the interface in ``town``."""

    town: Town
    secret: str = ""
    client: Client = field(default_factory=Client)

    @classmethod
    def visitor(cls, town: Town) -> Caller:
        """Someone without credentials."""
        return cls(town)

    @classmethod
    def with_token(cls, town: Town, role: Role) -> Caller:
        """The holder of ``role`` in ``town``, with a fresh token."""
        _, secret = create_token(actor=operator(), user=town.users[role], label="Test")
        return cls(town, secret)

    def get(self, path: str, **query: Any) -> Any:
        """Read ``path`` below the municipality."""
        return self.client.get(self.address(path), query, headers=self.headers)

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """Send ``body`` as JSON."""
        return self.client.generic(
            method.upper(), self.address(path), _json(body), content_type="application/json", headers=self.headers
        )

    def post(self, path: str, body: Any = None) -> Any:
        """Post ``body``."""
        return self.send("post", path, body)

    def patch(self, path: str, body: Any) -> Any:
        """Change by ``body``."""
        return self.send("patch", path, body)

    @property
    def headers(self) -> dict[str, str]:
        """The credentials."""
        return {"Authorization": f"Bearer {self.secret}"} if self.secret else {}

    def address(self, path: str) -> str:
        """Return the whole path: what starts with ``/`` lies below the municipality, ``//`` below the interface."""
        if path.startswith("//"):
            return f"/api/v1{path[1:]}"
        return f"/api/v1/municipalities/{self.town.municipality.slug}{path}"


def _json(body: Any) -> str:
    import json

    return "" if body is None else json.dumps(body, default=str)
