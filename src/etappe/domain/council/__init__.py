"""Committees, meetings, agenda items, papers, consultation paths and resolutions, in the terms of OParl 1.1."""
