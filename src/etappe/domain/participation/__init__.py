"""Where demands come from: conferences, working groups, concept papers, statements, recommendations."""
