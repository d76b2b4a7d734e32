"""Etappe: from recommendation to effect, software for municipal integration policy."""
