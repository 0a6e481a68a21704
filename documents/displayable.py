"""Texts reduced to what the embedded fonts can show.

A PDF for the archive may hold no empty glyph, so the typesetter refuses a text with one. A rare
character must not keep a bulletin from being issued: it becomes 〓, the printers' sign for a
character that is missing; the .docx keeps it.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from typing import Any, Final

from documents.fonts import font_files

MISSING: Final = "〓"
_WHOLE_UNICODE: Final = 12  # format of the character map that reaches beyond 65535


def displayable(value: Any) -> Any:
    """The value with every text in it reduced; lists and mappings are gone through."""
    if isinstance(value, str):
        return displayable_text(value)
    if isinstance(value, dict):
        return {key: displayable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [displayable(each) for each in value]
    return value


def displayable_text(text: str) -> str:
    """The text with 〓 for unknown characters; signs without a shape of their own vanish."""
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if ord(character) in _known_characters():
        return character
    return "" if _is_shapeless(character) else MISSING


def _is_shapeless(character: str) -> bool:
    return unicodedata.category(character) in {"Cf", "Mn", "Me"}


@cache
def _known_characters() -> frozenset[int]:
    """Code points that all of the fonts have."""
    maps = [_character_map(path.read_bytes()) for path in font_files()]
    return frozenset(set.intersection(*maps))


def _character_map(font: bytes) -> set[int]:
    """Code points of an OpenType font (OpenType 1.9, cmap, format 12)."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for index in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * index + 4)
        if struct.unpack_from(">H", font, start + offset) == (_WHOLE_UNICODE,):
            return _groups(font, start + offset)
    raise ValueError("the font has no character map of the whole of Unicode")


def _table(font: bytes, wanted: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if name == wanted:
            return int(offset)
    raise ValueError(f"the font has no table {wanted!r}")


def _groups(font: bytes, start: int) -> set[int]:
    (count,) = struct.unpack_from(">I", font, start + 12)
    known: set[int] = set()
    for index in range(count):
        first, last, _ = struct.unpack_from(">III", font, start + 16 + 12 * index)
        known.update(range(first, last + 1))
    return known
