"""What can go wrong with another system, by name; the sentence for a person is made where their language is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """A kind of trouble. ``detail`` of a finding or error is what stands in brackets."""

    UNREACHABLE = "unreachable"  # no connection (what the network said)
    TIMEOUT = "timeout"  # no answer in time (seconds)
    SERVER_ERROR = "server_error"  # the system itself failed, also when asked again (status)
    NOT_FOUND = "not_found"  # nothing there, or not for us (status)
    NOT_JSON = "not_json"  # a page for people, or something unreadable (what it is)
    TOO_LARGE = "too_large"  # more than one answer may have (bytes allowed)
    FORBIDDEN_ADDRESS = "forbidden_address"  # neither http nor https, with a password, or inside the own network (host)
    ELSEWHERE = "elsewhere"  # leads to another host than the one that was set up (where to)
    NOT_OPARL = "not_oparl"  # readable, but no OParl (what is missing)
    ENDLESS = "endless"  # a list whose pages do not come to an end (pages read)
    BROKEN_OBJECT = "broken_object"  # an object that cannot be used (what is wrong)
    BAD_VALUE = "bad_value"  # a value that cannot be read and is left out (name of the field)


@dataclass(frozen=True)
class Finding:
    """Something to know about that stopped nothing: ``subject`` is an address or name, ``detail`` see ``Trouble``."""

    trouble: str
    subject: str
    detail: str = ""


class OparlError(Exception):
    """An answer could not be had, or could not be used."""

    def __init__(self, trouble: Trouble, address: str, detail: str = "") -> None:
        self.trouble = trouble
        self.address = address
        self.detail = detail
        super().__init__(f"{trouble} {address} {detail}".strip())

    @property
    def finding(self) -> Finding:
        """The same as a finding, for work that goes on without this answer."""
        return Finding(self.trouble.value, self.address, self.detail)
