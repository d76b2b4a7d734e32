"""Reminders over a simulated year: what goes out, and what should."""
