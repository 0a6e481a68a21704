"""Signing in: passwords, tokens, lockout, and the first accounts of an installation."""
