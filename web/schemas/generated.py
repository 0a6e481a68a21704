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
from models.rectification.belonging import Belonging
from models.room_words import ROOM_WORDS

_NONE: frozenset[str] = frozenset()
# Its schemas bore their short names before there were other rooms.
_FIRST_ROOM = "rectification"
# What the roster says of named people, whatever class names them; separation of duties rests on it.
_FROM_ROSTER = frozenset({"verifier_unit"})


def body_model(
    kind: type[Command],
    title: str,
    entity: str,
    *,
    hidden: frozenset[str] = _NONE,
    optional: frozenset[str] = _NONE,
) -> type[BaseModel]:
    """The request body of a command.

    Args:
        kind: The command's class.
        title: What the command is called in Chinese.
        entity: Whose command it is; its room knows what the fields are called.
        hidden: Fields that a client must not send: the service knows them.
        optional: Text fields that a client may leave out: the service then fills them in.
    """
    key: Any = kind  # mypy takes a class with slots for unhashable
    return cast("type[BaseModel]", _model(key, title, entity, hidden, optional))


@cache
def _model(
    kind: Any, title: str, entity: str, hidden: frozenset[str], optional: frozenset[str]
) -> Any:
    hints = get_type_hints(kind)
    fields: dict[str, Any] = {
        field.name: (
            _converted(hints[field.name], entity),
            _info(kind, field, entity, field.name in optional),
        )
        for field in dataclasses.fields(kind)
        if field.name not in hidden and not is_from_roster(field.name, hints[field.name])
    }
    config = ConfigDict(
        extra="forbid", title=title, json_schema_extra={"description": f"{title}的内容。"}
    )
    room = "" if entity == _FIRST_ROOM else entity.title().replace("_", "")
    return create_model(f"{room}{kind.__name__}Body", __config__=config, **fields)


def is_from_roster(name: str, hint: Any) -> bool:
    """True for a field that tells where a named person belongs: no client has a say in it."""
    return hint is Belonging or name in _FROM_ROSTER


def _info(kind: type[Any], field: dataclasses.Field[Any], entity: str, is_optional: bool) -> Any:
    word = ROOM_WORDS[entity].word_of(kind, field.name)
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


def _converted(hint: Any, entity: str) -> Any:
    """The annotation with every dataclass in it replaced by a generated model."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        title = ROOM_WORDS[entity].parts[hint.__name__]
        return _model(hint, title, entity, _NONE, _NONE)
    arguments = get_args(hint)
    if not arguments:
        return hint
    parts = tuple(
        part if part in (Ellipsis, NoneType) else _converted(part, entity) for part in arguments
    )
    origin = get_origin(hint)
    return reduce(or_, parts) if origin in (Union, UnionType) else origin[parts]
