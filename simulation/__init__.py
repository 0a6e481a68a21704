"""A year played through the real workflows on a server whose time is skipped, before it is lived."""
