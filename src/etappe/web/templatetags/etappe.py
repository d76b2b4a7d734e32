"""Tags for everything that pages are made of. `docs/interface.md` shows each of them with an example.

Objects are read by attribute name only: classes of :mod:`etappe.web.components`, models and dictionaries serve alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from etappe.web.components.badges import badge as badge_of
from etappe.web.components.marks import MARKS
from etappe.web.components.sentence import Sentence
from etappe.web.glossary import Entry, explain

register = template.Library()

Shown = dict[str, Any]
SHOWN_TERMS = "etappe_terms"


@register.simple_tag
@lru_cache
def mark(name: str) -> SafeString:
    """Draw one of the small shapes; it is decoration, the word stands beside it."""
    # The drawings are constants of this package, not input.
    drawing = mark_safe(MARKS[name])  # noqa: S308
    return format_html(
        '<svg class="etappe-mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{}</svg>',
        drawing,
    )


@register.inclusion_tag("components/stage_rail.html")
def stage_rail(stations: Iterable[Any]) -> Shown:
    """Show where an object stands in the chain: its stations with `label, url, state, note, detail`."""
    return {"stations": list(stations)}


@register.simple_tag
def badge(family: str, value: object) -> SafeString:
    """Show a stored state as word, shape and colour; families: measure, recommendation, finding, influence."""
    shown = badge_of(family, value)
    return _labelled(shown.tone, shown.mark, str(shown.word))


@register.simple_tag
def example_mark(text: str = "") -> SafeString:
    """Mark a made-up value as “Beispiel”."""
    return _labelled("example", "example", text or _("Beispiel"))


@lru_cache(maxsize=512)
def _labelled(tone: str, shape: str, word: str) -> SafeString:
    # Neither a template of its own nor made anew each time: long lists show hundreds of them.
    return format_html('<span class="etappe-badge etappe-badge--{}">{}<span>{}</span></span>', tone, mark(shape), word)


@register.inclusion_tag("components/completeness.html")
def completeness(total: int, missing: Iterable[Any], unfolded: bool = False) -> Shown:
    """Show “4 von 8 Angaben” with one segment a detail, and what is `missing` (`label, url`) as links."""
    lacking = list(missing)
    present = total - len(lacking)
    return {
        "present": present,
        "total": total,
        "missing": lacking,
        "first": lacking[0] if lacking else None,
        "segments": [index < present for index in range(total)],
        "open": unfolded,
    }


@register.inclusion_tag("components/today_card.html")
def today_card(card: Any) -> Shown:
    """Show one thing that needs this person today (`number, sentence, action, url, due, urgency`)."""
    return {"card": card}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", action: str = "", url: str = "") -> Shown:
    """Say what would be here, and offer the first step."""
    return {"title": title, "text": text, "action": action, "url": url}


@register.inclusion_tag("components/facts.html")
def facts(items: Iterable[Any], title: str = "", edit_url: str = "", anchor: str = "") -> Shown:
    """Show a group of facts (`label, value, url, origin`) as a description list, with its edit link."""
    return {"items": list(items), "title": title, "edit_url": edit_url, "anchor": anchor}


@register.inclusion_tag("components/history.html")
def history(entries: Iterable[Any]) -> Shown:
    """Show changes: `who, when, what, why`, newest first as given."""
    return {"entries": list(entries)}


@register.inclusion_tag("components/timeline.html")
def timeline(stages: Iterable[Any]) -> Shown:
    """Show the stages of a process (`when, title, text, url, happened, source`) in the order given."""
    return {"stages": list(stages)}


@register.inclusion_tag("components/source_note.html")
def source_note(text: str, url: str = "", date: object = "") -> Shown:
    """Say where a value or a text comes from."""
    return {"text": text, "url": url, "date": date}


@register.inclusion_tag("components/sentence_filter.html")
def sentence_filter(sentence: Sentence, count: int | None = None) -> Shown:
    """Show a filter as one sentence that can be edited, with the number of results behind it."""
    return {"sentence": sentence, "count": count}


@register.inclusion_tag("components/worksheet_bar.html")
def worksheet_progress(done: int, total: int, name: str = "fortschritt") -> Shown:
    """Show how much of a worksheet is done and what remains, with the help for its keys."""
    return {"done": done, "total": total, "remaining": max(total - done, 0), "id": name}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], name: str = "page") -> Shown:
    """Show the pages of a list; all other parameters of the address stay as they are."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [_page_link(context, name, number, page) for number in numbers]
    return {
        "page": page,
        "links": links,
        "previous": _address(context, **{name: str(page.number - 1)}) if page.has_previous() else "",
        "next": _address(context, **{name: str(page.number + 1)}) if page.has_next() else "",
    }


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: Context, label: str, key: str, numeric: bool = False, name: str = "sort") -> Shown:
    """Show a column heading that sorts: `?sort=key`, a second time `?sort=-key`; says so with aria-sort."""
    current = _query(context).get(name, "")
    ascending, descending = current == key, current == f"-{key}"
    return {
        "label": label,
        "numeric": numeric,
        "sorted": "ascending" if ascending else "descending" if descending else "",
        "url": _address(context, **{name: f"-{key}" if ascending else key, "page": ""}),
    }


@register.simple_tag(takes_context=True)
def address(context: Context, **changes: str) -> str:
    """The query string of this page with some parameters changed; an empty value removes one."""
    return _address(context, **changes)


@register.simple_tag(takes_context=True)
def term(context: Context, name: str, shown: str = "") -> SafeString:
    """Explain a glossary term where it stands; `shown` is the inflected form in the sentence."""
    entry = explain(name)
    terms = _shown_terms(context)
    terms.append(entry)
    values = {"entry": entry, "shown": shown or entry.word, "id": f"term-{entry.slug}-{len(terms)}"}
    # Without the line end of the template file, so that a comma may follow.
    return SafeString(render_to_string("components/term.html", values).strip())


@register.inclusion_tag("components/terms_on_page.html", takes_context=True)
def terms_on_page(context: Context) -> Shown:
    """List the terms used on this page with their explanation, for print."""
    unique = {entry.term: entry for entry in _shown_terms(context)}
    return {"entries": sorted(unique.values(), key=lambda entry: entry.slug)}


def _page_link(context: Context, name: str, number: int | str, page: Page[Any]) -> Shown:
    if not isinstance(number, int):
        return {"gap": True}
    return {"number": number, "url": _address(context, **{name: str(number)}), "current": number == page.number}


def _query(context: Context) -> QueryDict:
    request = context.get("request")
    return request.GET if isinstance(request, HttpRequest) else QueryDict()


def _address(context: Context, **changes: str) -> str:
    query = _query(context).copy()
    for name, value in changes.items():
        if value:
            query[name] = value
        else:
            query.pop(name, None)
    return f"?{query.urlencode()}"


def _shown_terms(context: Context) -> list[Entry]:
    """The terms shown so far, kept on the request because includes and blocks each have a context of their own."""
    request = context.get("request")
    if request is None:
        return []
    if not hasattr(request, SHOWN_TERMS):
        setattr(request, SHOWN_TERMS, [])
    terms: list[Entry] = getattr(request, SHOWN_TERMS)
    return terms
