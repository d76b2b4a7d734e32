"""Steering: deviations, what is proposed, who decides, and what follows from it."""
