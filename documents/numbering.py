"""Numbers of headings: 一、 then （一） then 1. then （1） (GB/T 9704-2012, 7.3.3)."""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
DEEPEST_LEVEL: Final = 4
_OWN_NUMBER: Final = {
    1: re.compile(r"[一二三四五六七八九十百]+、"),
    2: re.compile(r"（[一二三四五六七八九十百]+）"),
    3: re.compile(r"\d+[.．]"),
    4: re.compile(r"（\d+）"),
}


class HeadingNumbers:
    """Counts headings in reading order; a deeper level begins again below each higher one."""

    def __init__(self) -> None:
        self._counts = [0] * (DEEPEST_LEVEL + 1)

    def numbered(self, level: int, text: str) -> str:
        """The heading with its number; one that brings its own number of that level keeps it.

        Raises:
            ValueError: The level is not 1 to 4.
        """
        if level not in _OWN_NUMBER:
            raise ValueError(f"a heading has level 1 to {DEEPEST_LEVEL}, not {level}")
        self._counts[level] += 1
        self._counts[level + 1 :] = [0] * (DEEPEST_LEVEL - level)
        if _OWN_NUMBER[level].match(text):
            return text
        return number_of(level, self._counts[level]) + text


def number_of(level: int, position: int) -> str:
    """Number of the heading at a position from 1, with its punctuation."""
    written = chinese_number(position) if level <= 2 else str(position)
    return {1: f"{written}、", 2: f"（{written}）", 3: f"{written}.", 4: f"（{written}）"}[level]


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese; beyond that in Arabic digits, which no document should need."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    leading = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return leading + (_DIGITS[ones] if ones else "")
