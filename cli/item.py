"""`fupan item`: every command on an item, made from the domain's list."""

from __future__ import annotations

import inspect
import uuid
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.acting import acting
from cli.giving_commands import (
    EitherSpelling,
    acting_by,
    common,
    positional,
    print_done,
    print_permissions,
)
from cli.options_of import fields_of, parameters_of, with_signature
from cli.output import JsonOption
from cli.session import AsOption, DataDirOption, run_async
from web.command_forms import ATTACH_EVIDENCE, FORMS, ISSUE, CommandForm, checked_body

NumberArgument = Annotated[
    str, typer.Argument(metavar="NUMBER", help="问题编号，如 FP2026-001。", show_default=False)
]

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
        parameters = [positional("number", NumberArgument), *parameters]
    app.command(form.name.replace("_", "-"))(with_signature(act, [*parameters, *common()]))


async def _carry_out(form: CommandForm, number: str, options: dict[str, Any]) -> None:
    from web.command_desk import CommandDesk

    key = options["key"] or str(uuid.uuid4())
    data = fields_of(form, options)
    async with acting_by(options) as session:
        desk = CommandDesk(session.parts)
        if form.name == ISSUE:
            body = checked_body(form, {**data, "number": number})
            done = await desk.issue(session.actor, body, key)
        else:
            body = checked_body(form, data)
            done = await desk.carry_out(session.actor, number, form.name, body, key)
    print_done(done, options["is_json"])


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
    async with acting_by(options) as session:
        with file.open("rb") as source:
            desk = EvidenceDesk(session.parts)
            attached = await desk.attach(session.actor, number, source, file.name, key)
    print_done(attached.done, options["is_json"], sha256=attached.draft.sha256)


def _add_attach() -> None:
    _attach.__doc__ = FORMS[ATTACH_EVIDENCE].label.description
    own = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in inspect.signature(_attach, eval_str=True).parameters.values()
        if parameter.name != "options"
    ]
    app.command("attach-evidence")(with_signature(_attach, [*own, *common()]))


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
    print_permissions(found, is_json)


for _form in FORMS.values():
    if _form.name != ATTACH_EVIDENCE:
        _add(_form)
_add_attach()
