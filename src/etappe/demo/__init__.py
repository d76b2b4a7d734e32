"""Example data: facts with their sources, and one made-up city that is marked as such wherever it shows."""
