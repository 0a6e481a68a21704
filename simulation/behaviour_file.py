"""Assumptions about people from a file: TOML, or JSON; what is left out keeps its default."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

from models.errors import ConfigurationError, InvalidInputError
from simulation.behaviour import Away, Behaviour, check
from wire.codec import from_json

_KNOWN = {each.name for each in fields(Behaviour)}
_KNOWN_AWAY = {each.name for each in fields(Away)}


def read_behaviour(file: Path) -> Behaviour:
    """The assumptions of a file.

    Raises:
        ConfigurationError: It cannot be read.
        InvalidInputError: A name is unknown, or a value makes no sense.
    """
    data = _loaded(file)
    away = data.get("away", [])
    if not isinstance(away, list) or not all(isinstance(each, dict) for each in away):
        raise InvalidInputError("behaviour_malformed", "away 应为一组 [[away]]。", "away")
    unknown = [name for name in data if name not in _KNOWN]
    unknown += [f"away.{name}" for each in away for name in each if name not in _KNOWN_AWAY]
    if unknown:
        raise InvalidInputError(
            "behaviour_unknown", f"{file} 中没有名为“{unknown[0]}”的行为参数。", unknown[0]
        )
    behaviour: Behaviour = from_json(Behaviour, json.loads(json.dumps(data, default=str)))
    check(behaviour)
    return behaviour


def _loaded(file: Path) -> dict[str, Any]:
    try:
        text = file.read_text(encoding="utf-8-sig")
        data = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            "behaviour_file_unreadable", f"无法读取 {file}：{error}"
        ) from error
    if not isinstance(data, dict):
        raise InvalidInputError("behaviour_malformed", f"{file} 的内容应为一组参数。")
    return data
