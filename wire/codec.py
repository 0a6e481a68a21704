"""Between dataclasses of the domain and JSON values, without a word about either.

pydantic does the work so that the domain itself stays on the standard library.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from models.errors import InvalidInputError
from wire.faults import field_of, reason_of

T = TypeVar("T")

# Made once: `json.dumps` would make one for every event that is stored.
_CANONICAL = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


# Building one costs milliseconds, and there are only as many as classes.
_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


def to_json(value: object) -> dict[str, Any]:
    """Fields of a dataclass as JSON values: dates as ISO text, enums as values, sets as lists."""
    dumped: dict[str, Any] = _adapter(type(value)).dump_python(value, mode="json")
    return dumped


def from_json(kind: type[T], data: Mapping[str, Any]) -> T:
    """The dataclass that these JSON values describe.

    Raises:
        InvalidInputError: A field is missing, unknown to its type, or malformed; names the field.
    """
    _refuse_nul(data)
    try:
        found: T = _adapter(kind).validate_python(dict(data))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = field_of(first)
        raise InvalidInputError(
            "malformed_field", f"字段“{where}”有误：{reason_of(first)}。", where
        ) from error
    return found


def _refuse_nul(value: object, field: str = "") -> None:
    """PostgreSQL's text holds no NUL: an append of one would be retried for ever."""
    if isinstance(value, str):
        if "\0" in value:
            raise InvalidInputError("malformed_field", f"字段“{field}”含有不可见的空字符。", field)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            _refuse_nul(inner, field or str(name))
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_nul(inner, field)


def canonical(data: object) -> bytes:
    """JSON bytes with sorted keys and no spaces: the same value always gives the same bytes."""
    return _CANONICAL.encode(data).encode()


def fingerprint(name: str, data: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over a command's name and fields; equal for a resend, different otherwise."""
    return sha256(canonical([name, data])).hexdigest()
