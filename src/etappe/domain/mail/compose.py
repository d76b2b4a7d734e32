"""Letters from templates: one text, from which the HTML is made, so that both say the same.

A template ``mail/<name>.txt`` (in the templates of any app) holds the subject in its first line, then an empty line,
then the text: paragraphs between empty lines, one line each; lines that begin with ``- `` form a list; a paragraph
that is a word or two, a colon and an address becomes a button.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape, format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

STYLE = (
    "body{margin:0;padding:24px;background:#ffffff;color:#171a2b;font:16px/1.5 Arial,Helvetica,sans-serif}"
    ".letter{max-width:600px;margin:0 auto;overflow-wrap:anywhere}"
    "a{color:#171a2b}"
    ".button{display:inline-block;padding:12px 20px;background:#171a2b;color:#ffffff;border-radius:4px;"
    "text-decoration:none;font-weight:bold}"
    ".foot{margin-top:32px;border-top:1px solid #b9bcc9;color:#52566b;font-size:14px}"
)
"""The whole style of a mail: one constant text, so that a page can allow it by its hash."""
SIGNATURE = "--"
"""The line that mail programs know as the beginning of the signature."""


class Letter(NamedTuple):
    """A mail in words."""

    subject: str
    text: str
    html: str


def letter(template: str, context: Mapping[str, Any], language: str) -> Letter:
    """Write the letter ``mail/<template>.txt`` in the recipient's language."""
    with override(language):
        subject, _, body = _plain(f"mail/{template}.txt", context).strip().partition("\n")
        foot = _plain("mail/foot.txt", context).strip()
        text = f"{_tidy(body)}\n\n{SIGNATURE} \n{_tidy(foot)}\n"
        html = _plain(
            "mail/frame.html",
            {
                "subject": escape(subject.strip()),
                "body": simple_html(_tidy(body)),
                "foot": simple_html(_tidy(foot), buttons=False),
                "language": language,
                "style": STYLE,
            },
        )
    return Letter(" ".join(subject.split()), text, html)


def simple_html(text: str, *, buttons: bool = True) -> SafeString:
    """Return ``text`` as paragraphs, lists, links and, where wanted, buttons."""
    return mark_safe("\n".join(_block(block, buttons) for block in re.split(r"\n\s*\n", text.strip())))  # noqa: S308 - escaped


def _block(block: str, buttons: bool) -> SafeString:
    lines = [line.strip() for line in block.splitlines()]
    if all(line.startswith("- ") for line in lines):
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_linked(line[2:]),) for line in lines)))
    button = re.fullmatch(r"(?P<label>[^:\n]+): (?P<address>https?://\S+)", block.strip())
    if button and buttons:
        return format_html('<p><a class="button" href="{}">{}</a></p>', button["address"], button["label"])
    return format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", ((_linked(line),) for line in lines)))


def _linked(line: str) -> SafeString:
    return mark_safe(urlize(line, autoescape=True))  # noqa: S308 - urlize has escaped it


def _plain(name: str, context: Mapping[str, Any]) -> str:
    """Render without escaping: a plain text knows no entities, and what goes into the HTML frame is escaped."""
    template: Any = get_template(name)
    return str(template.template.render(Context({"address": settings.ADDRESS, **context}, autoescape=False)))


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in text.strip().splitlines()))
