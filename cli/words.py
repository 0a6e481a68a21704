"""The command line's own words in Chinese: what Typer says in help and about wrong use.

Typer asks gettext, which picks a catalogue by the locale. Our users read Chinese whatever the
locale of a server says, so Typer's look-up is answered here instead.
"""

from __future__ import annotations

from gettext import gettext
from typing import TYPE_CHECKING

from typer import core

if TYPE_CHECKING:
    from typer._click.core import Command, Context, Parameter

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

# What a value is, written as in the manuals of other programs instead of in Python's words.
_KINDS = {"str": "TEXT", "int": "INT", "int range": "INT", "path": "PATH", "file": "FILE"}
# Typer adds them to every command that it builds by itself; ours are built one by one.
_SHELL_COMPLETION = frozenset({"install_completion", "show_completion"})


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
    command.params = [param for param in command.params if param.name not in _SHELL_COMPLETION]
    for param in command.params:
        _name_kind(param, ChineseContext(command))
    option = command.get_help_option(ChineseContext(command))
    if option is not None:
        option.help = _HELP_OPTION
    if isinstance(command, core.TyperGroup):
        command.subcommand_metavar = "命令 [参数]…"
        for child in command.commands.values():
            translate(child)
    return command


def _name_kind(param: Parameter, context: Context) -> None:
    if isinstance(param, core.TyperArgument):
        # Its name and its help say what it is.
        param.display_type_rich = lambda ctx: ""  # type: ignore[method-assign]
    elif isinstance(param, core.TyperOption) and param.metavar is None:
        kind = param.display_type(context)[1:-1].removeprefix("list[").removesuffix("]")
        param.metavar = _KINDS.get(kind, f"<{kind}>")


def _translated(message: str) -> str:
    return _CHINESE.get(message) or gettext(message)


core._ = _translated  # type: ignore[attr-defined]  # imported there, not exported
