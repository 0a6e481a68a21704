"""A certificate for 127.0.0.1 that vouches for itself. Its key is public and guards nothing."""

from __future__ import annotations

import ssl
from pathlib import Path

LOOPBACK = Path(__file__).parent / "loopback.pem"


def server_side() -> ssl.SSLContext:
    """What a server on loopback shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(LOOPBACK)
    return context


def client_side() -> ssl.SSLContext:
    """Trusts that server and no other."""
    return ssl.create_default_context(cafile=LOOPBACK)
