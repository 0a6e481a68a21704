"""What a command prints: tables for people, JSON for machines, progress for those who watch."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer


def _or_before_the_command(ctx: typer.Context, value: bool) -> bool:
    """`fupan --json ledger` means `fupan ledger --json`."""
    return value or bool(ctx.find_root().params.get("is_json"))


JsonOption = Annotated[
    bool, typer.Option("--json", help="输出 JSON，供程序读取。", callback=_or_before_the_command)
]


def is_terminal() -> bool:
    """True when a person looks at standard output: only then colours and boxes."""
    return sys.stdout.isatty()


def print_json(value: object) -> None:
    """One JSON value on one line; dates and the like as text."""
    print(json.dumps(value, ensure_ascii=False, default=str))


def print_table(headings: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> None:
    """A table: drawn on a terminal, else tab-separated lines that other programs can cut."""
    if is_terminal():
        _draw_table(headings, rows, title)
        return
    print("\t".join(headings))
    for row in rows:
        print("\t".join(_cell(value) for value in row))


def print_pairs(pairs: Iterable[tuple[str, Any]]) -> None:
    """Names and values, one pair a line, values aligned."""
    known = [(name, _cell(value)) for name, value in pairs]
    width = max((cells(name) for name, _ in known), default=0)
    for name, value in known:
        print(f"{name}{' ' * (width - cells(name))}  {value}")


def cells(text: str) -> int:
    """Columns that a text takes on a terminal; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error while a terminal shows it; otherwise nothing.

    Yields:
        A function that takes how many more are done.
    """
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn())
    bar = Progress(
        *columns, MofNCompleteColumn(), TimeElapsedColumn(), console=Console(stderr=True)
    )
    with bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.advance(task, done)


def _draw_table(headings: Sequence[str], rows: Iterable[Sequence[Any]], title: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, box=box.SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        # As text: brackets in a person's words are no markup.
        table.add_row(*(Text(_cell(value)) for value in row))
    Console().print(table)


def _cell(value: Any) -> str:
    """A value on one line; None is empty."""
    return "" if value is None else " ".join(str(value).split())
