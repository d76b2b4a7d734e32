"""Every write of the app, one concept a file."""
