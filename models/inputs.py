"""Texts and dates that make no sense by themselves, refused before any rule is asked."""

from __future__ import annotations

import re
from datetime import date

from models.errors import InvalidInputError

LONGEST_TEXT = 4000
LONGEST_WORD = 100
_ID_PART = re.compile(r"(?!\.{1,2}$)[^/\s]{1,60}")


def checked_text(text: str, field: str, label: str) -> str:
    """The text without spaces around it, which must not be empty.

    Raises:
        InvalidInputError: It is empty or too long.
    """
    text = text.strip()
    if not text:
        raise InvalidInputError("text_missing", f"请填写{label}。", field)
    check_length(text, field, label, LONGEST_TEXT)
    return text


def check_length(text: str, field: str, label: str, longest: int) -> None:
    """Refuse a text of more characters than state and pages can carry."""
    if len(text) > longest:
        raise InvalidInputError(
            "text_too_long", f"{label}不能超过{longest}个字，现为{len(text)}个字。", field
        )


def check_id_part(part: str, field: str, label: str) -> None:
    """Refuse what cannot be a part of a stream id; it leaves room for suffixes."""
    if not _ID_PART.fullmatch(part) or not part.isprintable():
        raise InvalidInputError(
            "id_malformed", f"{label}须为1至60个可见字符，不含空格和斜杠。", field
        )


def check_future(day: date, today: date, field: str, label: str) -> None:
    """Refuse a day that has come already."""
    if day <= today:
        raise InvalidInputError(
            "date_not_future", f"{label}须晚于今天（{today}），不能是{day}。", field
        )
