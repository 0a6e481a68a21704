"""Command-line options made from a command's form, as far as that stays readable.

Beyond that a value is written as JSON, one option for each part of a list.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from types import NoneType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer

from models.errors import InvalidInputError
from models.rectification.commands import Checklist
from models.rectification.content import Measure
from models.rectification.words import WORDS as ITEM_WORDS
from models.words import Word
from web.command_forms import CommandForm

Options = Mapping[str, Any]
_ALL_MET = "all_met"


def parameters_of(form: CommandForm) -> list[inspect.Parameter]:
    """One keyword parameter for every option of the form, annotated for Typer."""
    hints = get_type_hints(form.kind)
    found: list[inspect.Parameter] = []
    for field in dataclasses.fields(form.kind):  # type: ignore[arg-type]  # every command is one
        if field.name in form.body.model_fields:
            found += _parameters(form, field, hints[field.name])
    return found


def fields_of(form: CommandForm, options: Options) -> dict[str, Any]:
    """The command's fields as JSON values, from what was typed; what was not typed is absent.

    Raises:
        InvalidInputError: A measure or a JSON text is not written as it has to be.
    """
    hints = get_type_hints(form.kind)
    given: dict[str, Any] = {}
    for name in form.body.model_fields:
        if hints[name] is Checklist:
            given[name] = _checklist(options)
        elif _is_measures(hints[name]):
            given[name] = [_measure(text) for text in options.get(name) or ()]
        elif (part := _part_in(hints[name])) is not None and options.get(name):
            given[name] = _from_text(name, part, options[name])
        elif options.get(name) is not None:
            given[name] = _plain(options[name])
    return given


def _parameters(
    form: CommandForm, field: dataclasses.Field[Any], hint: Any
) -> list[inspect.Parameter]:
    if hint is Checklist:
        return _checklist_parameters()
    word = form.words.word_of(form.kind, field.name)
    is_required = form.body.model_fields[field.name].is_required()
    if _is_measures(hint):
        help_text = f"{word.title}，写作“内容|责任人|完成日期”，可重复。"
        option = typer.Option("--measure", help=help_text, metavar="TEXT", show_default=False)
        return [_parameter(field.name, Annotated[list[str], option], ... if is_required else None)]
    if (part := _part_in(hint)) is not None:
        return [_json_parameter(form, field.name, hint, part)]
    kind = _bare(hint)
    if get_origin(kind) is tuple:
        kind = list.__class_getitem__(get_args(kind)[0])
    shown, option = _shown(kind, is_required), _option(field.name, kind, word, is_required)
    annotated = Annotated[shown, option]  # type: ignore[valid-type]  # made at run time
    default = False if kind is bool and not is_required else None
    return [_parameter(field.name, annotated, inspect.Parameter.empty if is_required else default)]


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    default = inspect.Parameter.empty if default is ... else default
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
    )


def _option(name: str, kind: Any, word: Word, is_required: bool) -> Any:
    flag = f"--{name.removeprefix('is_').replace('_', '-')}"
    said = word.description.rstrip("。")
    text = f"{word.title}。" if said == word.title else f"{word.title}：{said}。"
    if kind is date:
        return typer.Option(
            flag, help=text, parser=read_date, metavar="YYYY-MM-DD", show_default=False
        )
    # Only where nothing is assumed does a no have to be said.
    flags = f"{flag}/--no-{flag[2:]}" if kind is bool and is_required else flag
    metavar = {str: "TEXT", int: "INT"}.get(kind)
    if get_origin(kind) is list:
        metavar, text = "WORD", f"{text.rstrip('。')}；可重复。"
    return typer.Option(flags, help=text, metavar=metavar, show_default=False)


def _json_parameter(form: CommandForm, name: str, hint: Any, part: Any) -> inspect.Parameter:
    """An option for what has parts of its own: JSON, or the one thing that has to be said."""
    word = form.words.word_of(form.kind, name)
    is_required = form.body.model_fields[name].is_required()
    is_list = get_origin(_bare(hint)) is tuple
    example = word.example[0] if is_list and word.example else word.example
    shown = json.dumps(example, ensure_ascii=False)
    said = "" if word.description.rstrip("。") == word.title else word.description
    needed = _only_needed(part)
    short = f"可只写{form.words.word_of(part, needed).title}，或" if needed else ""
    again = "可重复。" if is_list else ""
    text = f"{word.title}。{said}{short}写作 JSON，如 '{shown}'。{again}"
    flag = f"--{name.replace('_', '-')}"
    option = typer.Option(flag, help=text, metavar="JSON", show_default=False)
    kind: Any = list[str] if is_list else str
    annotated = Annotated[_shown(kind, is_required), option]  # type: ignore[valid-type]  # as above
    return _parameter(name, annotated, ... if is_required else None)


def _from_text(name: str, part: Any, typed: str | Sequence[str]) -> Any:
    if isinstance(typed, str):
        return _one_from_text(name, part, typed)
    return [_one_from_text(name, part, each) for each in typed]


def _one_from_text(name: str, part: Any, text: str) -> Any:
    needed = _only_needed(part)
    if needed and not text.lstrip().startswith("{"):
        return {needed: text}
    try:
        value = json.loads(text)
    except ValueError as error:
        message = f"“{text}”不是有效的 JSON，应写作 {{…}}，写法见 --help。"
        raise InvalidInputError("json_malformed", message, name) from error
    if not isinstance(value, dict):
        message = f"“{text}”应为一个 JSON 对象，写作 {{…}}，写法见 --help。"
        raise InvalidInputError("json_malformed", message, name)
    return value


def _part_in(hint: Any) -> Any | None:
    """The dataclass of which a field holds one or several; None for a field that holds none."""
    parts = (hint, *get_args(hint), *get_args(_bare(hint)))
    return next((each for each in parts if dataclasses.is_dataclass(each)), None)


def _only_needed(part: Any) -> str:
    """Name of the one text that a part cannot do without; empty when it needs more than one."""
    needed = [
        field.name
        for field in dataclasses.fields(part)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]
    is_text = len(needed) == 1 and get_type_hints(part)[needed[0]] is str
    return needed[0] if is_text else ""


def read_date(text: str | date) -> date:
    """A date as typed at the command line.

    Raises:
        BadParameter: It is none.
    """
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"“{text}”不是日期，应写作 2026-04-30。") from error


def _bare(hint: Any) -> Any:
    """The type inside an optional one."""
    parts = [part for part in get_args(hint) if part is not NoneType]
    return parts[0] if len(parts) == 1 and NoneType in get_args(hint) else hint


def _shown(kind: Any, is_required: bool) -> Any:
    return kind if is_required else kind | None


def _is_measures(hint: Any) -> bool:
    return Measure in get_args(hint)


def _measure(text: str) -> dict[str, Any]:
    parts = [part.strip() for part in text.replace("\uff5c", "|").split("|")]
    if len(parts) != len(dataclasses.fields(Measure)):
        raise InvalidInputError(
            "measure_malformed",
            f"措施“{text}”应写作“内容|责任人|完成日期”，如“建立补学表|组织委员|2026-03-31”。",
            "measures",
        )
    if not _is_date(parts[2]):
        raise InvalidInputError(
            "measure_day_malformed",
            f"措施“{text}”的完成日期“{parts[2]}”应写作 2026-03-31。",
            "measures",
        )
    return dict(zip(("text", "owner", "due_on"), parts, strict=True))


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _checklist_parameters() -> list[inspect.Parameter]:
    every = typer.Option("--all-met", help="验收清单五项全部达到。", show_default=False)
    found = [_parameter(_ALL_MET, Annotated[bool, every], False)]
    for field in dataclasses.fields(Checklist):
        flag = typer.Option(
            f"--{field.name.replace('_', '-')}",
            help=f"验收清单：{ITEM_WORDS.word_of(Checklist, field.name).title}。",
            show_default=False,
        )
        found.append(_parameter(field.name, Annotated[bool, flag], False))
    return found


def _checklist(options: Options) -> dict[str, bool]:
    is_all = bool(options.get(_ALL_MET))
    return {
        field.name: is_all or bool(options.get(field.name))
        for field in dataclasses.fields(Checklist)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def with_signature(
    act: Callable[..., None], parameters: list[inspect.Parameter]
) -> Callable[..., None]:
    """A function that Typer reads as if it had been written with these parameters."""

    def command(**options: Any) -> None:
        act(**options)

    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    command.__doc__ = act.__doc__
    return command
