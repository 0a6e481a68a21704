"""Ladders that every room shares: what is late, how far it has climbed, and who acts on it."""
