"""One message to one person at one moment, and what became of it."""
