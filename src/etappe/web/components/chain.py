"""Where something stands: the stations of one object in the chain, and the stages of a whole process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Text = str | Promise
"""A text, or one that is translated only when it is shown."""

StationState = Literal["happened", "ahead", "missing", "current"]


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the stage rail.

    `state` is *happened* (filled), *ahead* (hollow), *missing* (dashed: it should exist; `note` says what to do) or
    *current* (the object whose page this is). An empty `url` means that there is nothing to open yet. `note` is the
    short line below the label, `detail` the fainter one below that.
    """

    label: Text
    url: str = ""
    state: StationState = "ahead"
    note: Text = ""
    detail: Text = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a process on the timeline; `when` is shown as it was written (“Frühjahr 2005”)."""

    when: Text
    title: Text
    text: Text = ""
    url: str = ""
    happened: bool = True
    source: Text = ""
