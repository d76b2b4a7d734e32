"""Word lists that rules and conditions share."""

from __future__ import annotations

ACTION_NOUNS = (
    r"(?:(?:Weiter|Fort|Neu|Wieder|Aus|Auf|Ein|Um|Ver|Be|Er|Mit|Zusammen|Um)?(?:[a-zäöü]*)"
    r"(?:ausbau|aufbau|umbau|abbau|einrichtung|schaffung|entwicklung|förderung|stärkung|prüfung|erarbeitung|erstellung|durchführung|fortführung"
    r"|weiterführung|verbesserung|sicherung|sicherstellung|unterstützung|vernetzung|einführung|bereitstellung|erhöhung|qualifizierung|etablierung"
    r"|sensibilisierung|ausweitung|erweiterung|öffnung|benennung|gründung|verankerung|beteiligung|einbindung|einbeziehung|gewinnung|umsetzung|initiierung"
    r"|koordinierung|koordination|intensivierung|verstärkung|fortschreibung|anpassung|verstetigung|implementierung|entwurf|bündelung|veröffentlichung"
    r"|herausgabe|ausbildung|schulung|fortbildung|steigerung|senkung|reduzierung|berücksichtigung|anerkennung|ermöglichung|erleichterung|optimierung"
    r"|aufstockung|besetzung|schließung|vermittlung|begleitung|einstellung|ansprache|ausrichtung|evaluation|evaluierung|auswertung|erhebung|installation|initiative|bekanntmachung|bewerbung|verbreitung|klärung|planung|vereinheitlichung|digitalisierung"
    r"|übersetzung|information|organisation|aufnahme|einwerbung|verknüpfung|verzahnung|abstimmung|festlegung|verlängerung|ergänzung|aktualisierung"
    r"|überarbeitung|analyse|dokumentation|konzeption|konzeptionierung|beschaffung|bereithaltung|sichtbarmachung|wertschätzung|teilnahme))"
)
"""Nouns of doing with which measures without a verb begin, as a pattern (*Ausbau*, *Prüfung*, *Einrichtung*)."""
