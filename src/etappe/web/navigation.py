"""The six words of the navigation, by what people do: where each leads, what lies below it and who may use it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etappe.domain.kernel.actor import STAFF_ROLES, Actor, Role
from etappe.web.components.chain import Text

Roles = frozenset[Role] | None
"""Who may use something; None means everybody, with an account or without."""


@dataclass(frozen=True, slots=True)
class Section:
    """One page below a word: its label, the name of its address and the roles that may use it."""

    label: Text
    page: str
    roles: Roles = None

    @property
    def area(self) -> str:
        """The URL namespace of the page."""
        return self.page.partition(":")[0]

    def admits(self, actor: Actor | None) -> bool:
        """Whether the section is there for `actor`."""
        return self.roles is None or (actor is not None and actor.has(*self.roles))


@dataclass(frozen=True, slots=True)
class Destination:
    """One of the six words. It leads to the first of its sections that exists and that the person may use."""

    label: Text
    sections: tuple[Section, ...]
    further: frozenset[str] = frozenset()
    """URL namespaces that belong to the word without a section of their own."""

    @property
    def areas(self) -> frozenset[str]:
        """URL namespaces on all of whose pages the word is the current one."""
        return self.further | {section.area for section in self.sections}


EVERY_ROLE = frozenset(Role)
REPORTING = STAFF_ROLES | {Role.PROVIDER}

NAVIGATION: tuple[Destination, ...] = (
    Destination(_("Heute"), (Section(_("Heute"), "today:home", EVERY_ROLE),)),
    Destination(
        _("Programm"),
        (
            Section(_("Programme"), "programme:home"),
            Section(_("Maßnahmen"), "programme:measures"),
            Section(_("Empfehlungen"), "participation:recommendations"),
            Section(_("Konzepte und Konferenzen"), "participation:home"),
        ),
        frozenset({"chain"}),
    ),
    Destination(
        _("Sachstand"),
        (
            Section(_("Abfragen"), "rounds:home", REPORTING),
            Section(_("Abweichungen"), "steering:home", STAFF_ROLES),
            Section(_("Postausgang"), "post:home", frozenset({Role.COORDINATOR, Role.ADMIN, Role.PRIVACY})),
        ),
    ),
    Destination(
        _("Zahlen"),
        (
            Section(_("Indikatoren"), "indicators:home"),
            Section(pgettext_lazy("Beschäftigte", "Personal"), "workforce:home", STAFF_ROLES),
        ),
    ),
    Destination(
        _("Gremien"),
        (Section(_("Gremien und Drucksachen"), "council:home"), Section(_("Berichte"), "publication:home")),
    ),
    Destination(_("Bündnis"), (Section(_("Bündnis"), "alliance:home"),)),
)
