"""How long status rounds take, and whether many may answer at once."""
