"""Where a page ended, in a form that clients hand back unread."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime

from models.errors import InvalidInputError


def cursor_of(parts: Sequence[str | int | None]) -> str:
    """Key of a page's last row as one opaque word."""
    text = json.dumps(list(parts), ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def parts_of(cursor: str, count: int) -> list[str]:
    """The key again, as text.

    Raises:
        InvalidInputError: Not a cursor that this list has given out.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        parts = json.loads(urlsafe_b64decode(padded.encode("ascii")))
    except ValueError as error:
        raise bad_cursor() from error
    if not isinstance(parts, list) or len(parts) != count:
        raise bad_cursor()
    return ["" if part is None else str(part) for part in parts]


def instant_of(part: str) -> datetime:
    """An aware instant out of a cursor.

    Raises:
        InvalidInputError: It is none.
    """
    try:
        at = datetime.fromisoformat(part)
    except ValueError as error:
        raise bad_cursor() from error
    if at.tzinfo is None:
        raise bad_cursor()
    return at


def version_of(cursor: str | None) -> int:
    """Version after which a page of facts starts; 0 for the first page.

    Raises:
        InvalidInputError: The cursor is none of a timeline.
    """
    if cursor is None:
        return 0
    (version,) = parts_of(cursor, 1)
    if not version.isdecimal():
        raise bad_cursor()
    return int(version)


def bad_cursor() -> InvalidInputError:
    """The error for a cursor that cannot be read."""
    return InvalidInputError("cursor_malformed", "翻页标记无效，请从第一页重新查询。", "cursor")
