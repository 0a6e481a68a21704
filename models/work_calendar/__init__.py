"""Versions of the work calendar: what the State Council announced for which year."""
