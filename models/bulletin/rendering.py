"""Files that were made of a bulletin."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A stored file.

    Attributes:
        name: What people download it as, `2026-Q1.docx`.
        sha256: Hash of its content, hex; it is stored under that.
        size_bytes: Its length.
        media_type: Its media type.
    """

    name: str
    sha256: str
    size_bytes: int
    media_type: str
