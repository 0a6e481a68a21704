"""Fields that tell in Chinese what they are."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

_NOTHING = object()


class Shape(BaseModel):
    """Base of every answer: built from the store's rows by attribute, never changed."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


def told(title: str, example: object, description: str = "", default: Any = _NOTHING) -> Any:
    """A field with title, description and example in Chinese.

    Args:
        title: What it is called; as a description, too, when nothing more is to be said.
        example: One value as JSON shows it.
        description: What a reader has to know: unit, zone, meaning of null.
        default: Makes the field optional.
    """
    known: dict[str, Any] = {
        "title": title,
        "description": description or f"{title}。",
        "examples": [example],
    }
    return Field(**known) if default is _NOTHING else Field(default, **known)
