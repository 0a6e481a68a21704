"""Single values of a policy by the names that people type: `item.yellow.offset_workdays`.

A path names a field (`steps.accept_workdays`), a ladder's own field
(`item.repeat_every_workdays`) or a field of one rung (`item.red.points`). Where a ladder has
several rungs of a level they are counted from 1: `item.blue.2.offset_workdays`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import time
from typing import Any

from models.errors import InvalidInputError
from models.policy import Ladder, Policy, Rung

Value = int | str | time | tuple[str, ...]


def values(policy: Policy) -> Iterator[tuple[str, Value]]:
    """Every value of a policy with its path, in reading order; the version is left out."""
    for item in fields(policy):
        value = getattr(policy, item.name)
        if item.name in ("version", "ladders"):
            continue
        if not is_dataclass(value):
            yield item.name, value
            continue
        for inner in fields(value):
            yield f"{item.name}.{inner.name}", getattr(value, inner.name)
    for subject in sorted(policy.ladders, key=lambda name: (name != "item", name)):
        yield from _ladder_values(subject, policy.ladders[subject])


def with_value(policy: Policy, path: str, text: str) -> Policy:
    """The policy with one value replaced by what the text says.

    Raises:
        InvalidInputError: There is no such path, or the text does not fit its value.
    """
    known = dict(values(policy))
    if path not in known:
        raise InvalidInputError(
            "policy_path_unknown", f"没有名为“{path}”的制度参数，可用 policy show 查看。", path
        )
    value = _read(path, text, known[path])
    first, *rest = path.split(".")
    if first in policy.ladders:
        ladder = _with_ladder_value(policy.ladders[first], rest, value)
        return replace(policy, ladders={**policy.ladders, first: ladder})
    if not rest:
        return replace(policy, **{first: value})
    part = replace(getattr(policy, first), **{rest[0]: value})
    return replace(policy, **{first: part})


def as_text(value: Value) -> str:
    """A value as it is typed; `with_value` reads it back."""
    if isinstance(value, time):
        return value.isoformat("minutes")
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _ladder_values(subject: str, ladder: Ladder) -> Iterator[tuple[str, Value]]:
    yield f"{subject}.repeat_every_workdays", ladder.repeat_every_workdays
    for name, rung in _named_rungs(ladder):
        for item in fields(rung):
            if item.name != "level":
                yield f"{subject}.{name}.{item.name}", getattr(rung, item.name)


def _named_rungs(ladder: Ladder) -> Iterator[tuple[str, Rung]]:
    levels = [rung.level for rung in ladder.rungs]
    for index, rung in enumerate(ladder.rungs):
        number = levels[: index + 1].count(rung.level)
        is_only = levels.count(rung.level) == 1
        yield (rung.level.value if is_only else f"{rung.level.value}.{number}"), rung


def _with_ladder_value(ladder: Ladder, rest: list[str], value: Any) -> Ladder:
    if len(rest) == 1:
        return replace(ladder, **{rest[0]: value})
    wanted = ".".join(rest[:-1])
    change: dict[str, Any] = {rest[-1]: value}
    rungs = tuple(
        replace(rung, **change) if name == wanted else rung for name, rung in _named_rungs(ladder)
    )
    return replace(ladder, rungs=tuple(sorted(rungs, key=lambda rung: rung.offset_workdays)))


def _read(path: str, text: str, example: Value) -> Any:
    """The text as a value of the same kind as the one that stands there now."""
    try:
        if isinstance(example, int):
            return int(text)
        if isinstance(example, time):
            return time.fromisoformat(text)
    except ValueError as error:
        kind = "整数" if isinstance(example, int) else "时刻（如 09:30）"
        raise InvalidInputError(
            "policy_value_malformed", f"{path} 应为{kind}，不能是“{text}”。", path
        ) from error
    if isinstance(example, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text
