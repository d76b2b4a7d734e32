"""How dates are written where the formats of Django do not fit: one folder a language."""
