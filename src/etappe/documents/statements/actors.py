"""Who acts: offices, bodies and organisations in a sentence, and the part they play in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from etappe.documents.statements import verbs

_FEMININE = (
    r"Stadt|Kommune|Gemeinde|Region|Politik|Verwaltung|[A-ZÄÖÜ]\w*verwaltung|\w*[Ll]eitung|\w*[Aa]bteilung"
    r"|\w*[Rr]egierung"
    r"|\w*[Ss]telle|\w*[Bb]ehörde|\w*[Gg]ruppe|\w*[Aa]gentur|\w*[Kk]ammer|\w*[Ss]chule|\w*[Ss]chaft|Polizei|Universität"
    r"|\w*[Ff]örderung(?=\s|$)|Kämmerei|\w*[Bb]ücherei|\w*[Bb]ibliothek|\w*[Gg]esellschaft|\w*[Kk]onferenz"
    r"|\w*[Ss]tiftung|\w*[Kk]ommission"
    r"|\w*[Kk]asse|Feuerwehr|Arbeiterwohlfahrt|Caritas|Diakonie|Kirche|Volkshochschule|VHS|AG|IHK|\w*[Ii]nitiative"
)
_MASCULINE = (
    r"Kreis|Landkreis|Bezirk|Bund|Kreistag|Landtag|Magistrat|Senat|(?:Stadt|Gemeinde|Integrations|Ausländer"
    r"|Personal|Bezirks|Migrations)?[Rr]at"
    r"|\w*[Bb]eirat|\w*[Aa]usschuss|\w*[Ff]achbereich|\w*[Ff]achdienst|\w*[Aa]rbeitskreis|Runde[r]? Tisch"
    r"|\w*[Vv]erband|\w*[Vv]erein"
    r"|\w*[Tt]räger|Landrat|\w*[Bb]ürgermeister|\w*[Dd]ezernent|Vorstand|\w*[Bb]etrieb|Bereich"
    r"|Stadtsportbund|Stadtjugendring|Jugendring|Eigenbetrieb"
)
_NEUTER = (
    r"Land|Kreishaus|(?!Ehren)\w*[Aa]mt|Amt|\w*[Rr]eferat|\w*[Dd]ezernat|\w*[Bb]üro|\w*[Zz]entrum"
    r"|\w*[Jj]obcenter|\w*[Nn]etzwerk|\w*[Bb]ündnis"
    r"|Quartiersmanagement|\w*[Ss]achgebiet|Bildungsbüro|Unternehmen|Ministerium|Museum|Theater|Jugendhaus"
    r"|KI|KIZ|Gremium"
    r"|Integrationsmanagement|Stadtteilmanagement|\w*[Dd]ienst(?=\s|$)"
)
_PLURAL = (
    r"Bund(?:,\s+Land)?\s+und\s+(?:Land|Länder|Kommunen)|Land\s+und\s+Bund|Politik\s+und\s+Verwaltung|Verwaltung\s+und\s+Politik"
    r"|Partner(?:innen\s+und\s+Partner)?|Städte|Kommunen|Gemeinden|Kreise|\w*[Ää]mter|\w*[Dd]ezernate|\w*[Vv]erwaltungen|\w*[Ff]achbereiche"
    r"|\w*[Ff]achdienste|\w*[Vv]erbände"
    r"|\w*[Tt]räger|\w*[Vv]ereine|\w*[Oo]rganisationen|\w*[Kk]ammern|\w*[Bb]etriebe|\w*[Uu]nternehmen"
    r"|Arbeitgeber(?:innen|[*:]innen|\w*)?"
    r"|Arbeitgebende|\w*[Ss]chulen|Kitas|\w*[Kk]indertagesstätten|\w*[Tt]ageseinrichtungen"
    r"|\w*[Ee]inrichtungen|Regeldienste|Dienste"
    r"|\w*[Bb]ehörden|Stadtwerke|\w*[Ww]erke|Unterzeichnenden|\w*[Bb]eiräte|\w*[Rr]äte|\w*[Gg]remien"
    r"|\w*[Gg]ruppen|Bezirke|Bezirksvertretungen"
    r"|\w*[Gg]esellschaften|Fraktionen|Kirchen|\w*[Zz]entren|\w*[Ss]tellen|Hochschulen|Verantwortlichen"
    r"|Akteure|Krankenhäuser"
)
_PERSON = (
    r"\w*[Bb]eauftragte[rn]?|\w*[Bb]eigeordnete[rn]?|\w*[Bb]ürgermeister(?:in|[*:]in)|Landrätin"
    r"|\w*[Dd]ezernent(?:in|[*:]in)|Koordinator(?:in|[*:]in)?"
)
_HEAD = rf"(?=[A-ZÄÖÜ])(?:{_FEMININE}|{_MASCULINE}|{_NEUTER}|{_PLURAL}|{_PERSON})(?:e?s)?"
_SHORT = (
    r"(?:Amt|FB|Fachbereich|Dez\.|Dezernat|Abt\.|Abteilung|Ref\.|Referat|FD|SG"
    r"|Fachdienst)\s+(?:\d{1,3}(?:[./-]\d{1,2})?|[IVX]{1,4})"
)
_CAPITAL = r"[A-ZÄÖÜ][\wäöüß-]+"
_FIELDS = rf"{_CAPITAL}(?:,\s{_CAPITAL})*(?:\s(?:und|&)\s{_CAPITAL})?"
_TAIL = (
    rf"(?:\s+für\s+{_FIELDS}|\s+der\s+(?:[Ff]reien\s+)?(?:Wohlfahrtspflege|Stadt|Kommune|Verwaltung)"
    rf"|\s+des\s+(?:Kreises|Landes|Bundes))?"
)
_DETERMINER = (
    r"(?:[Dd]ie|[Dd]er|[Dd]as|[Dd]em|[Dd]en|[Dd]es|[Ee]in(?:e[rsmn]?)?|[Jj]ede[rsmn]?|[Aa]lle[nr]?"
    r"|[Uu]nsere?[rsmn]?|[Ss]ämtliche[n]?"
    r"|[Ii]hre?[rsmn]?|[Zz]um|[Zz]ur|[Vv]om|[Bb]eim|[Ii]m|[Aa]m)"
)
_NO_ADJECTIVE = (
    r"(?!(?:sollten?|könnten?|müssten?|möchten?|würden?|wären?|hätten?|haben|habe|werden|wurden?|sollen|müssen|können|wollen"
    r"|die|der|das|den|dem|eine|einer|einen|keine|aber|oder|unter|über|wieder|immer|weiter|daher|dieser|diese|hier|dabei|wie"
    r"|sie|jede|alle)\b)"
)
_NOUN_PHRASE = re.compile(
    rf"(?<![\w-])(?:(?P<det>{_DETERMINER})\s+)?(?P<adj>(?:{_NO_ADJECTIVE}[a-zäöüß-]+(?:e[nrms]?"
    rf"|er)\s+(?:und\s+(?:[a-zäöü]+\s+)?[a-zäöüß-]+e[nrms]?\s+)?){{0,3}}|Kommunale[snm]?\s+)"
    rf"(?P<core>{_SHORT}|{_HEAD}(?![\w]){_TAIL})"
)
_FEMININE_HEAD = re.compile(rf"^(?:{_FEMININE})(?!\w)|.*(?:{_FEMININE})$")
_PLURAL_HEAD = re.compile(rf"^(?:{_PLURAL})(?!\w)")
_FIELD_NAME = re.compile(rf"^\s+(?P<name>{_FIELDS})")
_NAMED_BY_FIELD = re.compile(
    r"(?:Fachbereich|Fachdienst|Amt|AG|Dezernat|Referat|Abteilung|Arbeitskreis|Arbeitsgruppe|Bereich|Projektgruppe)$"
)
_PREPOSITION = re.compile(
    r"\b(?:an|auf|aus|bei|durch|für|gegen|in|mit|nach|über|um|unter|von|vor|zu|zwischen|ohne|neben|seit"
    r"|wegen|gegenüber|seitens|innerhalb|außerhalb"
    r"|einschließlich|je|pro|per|entlang|samt|sowie|als)\s*$",
    re.I,
)
_AGENT = re.compile(
    r"\b(?:durch|seitens|federführend|Federführung(?:\s+(?:bei|durch))?|(?:zuständig"
    r"|verantwortlich)(?:\s+(?:ist|sind|hierfür|dafür))*|Zuständigkeit\s+bei)\s*:?\s*$",
    re.I,
)
_FROM = re.compile(r"\bvon\s*$", re.I)
_FUSED = frozenset(["zum", "zur", "beim", "im", "am"])
_INDEFINITE = frozenset({"ein", "eine", "eines", "einem", "einen", "einer"})
_ONE_OF = re.compile(r"\b[Ee]ine[rs]?\s+$")
_NOUN_BEFORE = re.compile(r"[A-ZÄÖÜ][\wäöüß*:-]+\s*$")
_NOT_ACTORS = frozenset(
    [
        "Ehrenamt",
        "Gesellschaft",
        "Aufnahmegesellschaft",
        "Stadtgesellschaft",
        "Zuwanderungsgesellschaft",
        "Einwanderungsgesellschaft",
        "Migrationsgesellschaft",
        "Mehrheitsgesellschaft",
        "Bürgerschaft",
        "Zielgruppe",
        "Zielgruppen",
        "Altersgruppe",
        "Altersgruppen",
        "Partnerschaft",
        "Patenschaft",
        "Bereitschaft",
        "Gemeinschaft",
        "Nachbarschaft",
        "Mitgliedschaft",
        "Landwirtschaft",
        "Wirtschaft",
        "Wissenschaft",
        "Botschaft",
        "Personengruppe",
        "Personengruppen",
        "Bevölkerungsgruppe",
        "Bevölkerungsgruppen",
        "Eigenschaft",
        "Herrschaft",
        "Freundschaft",
        "Elternschaft",
        "Schülerschaft",
        "Belegschaft",
        "Land",
        "Bund",
        "Amt",
        "Unternehmensgründung",
        "Sprachförderung",
        "Förderung",
        "Gruppe",
        "Gruppen",
        "Gesamtschule",
        "Beitrag",
        "Ausbildungsbetrieb",
        "Wohnungsbauförderung",
        "Stelle",
        "Stellen",
        "Arbeitsstelle",
        "Arbeitsstellen",
        "Ausbildungsstellen",
        "Schaffung",
        "Bereich",
        "Betrieb",
        "Dienst",
        "Dienste",
        "Kurse",
        "Kasse",
        "Region",
        "Umsetzung",
        "Standards",
        "Zentrum",
        "Herkunftsgesellschaft",
        "Sportförderung",
        "Leseförderung",
        "Elternbildung",
        "Wohnraumförderung",
        "Landschaft",
        "Mannschaft",
        "Schule",
        "Grundschule",
        "Begleitung",
        "Gründung",
        "Landesförderung",
        "Projektförderung",
        "Deutschförderung",
        "Existenzgründung",
        "Jugendförderung",
        "Integrationsförderung",
    ]
)
_WORD_ACTORS = frozenset(
    ["Land", "Bund", "Schule", "Grundschule", "Gesamtschule", "Dienste", "Gruppe", "Amt", "Jugendförderung"]
)


class Role(StrEnum):
    """The part an actor plays in the sentence."""

    SUBJECT = "subject"
    AGENT = "agent"  # after "durch", "seitens", "zuständig"
    FROM = "from"  # after "von": acts if the sentence is passive
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Actor:
    """An office, body or organisation as named in a sentence, article included."""

    text: str
    start: int
    end: int
    role: Role


def find_actors(text: str) -> list[Actor]:
    """Return the actors of a sentence in order, each with the part it plays."""
    found: list[Actor] = []
    for match in _NOUN_PHRASE.finditer(text):
        core = match["core"]
        if core in _NOT_ACTORS and not (match["det"] and core in _WORD_ACTORS):
            continue
        start = match.start("det") if match["det"] else match.start("adj") if match["adj"] else match.start("core")
        end = _with_name(text, match.end("core"), core)
        role = _role(text[:start], match["det"] or "", core)
        one = _ONE_OF.search(text[:start]) if (match["det"] or "").lower() == "der" else None
        if one:  # "eine der Beigeordneten": one of several, named by the office
            start, role = one.start(), Role.SUBJECT
        if (match["det"] or "").lower() in _FUSED | {"vom"}:
            start = match.start("adj") if match["adj"] else match.start("core")
        found.append(Actor(text[start:end].strip(), start, end, role))
    return found


def _with_name(text: str, end: int, core: str) -> int:
    """Extend ``Stadt`` to ``Stadt Duisburg`` and ``Fachbereich`` to ``Fachbereich Jugend und Schule``."""
    field_name = _FIELD_NAME.match(text[end:])
    if not field_name or any(sign.isdigit() for sign in core):
        return end
    if _NAMED_BY_FIELD.search(core):
        return end + field_name.end()
    first = field_name["name"].split(",")[0].split(" ")[0]
    if verbs.is_name(first):
        return end + text[end:].index(first) + len(first)
    return end


def _role(before: str, determiner: str, core: str) -> Role:
    lower = determiner.lower()
    if lower in _INDEFINITE:
        return Role.OTHER  # something yet to be set up, not somebody who is there to act
    if _AGENT.search(before):
        return Role.AGENT
    if lower == "vom" or _FROM.search(before):
        return Role.FROM
    if lower in _FUSED | {"dem", "des", "den"} or _PREPOSITION.search(before):
        return Role.OTHER
    if lower == "der" and (
        _FEMININE_HEAD.match(core.split(maxsplit=1)[0]) or _PLURAL_HEAD.match(core) or _NOUN_BEFORE.search(before)
    ):
        return Role.OTHER
    return Role.SUBJECT
