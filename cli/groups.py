"""The commands of `fupan`, loaded only when one is asked for.

A new command: one module in `cli/` with `app: typer.Typer` (one command in it becomes the command
itself, several become a group), and one line in the table below.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from cli.words import translate

if TYPE_CHECKING:
    from typer._click.core import Command, Context


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command lives and what it is for, so that help needs no import."""

    module: str
    help: str
    is_hidden: bool = False


COMMANDS: dict[str, Entry] = {
    "up": Entry("cli.up", "启动全部服务（内置 PostgreSQL 与 Temporal），Ctrl-C 停止。"),
    "import": Entry("cli.imports", "导入单位名册与整改台账。"),
    "plan": Entry("cli.plan", "年度复盘计划：编制、审批、月度确认、覆盖进度。"),
    "review": Entry("cli.review", "复盘：安排、组建复盘组、通知、登记、记录、反馈、确认。"),
    "common-issue": Entry("cli.common_issue", "共性问题：认定、自查答复。"),
    "bulletin": Entry("cli.bulletin", "季度通报：修改文稿、送审、批准、签收、更正、导出。"),
    "look-back": Entry("cli.look_back", "回头看：组建回头看组、认定、完成、导出报告。"),
    "item": Entry("cli.item", "办理整改事项：下发、签收、方案、进展、延期、验收、销号等。"),
    "ledger": Entry("cli.ledger", "查看整改台账。"),
    "show": Entry("cli.show", "查看一个事项及其全部经过。"),
    "status": Entry("cli.status", "查看各部分运行状况。"),
    "inbox": Entry("cli.inbox", "查看站内通知。"),
    "account": Entry("cli.account", "管理账号。"),
    "unit": Entry("cli.unit", "查看与管理单位。"),
    "policy": Entry("cli.policy", "查看与修改督办规则。"),
    "calendar": Entry("cli.calendar", "查看与导入工作日历。"),
    "simulate": Entry("cli.simulate", "模拟一个年度，看督办规则的效果。"),
    "duty-report": Entry("cli.duty_report", "按全年事实生成述职报告草稿。"),
    "verify": Entry("cli.verify", "核验事实链与查询表，输出第一处差错。"),
    "rebuild": Entry("cli.rebuild", "由事实重建查询表并比对。"),
    "recover": Entry("cli.recover", "Temporal 数据丢失后由事实恢复全部流程。"),
    "migrate": Entry("cli.migrate", "在已有 PostgreSQL 上建立或升级数据库结构。"),
    "sequencer": Entry("cli.sequencer", "单独运行排序进程。"),
    "worker": Entry("cli.worker", "单独运行流程工作进程。"),
    "api": Entry("cli.api", "单独运行 HTTP 接口。"),
    "first-start": Entry("cli.first_start", "建立首批账号并载入示例。", is_hidden=True),
}


class LazyGroup(TyperGroup):
    """The root: lists the table, imports the one module that a command needs."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands.update(
            (name, TyperCommand(name=name, help=entry.help, hidden=entry.is_hidden))
            for name, entry in COMMANDS.items()
            if find_spec(entry.module)
        )

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """The real command in place of its stand-in."""
        name, stand_in, rest = super().resolve_command(ctx, args)
        if name not in COMMANDS:
            return name, stand_in, rest
        command = typer.main.get_command(import_module(COMMANDS[name].module).app)
        command.name = name
        return name, translate(command), rest
