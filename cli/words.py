"""The command line's own words in Chinese: what Typer says in help and about wrong use.

Typer asks gettext, which picks a catalogue by the locale. Our users read Chinese whatever the
locale of a server says, so Typer's look-up is answered here instead.
"""

from __future__ import annotations

from gettext import gettext
from typing import TYPE_CHECKING

from typer import core

if TYPE_CHECKING:
    from typer._click.core import Command

_CHINESE = {
    "(dynamic)": "（自动）",
    "Aborted!": "已中止。",
    "default: {default}": "默认：{default}",
    "required": "必填",
    "env var: {var}": "环境变量：{var}",
    "Arguments": "参数",
    "Options": "选项",
    "Commands": "命令",
    "Missing command.": "缺少子命令。",
    "No such command {name!r}.": "没有名为 {name!r} 的命令。",
}
_HELP_OPTION = "显示本帮助并退出。"


def translate(command: Command) -> Command:
    """Put the words of a command and of everything below it into Chinese."""
    from typer._click.core import Context
    from typer._click.formatting import HelpFormatter

    class ChineseFormatter(HelpFormatter):
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or "用法：")

    class ChineseContext(Context):
        formatter_class = ChineseFormatter

    command.context_class = ChineseContext
    command.options_metavar = "[选项]"
    option = command.get_help_option(ChineseContext(command))
    if option is not None:
        option.help = _HELP_OPTION
    if isinstance(command, core.TyperGroup):
        command.subcommand_metavar = "命令 [参数]…"
        for child in command.commands.values():
            translate(child)
    return command


def _translated(message: str) -> str:
    return _CHINESE.get(message) or gettext(message)


core._ = _translated  # type: ignore[attr-defined]  # imported there, not exported
