"""Turning the pages of a list, and noticing when they do not come to an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from etappe.interop.oparl.trouble import OparlError, Trouble

Fetch = Callable[[str], Any]
"""Returns the JSON at an address, or raises :class:`OparlError`; usually ``Client.get``."""

MOST_PAGES = 2_000


@dataclass(frozen=True)
class Page:
    """One page of a list: its address, number (from 1), raw objects, and the address of the next page."""

    address: str
    number: int
    items: tuple[Any, ...]
    next: str | None


def walk(fetch: Fetch, address: str, *, first_number: int = 1, most_pages: int = MOST_PAGES) -> Iterator[Page]:
    """Yield page after page of the list at ``address``.

    To resume, call it with ``Page.next`` of the last page that was dealt with and the number that comes next.

    Raises
    ------
    OparlError
        ``ENDLESS`` where a page leads back to one already read, brings nothing but what was there before, or is the
        ``most_pages``-th and still not the last; ``NOT_OPARL`` where there is no list; and whatever ``fetch`` raises.
    """
    turned: set[str] = set()
    known: set[str] = set()
    following: str | None = address
    number = first_number
    while following is not None:
        if following in turned or number > most_pages:
            raise OparlError(Trouble.ENDLESS, address, str(number - 1))
        turned.add(following)
        page = _page(fetch(following), following, number)
        ids = {item["id"] for item in page.items if isinstance(item, Mapping) and isinstance(item.get("id"), str)}
        if ids and ids <= known:
            raise OparlError(Trouble.ENDLESS, address, str(number - 1))
        known |= ids
        yield page
        following, number = page.next, number + 1


def _page(raw: Any, address: str, number: int) -> Page:
    if isinstance(raw, list):
        return Page(address, number, tuple(raw), None)
    items = raw.get("data") if isinstance(raw, Mapping) else None
    if not isinstance(items, list):
        raise OparlError(Trouble.NOT_OPARL, address, "data")
    links = raw.get("links")
    following = links.get("next") if isinstance(links, Mapping) else None
    if not isinstance(following, str) or not following or _is_last(raw.get("pagination")):
        following = None
    return Page(address, number, tuple(items), following)


def _is_last(pagination: Any) -> bool:
    """Whether the page numbers say that this is the last page, whatever the links say."""
    if not isinstance(pagination, Mapping):
        return False
    current, total = pagination.get("currentPage"), pagination.get("totalPages")
    return isinstance(current, int) and isinstance(total, int) and 0 < total <= current
