"""Every write of status rounds."""
