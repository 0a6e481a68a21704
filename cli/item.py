"""`fupan item`: every command on an item, made from the domain's list."""

from __future__ import annotations

import inspect
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from cli.acting import acting
from cli.options_of import fields_of, parameters_of, with_signature
from cli.output import JsonOption, print_json, print_table
from cli.session import AsOption, DataDirOption, run_async
from models.room_words import event_label
from web.command_forms import ATTACH_EVIDENCE, FORMS, ISSUE, CommandForm, checked_body

if TYPE_CHECKING:
    from typer._click.core import Command, Context

    from web.desk import Done

NumberArgument = Annotated[
    str, typer.Argument(metavar="NUMBER", help="问题编号，如 FP2026-001。", show_default=False)
]
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


app = typer.Typer(
    cls=EitherSpelling,
    help="办理整改事项：下发、签收、方案、进展、延期、验收、销号等。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


def _add(form: CommandForm) -> None:
    def act(**options: Any) -> None:
        number = str(options.pop("number", None) or "")
        run_async(_carry_out(form, number, options))

    act.__doc__ = form.label.description
    parameters = parameters_of(form)
    if form.name != ISSUE:
        parameters = [_positional("number", NumberArgument), *parameters]
    app.command(form.name.replace("_", "-"))(with_signature(act, [*parameters, *_common()]))


def _positional(name: str, annotation: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation)


def _common() -> list[inspect.Parameter]:
    return [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
        )
        for name, (annotation, default) in _COMMON.items()
    ]


async def _carry_out(form: CommandForm, number: str, options: dict[str, Any]) -> None:
    from web.command_desk import CommandDesk

    key = options["key"] or str(uuid.uuid4())
    data = fields_of(form, options)
    async with _acting(options) as session:
        desk = CommandDesk(session.parts)
        if form.name == ISSUE:
            body = checked_body(form, {**data, "number": number})
            done = await desk.issue(session.actor, body, key)
        else:
            body = checked_body(form, data)
            done = await desk.carry_out(session.actor, number, form.name, body, key)
    _print(done, options["is_json"])


def _acting(options: dict[str, Any]) -> Any:
    return acting(
        options["data_dir"], options["login"], options["acting_unit"], options["on_behalf_of"]
    )


def _print(done: Done, is_json: bool, **more: Any) -> None:
    events = [{"type": event, "label": event_label(event)} for event in done.receipt.events]
    if is_json:
        print_json(
            {"number": done.number, "version": done.receipt.version, "events": events, **more}
        )
        return
    what = "、".join(event["label"] for event in events) or "无变化"
    print(f"{done.number}：{what}。")


def _attach(
    number: NumberArgument,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", exists=True, dir_okay=False, readable=True, help="佐证材料文件。"
        ),
    ],
    **options: Any,
) -> None:
    run_async(_attach_file(number, file, options))


async def _attach_file(number: str, file: Path, options: dict[str, Any]) -> None:
    from web.evidence_desk import EvidenceDesk

    key = options["key"] or str(uuid.uuid4())
    async with _acting(options) as session:
        with file.open("rb") as source:
            desk = EvidenceDesk(session.parts)
            attached = await desk.attach(session.actor, number, source, file.name, key)
    _print(attached.done, options["is_json"], sha256=attached.draft.sha256)


def _add_attach() -> None:
    _attach.__doc__ = FORMS[ATTACH_EVIDENCE].label.description
    own = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in inspect.signature(_attach, eval_str=True).parameters.values()
        if parameter.name != "options"
    ]
    app.command("attach-evidence")(with_signature(_attach, [*own, *_common()]))


@app.command("allowed")
def allowed(
    number: NumberArgument,
    data_dir: DataDirOption = None,
    login: AsOption = None,
    is_json: JsonOption = False,
) -> None:
    """列出当前账号此刻可对该事项进行的操作；不可进行的给出理由。"""
    run_async(_show_allowed(number, data_dir, login, is_json))


async def _show_allowed(
    number: str, data_dir: Path | None, login: str | None, is_json: bool
) -> None:
    from web.permitted import permitted

    async with acting(data_dir, login) as session:
        found = await permitted(session.parts, session.actor, number)
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


for _form in FORMS.values():
    if _form.name != ATTACH_EVIDENCE:
        _add(_form)
_add_attach()
