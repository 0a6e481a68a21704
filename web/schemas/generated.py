"""Request bodies made from the domain's command classes: a new command documents itself.

pydantic could validate the dataclasses as they are, but the generated models refuse unknown
fields and carry Chinese titles and descriptions into the API's documentation.
"""

from __future__ import annotations

import dataclasses
from functools import cache, reduce
from operator import or_
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model

from models.facts import Command
from models.rectification.words import word_of


def body_model(
    kind: type[Command], title: str, *, hidden: frozenset[str], optional: frozenset[str]
) -> type[BaseModel]:
    """The request body of a command.

    Args:
        kind: The command's class.
        title: What the command is called in Chinese.
        hidden: Fields that a client must not send: the service knows them.
        optional: Text fields that a client may leave out: the service then fills them in.
    """
    key: Any = kind  # mypy takes a class with slots for unhashable
    return cast("type[BaseModel]", _model(key, title, hidden, optional))


@cache
def _model(kind: Any, title: str, hidden: frozenset[str], optional: frozenset[str]) -> Any:
    hints = get_type_hints(kind)
    fields: dict[str, Any] = {
        field.name: (_converted(hints[field.name]), _info(kind, field, field.name in optional))
        for field in dataclasses.fields(kind)
        if field.name not in hidden
    }
    config = ConfigDict(
        extra="forbid", title=title, json_schema_extra={"description": f"{title}的内容。"}
    )
    return create_model(f"{kind.__name__}Body", __config__=config, **fields)


def _info(kind: type[Any], field: dataclasses.Field[Any], is_optional: bool) -> Any:
    word = word_of(kind, field.name)
    known: dict[str, Any] = {
        "title": word.title,
        "description": word.description,
        "examples": [word.example],
    }
    if field.default_factory is not dataclasses.MISSING:
        return Field(default_factory=field.default_factory, **known)
    if field.default is not dataclasses.MISSING:
        return Field(field.default, **known)
    return Field("", **known) if is_optional else Field(**known)


def _converted(hint: Any) -> Any:
    """The annotation with every dataclass in it replaced by a generated model."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _model(hint, _NESTED_TITLES[hint.__name__], frozenset(), frozenset())
    arguments = get_args(hint)
    if not arguments:
        return hint
    parts = tuple(part if part in (Ellipsis, NoneType) else _converted(part) for part in arguments)
    origin = get_origin(hint)
    return reduce(or_, parts) if origin in (Union, UnionType) else origin[parts]


# Dataclasses inside commands, by name: what they are called in Chinese.
_NESTED_TITLES = {"Measure": "整改措施", "Checklist": "验收清单"}
