"""What every command that changes something takes and prints, whatever it is about."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from cli.acting import Acting, acting
from cli.output import JsonOption, print_json, print_table
from cli.session import AsOption, DataDirOption
from models.room_words import event_label

if TYPE_CHECKING:
    from typer._click.core import Command, Context

    from web.desk import Done
    from web.permitted import Permission

KeyOption = Annotated[
    str | None,
    typer.Option(
        "--key",
        help="操作编号；中断后用同一编号重新提交不会重复执行。不填则自动生成。",
        show_default=False,
    ),
]
UnitOption = Annotated[
    str,
    typer.Option("--acting-unit", help="以哪个单位的岗位办理；默认所在单位。", show_default=False),
]
BehalfOption = Annotated[
    str,
    typer.Option("--on-behalf-of", help="代谁办理（委托人登录名）。", show_default=False),
]
_COMMON: dict[str, tuple[Any, Any]] = {
    "data_dir": (DataDirOption, None),
    "login": (AsOption, None),
    "acting_unit": (UnitOption, ""),
    "on_behalf_of": (BehalfOption, ""),
    "key": (KeyOption, None),
    "is_json": (JsonOption, False),
}


class EitherSpelling(TyperGroup):
    """Takes `submit_plan`, as the API spells it, for `submit-plan`."""

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command behind either spelling."""
        return super().get_command(ctx, cmd_name.replace("_", "-"))


def positional(name: str, annotation: Any) -> inspect.Parameter:
    """A parameter of a command that is built at run time."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation)


def common() -> list[inspect.Parameter]:
    """Options of every command that changes something."""
    return [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
        )
        for name, (annotation, default) in _COMMON.items()
    ]


def acting_by(options: dict[str, Any]) -> AbstractAsyncContextManager[Acting]:
    """The session that the common options ask for."""
    return acting(
        options["data_dir"], options["login"], options["acting_unit"], options["on_behalf_of"]
    )


def print_done(done: Done, is_json: bool, **more: Any) -> None:
    """What a command caused."""
    events = [{"type": event, "label": event_label(event)} for event in done.receipt.events]
    if is_json:
        print_json(
            {"number": done.number, "version": done.receipt.version, "events": events, **more}
        )
        return
    what = "、".join(event["label"] for event in events) or "无变化"
    print(f"{done.number}：{what}。")


def print_permissions(found: Sequence[Permission], is_json: bool) -> None:
    """What may be done, with the reasons against what may not."""
    if is_json:
        for each in found:
            print_json(
                {
                    "command": each.command,
                    "title": each.title,
                    "is_allowed": each.is_allowed,
                    "code": each.code,
                    "reason": each.reason,
                }
            )
        return
    print_table(
        ("操作", "命令", "可否", "理由"),
        (
            (
                each.title,
                each.command.replace("_", "-"),
                "可" if each.is_allowed else "否",
                each.reason,
            )
            # What can be done comes first; sorting keeps the order within each half.
            for each in sorted(found, key=lambda one: not one.is_allowed)
        ),
    )
