"""Ids that are computed, never drawn: the same cause gives the same id, so twice is once."""

from __future__ import annotations

import uuid
from datetime import timedelta
from hashlib import sha1, sha256

_NAMESPACE = uuid.UUID("6f1b2c58-9b52-5d2c-9a52-6675c0a1fa9e")
_MAX_ID_LENGTH = 200  # Temporal's PostgreSQL columns hold 255; leave room for suffixes


def stream_id(committee: str, entity: str, number: str) -> str:
    """Id of a stream and of its workflow: `{committee}/{entity}/{number}`, under 200 characters.

    Raises:
        ValueError: A part is empty or holds a slash, or the whole is too long.
    """
    parts = (committee, entity, number)
    if any(not part or "/" in part or not part.isprintable() for part in parts):
        raise ValueError(f"stream id parts must be non-empty, printable, without slash: {parts}")
    whole = "/".join(parts)
    if len(whole) > _MAX_ID_LENGTH:
        raise ValueError(f"stream id longer than {_MAX_ID_LENGTH}: {whole}")
    return whole


def entity_of(stream: str) -> str:
    """Entity part of a stream id."""
    return stream.split("/", 2)[1]


def number_of(stream: str) -> str:
    """Number part of a stream id."""
    return stream.split("/", 2)[2]


def event_id(stream: str, step: str, index: int) -> uuid.UUID:
    """Id of an event: from its stream, what caused it, and its place in that step."""
    # `uuid.uuid5` with less ado: one is made for every event that is stored.
    name = f"{stream}|{step}|{index}".encode()
    digest = sha1(_NAMESPACE.bytes + name, usedforsecurity=False).digest()
    return uuid.UUID(int=int.from_bytes(digest[:16], "big"), version=5)


def derived_id(*parts: str) -> str:
    """Id of anything else that follows from its parts: a notice, a command that a fact causes."""
    return str(uuid.uuid5(_NAMESPACE, "|".join(parts)))


def jitter(stream: str, spread_seconds: int) -> timedelta:
    """Offset of a stream's clocks in `[0, spread_seconds)`: equal deadlines must not burst."""
    if spread_seconds <= 0:
        return timedelta()
    number = int.from_bytes(sha256(stream.encode()).digest()[:8], "big")
    return timedelta(seconds=number % spread_seconds)
