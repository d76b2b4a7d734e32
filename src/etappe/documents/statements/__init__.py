"""Which kind of statement a sentence makes, by rules that are data."""
