"""Every write of steering."""
