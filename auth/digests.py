"""What is stored of a secret or of a login that was typed: its hash, never itself."""

from __future__ import annotations

from hashlib import sha256


def digest_of(secret: str) -> bytes:
    """What is stored of a token or of a login that was typed."""
    return sha256(secret.encode()).digest()
