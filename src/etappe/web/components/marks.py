"""The small shapes that stand beside words, drawn on a grid of 16 by 16 in the colour of the text.

A state is told by word, shape and colour, in this order; the shapes differ in outline, not in detail, so that they stay
apart on a phone in the sun and on a black-and-white print.
"""

from __future__ import annotations

LINE = 'fill="none" stroke="currentColor"'
"""Outlines are drawn like this; ``{line}`` in a drawing stands for it."""

DRAWINGS: dict[str, str] = {
    "circle": '<circle cx="8" cy="8" r="5.5" {line} stroke-width="2"/>',
    "dashed": '<circle cx="8" cy="8" r="6" {line} stroke-width="2" stroke-dasharray="3.1 3.18"/>',
    "play": '<path d="M4 2.5v11l9.5-5.5z" fill="currentColor"/>',
    "clock": (
        '<circle cx="8" cy="8" r="6" {line} stroke-width="2"/>'
        '<path d="M8 4.5V8l2.5 1.8" {line} stroke-width="1.8" stroke-linecap="round"/>'
    ),
    "triangle": (
        '<path d="M8 2.2 14.6 13.6H1.4z" {line} stroke-width="2" stroke-linejoin="round"/>'
        '<path d="M8 6.4v3" stroke="currentColor" stroke-width="1.8"/>'
        '<circle cx="8" cy="11.3" r="1" fill="currentColor"/>'
    ),
    "check": (
        '<path d="m2.5 8.6 3.6 3.6 7.4-8" {line} stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>'
    ),
    "square": '<rect x="3" y="3" width="10" height="10" fill="currentColor"/>',
    "cross": '<path d="m4 4 8 8m0-8-8 8" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/>',
    "half": (
        '<circle cx="8" cy="8" r="6" {line} stroke-width="2"/><path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor"/>'
    ),
    "diamond": '<path d="M8 1.5 14.5 8 8 14.5 1.5 8z" fill="currentColor"/>',
    "speech": ('<path d="M2 3h12v8H8l-3.5 3v-3H2z" {line} stroke-width="1.8" stroke-linejoin="round"/>'),
    "wave": ('<path d="M1.5 9.5c2-4 4-4 6.5-1.5s4.5 2.5 6.5-1.5" {line} stroke-width="2.2" stroke-linecap="round"/>'),
    "eye": (
        '<path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8z" {line}'
        ' stroke-width="1.7"/><circle cx="8" cy="8" r="2" fill="currentColor"/>'
    ),
    "lines": '<path d="M2.5 4h11m-11 4h11m-11 4h7" stroke="currentColor" stroke-width="2" stroke-linecap="round"/>',
    "wheel": (
        '<circle cx="8" cy="8" r="6" {line} stroke-width="2"/>'
        '<circle cx="8" cy="8" r="1.8" fill="currentColor"/>'
        '<path d="M8 8v6M8 8 2.8 5M8 8l5.2-3" stroke="currentColor" stroke-width="1.6"/>'
    ),
    "links": (
        '<path d="M4 12 8 4l4 8z" {line} stroke-width="1.6"/>'
        '<circle cx="8" cy="3.5" r="2.3" fill="currentColor"/><circle cx="3.5" cy="12.2" r="2.3" fill="currentColor"/>'
        '<circle cx="12.5" cy="12.2" r="2.3" fill="currentColor"/>'
    ),
    "megaphone": (
        '<path d="M2 6.5v3h2.5L12 13V3L4.5 6.5z" {line} stroke-width="1.8"'
        ' stroke-linejoin="round"/>'
        '<path d="M14.5 6.5v3" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/>'
    ),
    "example": (
        '<path d="M6 2h4M6.8 2v4L3 13.2c-.3.6.1.8.6.8h8.8c.5 0 .9-.2.6-.8L9.2 6V2" fill="none"'
        ' stroke="currentColor" stroke-width="1.7" stroke-linejoin="round" stroke-linecap="round"/>'
    ),
    "arrow": (
        '<path d="M2.5 8h11M9 3.5 13.5 8 9 12.5" {line} stroke-width="2"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    ),
}

MARKS: dict[str, str] = {name: drawing.replace("{line}", LINE) for name, drawing in DRAWINGS.items()}
"""The drawings by name."""
