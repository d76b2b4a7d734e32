"""What the page frame knows on every page: where one is, who one is, and where one can go."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from etappe.domain.kernel.actor import ROLE_LABELS, Actor
from etappe.web.components.chain import Text
from etappe.web.navigation import NAVIGATION, Destination

VERSION = version("etappe")


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One of the six words, or one page below it, as the header shows it."""

    label: Text
    url: str
    current: bool
    sections: tuple[NavigationItem, ...] = ()


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: navigation, municipality, links of the frame. Works on pages outside a municipality too."""
    municipality = getattr(request, "municipality", None)
    actor = getattr(request, "actor", None)
    slug = getattr(municipality, "slug", "")
    return {
        "municipality": municipality,
        "municipality_url": address("public:municipality", slug),
        "navigation": navigation(request, actor, slug),
        "role_labels": role_labels(actor),
        "home_url": address("public:home"),
        "search_url": address("search:results", slug),
        "search_words": request.GET.get("q", ""),
        "login_url": address("account_login"),
        "logout_url": address("account_logout"),
        "account_url": address("mfa_index"),
        "keys_url": address("web:keys"),
        "language_url": address("set_language"),
        "etappe_version": VERSION,
        "source_url": getattr(settings, "SOURCE_URL", ""),
        "is_demo": getattr(settings, "DEMO", False),
    }


def navigation(request: HttpRequest, actor: Actor | None, slug: str) -> list[NavigationItem]:
    """The words that lead somewhere for this person: the page exists and the role may use it."""
    words = (_word(request, entry, actor, slug) for entry in NAVIGATION)
    return [word for word in words if word is not None]


def address(name: str, slug: str = "") -> str:
    """The address of a named page, of this municipality if there is one; empty when there is no such page here."""
    choices: list[list[str]] = [[slug], []] if slug else [[]]
    for arguments in choices:
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return ""


def role_labels(actor: Actor | None) -> list[Text]:
    """The roles held here, in words and each once."""
    if actor is None:
        return []
    return [ROLE_LABELS[role] for role in dict.fromkeys(grant.role for grant in actor.grants)]


def _word(request: HttpRequest, entry: Destination, actor: Actor | None, slug: str) -> NavigationItem | None:
    found = [(section.label, address(section.page, slug)) for section in entry.sections if section.admits(actor)]
    pages = [(label, url) for label, url in found if url]
    if not pages:
        return None
    # A page belongs to the section whose address is the longest beginning of its own.
    here = max((url for _, url in pages if request.path.startswith(url)), key=len, default="")
    sections = tuple(NavigationItem(label, url, url == here) for label, url in pages)
    match = request.resolver_match
    current = match is not None and match.view_name.partition(":")[0] in entry.areas
    return NavigationItem(entry.label, pages[0][1], current, sections)
