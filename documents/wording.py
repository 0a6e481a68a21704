"""Texts as pages can take them, and how wide they are."""

from __future__ import annotations

import unicodedata
from datetime import date


def printable(text: str) -> str:
    """The text without characters that neither XML nor a font knows; any blank becomes a space."""
    blanks_as_spaces = "".join(" " if c in "\t\n\r\v\f\u2028\u2029" else c for c in text)
    return "".join(c for c in blanks_as_spaces if not _is_unknown(c))


def _is_unknown(character: str) -> bool:
    # Cc control, Cs half of a surrogate pair, Cn not assigned; FEFF marks the start of a file.
    return unicodedata.category(character) in {"Cc", "Cs", "Cn"} or character == "\ufeff"


def printable_lines(text: str) -> tuple[str, ...]:
    """Lines of a text that are not blank, without spaces around them."""
    return tuple(line for raw in text.splitlines() if (line := printable(raw).strip()))


def width_of(text: str) -> float:
    """Width in full characters: a Chinese one takes one, a Latin one half."""
    return sum(character_width(character) for character in text)


def character_width(character: str) -> float:
    """One for a wide character, half for another; Chinese quotation marks and dashes are wide."""
    return 1 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def written_day(day: date | None) -> str:
    """A civil date as the standard wants it: Arabic digits without leading zeros."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"
