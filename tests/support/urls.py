"""All addresses of the project, and arguments with which each can be called in an inhabited town."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver, resolve, reverse

from etappe.domain.rounds.links import link_token
from etappe.web.door import Access
from support.inhabited import Inhabited

Arguments = dict[str, Any]
Variants = dict[str, Callable[[Inhabited], Arguments]]

LIBRARIES = frozenset({"account", "mfa"})
"""Beginnings of the names of addresses that belong to the sign-in library; it guards its own pages."""

OUTSIDE = frozenset({"web", "public", "mail", "reply", "today", "alliance", "set_language"})
"""Namespaces of which some pages belong to no municipality."""

INTERFACE = ("api", "unknown_address")
"""Beginnings of names and namespaces of the REST interface; tests/api walks its own description."""


def names() -> Iterator[tuple[str, URLPattern]]:
    """Walk the URLconf: the full name of every address and its pattern, the REST interface left out."""
    yield from _walk(get_resolver().url_patterns, ())


def _walk(patterns: list[Any], spaces: tuple[str, ...]) -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        if hasattr(entry, "url_patterns"):
            if not (entry.namespace or "").startswith(INTERFACE):
                yield from _walk(entry.url_patterns, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif spaces or not entry.name.startswith(INTERFACE):
            yield ":".join((*spaces, entry.name)), entry


def _none(_here: Inhabited) -> Arguments:
    return {}


def _place(here: Inhabited) -> Arguments:
    return {"municipality": here.slug}


def _thing(name: str, **more: str) -> Callable[[Inhabited], Arguments]:
    """Arguments with the key of one thing, and of further things by argument name."""

    def arguments(here: Inhabited) -> Arguments:
        keys = {argument: getattr(here.things, thing).pk for argument, thing in more.items()}
        return {"municipality": here.slug, "pk": getattr(here.things, name).pk, **keys}

    return arguments


def _slug(name: str, **more: str) -> Callable[[Inhabited], Arguments]:
    def arguments(here: Inhabited) -> Arguments:
        keys = {argument: getattr(here.things, thing).pk for argument, thing in more.items()}
        return {"municipality": here.slug, "slug": getattr(here.things, name).slug, **keys}

    return arguments


def _with(base: Callable[[Inhabited], Arguments], **fixed: Any) -> Callable[[Inhabited], Arguments]:
    return lambda here: {**base(here), **fixed}


def _committee(here: Inhabited) -> Arguments:
    return {"municipality": here.slug, "pk": here.town.committee.pk}


def _linked(**things: str) -> Callable[[Inhabited], Arguments]:
    """Arguments of a page behind the personal link of the running request."""

    def arguments(here: Inhabited) -> Arguments:
        keys = {argument: getattr(here.things, thing).pk for argument, thing in things.items()}
        return {"token": link_token(here.things.request), **keys}

    return arguments


def _both(name: str, **more: str) -> Variants:
    """A public and an unpublished thing."""
    return {"": _thing(name, **more), "Entwurf": _thing(f"draft_{name}", **more)}


PLAIN: Variants = {"": _none}
PLACE: Variants = {"": _place}
CONCEPT: Variants = {"": _thing("concept")}
MILESTONE: Variants = {"": _thing("measure", milestone="milestone")}
PARTNER: Variants = {"": _thing("draft_measure", cooperation="cooperation")}
MEASURES: Variants = {**_both("measure"), "im Entwurf": _thing("measure_of_draft")}
REQUEST: Variants = {"": _thing("request")}
REQUESTS: Variants = {**REQUEST, "abgeschlossen": _thing("closed_request")}
PROGRAMMES: Variants = {"": _slug("programme"), "Entwurf": _slug("draft_programme")}
STEERING_REPORTS: Variants = {"Entwurf": _thing("steering_report"), "ausgegeben": _thing("released_report")}

REGISTRY: dict[str, Variants] = {
    **{f"web:{name}": PLAIN for name in ("imprint", "privacy", "accessibility", "glossary", "styleguide", "keys")},
    "web:key_revoke": {"": lambda here: {"pk": 1}},
    "public:home": PLAIN,
    "public:municipality": PLACE,
    "public:stages": PLACE,
    "today:home": PLAIN,
    "today:calendar": PLAIN,
    "today:calendar_revoke": PLAIN,
    "today:calendar_feed": {"": lambda here: {"secret": "unbekannt"}},
    "today:municipality": PLACE,
    "alliance:home": PLAIN,
    "alliance:alliance": {"": lambda here: {"slug": "buendnis-der-tests"}},
    "set_language": PLAIN,
    **{
        f"account_{name}": PLAIN
        for name in (
            "login",
            "logout",
            "inactive",
            "signup",
            "reauthenticate",
            "email",
            "email_verification_sent",
            "change_password",
            "set_password",
            "reset_password",
            "confirm_login_code",
            "reset_password_done",
            "reset_password_from_key_done",
        )
    },
    "account_confirm_email": {"": lambda here: {"key": "abc"}},
    "account_reset_password_from_key": {"": lambda here: {"uidb36": "1", "key": "abc"}},
    **{
        f"mfa_{name}": PLAIN
        for name in (
            "index",
            "authenticate",
            "reauthenticate",
            "activate_totp",
            "deactivate_totp",
            "view_recovery_codes",
            "generate_recovery_codes",
            "download_recovery_codes",
        )
    },
    "council:home": PLACE,
    "council:committee_create": PLACE,
    "council:committee": {"": _committee},
    "council:meeting_create": {"": _committee},
    "council:meeting_edit": {"": _thing("meeting")},
    "council:source": PLACE,
    "council:source_edit": PLACE,
    "council:source_start": PLACE,
    "council:papers": PLACE,
    "council:paper_create": PLACE,
    "council:paper": _both("paper"),
    "council:paper_edit": _both("paper"),
    "council:consultation_add": _both("paper"),
    "council:resolution_add": _both("paper"),
    "participation:home": PLACE,
    "participation:concept_upload": PLACE,
    "participation:concept": CONCEPT,
    "participation:concept_version": CONCEPT,
    "participation:concept_original": {"": _with(_thing("concept"), number=1)},
    "participation:concept_read": {"": _with(_thing("concept"), number=1)},
    "participation:finding_correct": {"": _thing("concept", finding="finding")},
    "participation:concept_recommend": CONCEPT,
    "participation:concept_export": CONCEPT,
    "participation:recommendations": PLACE,
    "participation:recommendations_merge": PLACE,
    "participation:recommendation": {
        **_both("recommendation"),
        "vom Verband": _thing("own_recommendation"),
    },
    "participation:recommendation_edit": _both("recommendation"),
    "participation:recommendation_state": _both("recommendation"),
    "participation:recommendation_split": _both("recommendation"),
    "participation:conference": {"": _thing("conference")},
    "participation:conference_create": PLACE,
    "participation:group_create": {"": _thing("conference")},
    "participation:session_create": {"": _thing("conference", group="group")},
    "participation:statement_create": PLACE,
    "participation:statement": {**_both("statement"), "in Arbeit": _thing("own_statement")},
    "participation:point_create": {**_both("statement"), "in Arbeit": _thing("own_statement")},
    "participation:assign": {"": _with(_thing("statement"), number=1)},
    "participation:answer": {"": _with(_thing("statement"), number=1)},
    "participation:hand_in": {"": _thing("own_statement")},
    "participation:conclude": {"": _thing("statement")},
    "programme:home": PLACE,
    "programme:create": PLACE,
    "programme:measures": PLACE,
    "programme:measures_export": {"csv": _with(_place, format="csv"), "xlsx": _with(_place, format="xlsx")},
    "programme:measure_create": PLACE,
    "programme:measure": MEASURES,
    "programme:measure_edit": {
        "": _with(_thing("measure"), group="zeit"),
        "Entwurf": _with(_thing("draft_measure"), group="zeit"),
    },
    "programme:measure_state": _both("measure"),
    "programme:milestone_add": _both("measure"),
    "programme:milestone_tick": MILESTONE,
    "programme:milestone_remove": MILESTONE,
    "programme:partner_add": _both("measure"),
    "programme:partner_remove": PARTNER,
    "programme:sheet": PLACE,
    "programme:sheet_plan": {"": _thing("sheet")},
    "programme:sheet_export": {"": _slug("programme")},
    "programme:programme": PROGRAMMES,
    "programme:programme_edit": PROGRAMMES,
    "programme:goal_create": PROGRAMMES,
    "programme:goal_edit": {
        "": _slug("programme", pk="goal"),
        "Entwurf": _slug("draft_programme", pk="goal_of_draft"),
    },
    "rounds:home": PLACE,
    "rounds:create": PLACE,
    "rounds:round": {
        "": _thing("round"),
        "Entwurf": _thing("draft_round"),
        "abgeschlossen": _thing("closed_round"),
    },
    "rounds:edit": {"": _thing("round"), "Entwurf": _thing("draft_round")},
    "rounds:prepare": {"": _thing("draft_round")},
    "rounds:close": {"": _thing("round")},
    "rounds:correct": {"": _thing("closed_round")},
    "rounds:mails": {"": _thing("round")},
    "rounds:request": REQUESTS,
    **{f"rounds:request_{name}": REQUEST for name in ("address", "renew", "revoke", "pass_on")},
    "rounds:answer": REQUESTS,
    "rounds:answer_sheet": REQUEST,
    "rounds:answer_sheet_difference": {"": _thing("request", sheet="returned_sheet")},
    "rounds:answer_sheet_download": REQUEST,
    "rounds:file": {"": _thing("reply_file")},
    "reply:page": {"": _linked()},
    "reply:sheet": {"": _linked()},
    "reply:sheet_difference": {"": _linked(pk="returned_sheet")},
    "reply:sheet_download": {"": _linked()},
    "chain:measure": MEASURES,
    "chain:recommendation": _both("recommendation"),
    "chain:sentence": {"": _thing("finding")},
    "publication:home": PLACE,
    "publication:steering_begin": PLACE,
    "publication:steering": STEERING_REPORTS,
    "publication:steering_edit": STEERING_REPORTS,
    "publication:steering_preview": {"pdf": _with(_thing("steering_report"), format="pdf")},
    "publication:steering_release": STEERING_REPORTS,
    "steering:home": PLACE,
    "steering:create": PLACE,
    "steering:rules": PLACE,
    "steering:rule_change": {"": _with(_place, kind="no_reply")},
    "steering:tasks": PLACE,
    "steering:task_create": PLACE,
    **{f"steering:task_{name}": {"": _thing("task")} for name in ("finish", "reopen", "drop")},
    "steering:deviation": {"": _thing("deviation"), "entschieden": _thing("decided_case")},
    **{
        f"steering:{name}": {"": _thing("deviation")}
        for name in ("explain", "option_add", "prepare", "hand_up", "withdraw", "decide", "record")
    },
    "steering:option_remove": {"": _thing("deviation", option="option")},
    "steering:paper": {"": _thing("decision")},
    "publication:programme": PROGRAMMES,
    "publication:download": _both("report"),
    "publication:publish": _both("report"),
    "search:results": PLACE,
    "post:home": PLACE,
    "post:mail": {"": _thing("mail"), "nur hier": _thing("kept_mail")},
    "post:html": {"": _thing("mail")},
    "post:attachment": {"": _thing("mail", attachment="mail_file")},
    "post:retry": {"": _thing("kept_mail")},
    "post:withdraw": {"": _thing("mail")},
    "mail:unsubscribe": {"": lambda here: {"token": here.things.digest_token}},
    "office:accounts": PLACE,
    "office:account_create": PLACE,
    "office:role_end": {"": _thing("role")},
    "office:events": PLACE,
}
"""For every address the arguments of one call or several, by what is special about each."""


@dataclass(frozen=True)
class Page:
    """One address with its arguments, as it is called in one town."""

    name: str
    variant: str
    url: str
    access: Access | None
    arguments: tuple[tuple[str, Any], ...]

    @property
    def label(self) -> str:
        """Name and variant in one."""
        return f"{self.name} [{self.variant}]" if self.variant else self.name


def pages(here: Inhabited) -> list[Page]:
    """Return every page of ``here``, in the order of the registry."""
    found = []
    for name, variants in REGISTRY.items():
        for variant, arguments in variants.items():
            given = arguments(here)
            url = reverse(name, kwargs=given)
            access = getattr(resolve(url).func, "access", None)
            found.append(Page(name, variant, url, access, tuple(given.items())))
    return found
