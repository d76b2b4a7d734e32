"""The shapes that the components show: plain values, filled by views and rendered by the tags of ``etappe``.

Templates read attributes by name only, so an app below this floor may pass its own objects or dictionaries with the
same names instead of importing these classes.
"""

from etappe.web.components.badges import BADGES, Badge, UnknownBadgeError, badge
from etappe.web.components.chain import Stage, Station
from etappe.web.components.parts import Crumb, Fact, HistoryEntry, Missing, TodayCard
from etappe.web.components.sentence import Choice, Option, Sentence, Words
from etappe.web.components.sentence import Search as SearchField

__all__ = [
    "BADGES",
    "Badge",
    "Choice",
    "Crumb",
    "Fact",
    "HistoryEntry",
    "Missing",
    "Option",
    "SearchField",
    "Sentence",
    "Stage",
    "Station",
    "TodayCard",
    "UnknownBadgeError",
    "Words",
    "badge",
]
