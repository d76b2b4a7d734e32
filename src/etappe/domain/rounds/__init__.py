"""Status rounds (Sachstandsabfragen): who is asked what, what they answer, and how it stood when the round closed."""
