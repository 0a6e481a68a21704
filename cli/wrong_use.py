"""What a person did wrong at the command line, in Chinese."""

from __future__ import annotations

import re

from pydantic import ValidationError
from typer._click import exceptions as click

from wire.faults import reason_of

# Typer words these itself, without asking for a translation.
_PATTERNS = (
    (r"Got unexpected extra argument(?:s|\(s\))? \((?P<it>.*)\)", "多余的参数：{it}。"),
    (r"Option '(?P<it>.*)' requires (an argument|\d+ arguments)\.?", "选项 {it} 需要一个值。"),
    (r"Option '(?P<it>.*)' does not take a value\.?", "选项 {it} 不接受值。"),
    (r"Argument '(?P<it>.*)' takes (?P<n>\d+) values\.?", "参数 {it} 需要 {n} 个值。"),
    (r"(File|Directory|Path) (?P<it>.*) does not exist\.?", "{it} 不存在。"),
    (r"(File|Directory|Path) (?P<it>.*) is a file\.?", "{it} 是文件，应为目录。"),
    (r"(File|Directory|Path) (?P<it>.*) is a directory\.?", "{it} 是目录，应为文件。"),
    (r"(File|Directory|Path) (?P<it>.*) is not readable\.?", "{it} 无法读取，请检查权限。"),
    (r"(File|Directory|Path) (?P<it>.*) is not writable\.?", "{it} 无法写入，请检查权限。"),
    (r"(?P<it>.*)\. Did you mean (?P<n>.*)\?", "{it}。是否想输入：{n}？"),
)


def explain(error: click.ClickException) -> str:
    """The message for a wrong use."""
    if isinstance(error, click.MissingParameter):
        return f"缺少{_parameter(error).rstrip()}。"
    if isinstance(error, click.NoSuchOption):
        return _no_such_option(error)
    if isinstance(error, click.BadParameter):
        return f"{_parameter(error)}的值无效：{_why(error)}"
    return _translated(error.format_message())


def hint(error: click.ClickException) -> str:
    """Where help for the command at fault can be read; empty when unknown."""
    context = getattr(error, "ctx", None)
    return f"运行 {context.command_path} --help 查看用法。" if context else ""


def _parameter(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "参数")
    kind = "参数" if error.param.param_type_name == "argument" else "选项"
    names = error.param.opts or [error.param.name or ""]
    # What an argument is called in the help.
    name = error.param.metavar or names[-1].upper() if kind == "参数" else names[0]
    return f"{kind} {name} "


def _no_such_option(error: click.NoSuchOption) -> str:
    text = f"没有选项 {error.option_name}。"
    near = "、".join(sorted(error.possibilities or ()))
    return f"{text}是否想输入：{near}？" if near else text


def _why(error: click.BadParameter) -> str:
    cause = error.__cause__
    if isinstance(cause, ValidationError):
        first = cause.errors(include_url=False)[0]
        return f"“{first['input']}”，{_choices(error) or reason_of(first)}。"
    return _translated(error.message)


def _choices(error: click.BadParameter) -> str:
    """What may be chosen; empty for a parameter that leaves no choice of a few."""
    described = getattr(error.param, "type_descriptor", None)
    known = [str(getattr(one, "value", one)) for one in getattr(described, "choices", None) or ()]
    return f"只能取 {'、'.join(known)}" if known else ""


def _translated(message: str) -> str:
    for pattern, chinese in _PATTERNS:
        found = re.fullmatch(pattern, message)
        if found:
            return chinese.format(**found.groupdict())
    return message
