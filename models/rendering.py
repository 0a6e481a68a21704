"""A file that was made of a document's content; the bytes lie under their hash."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One stored file.

    Attributes:
        name: What people download it as, without names of persons.
        sha256: Hash of the bytes, 64 hex digits.
        size_bytes: Their number.
        media_type: For example `application/pdf`.
    """

    name: str
    sha256: str
    size_bytes: int
    media_type: str
