"""Storing what a council information system says: matched, merged with what was changed here, never deleted."""
