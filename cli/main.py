"""The `fupan` command: finds the sub-command, and turns every error into words and an exit code.

Exit codes: 0 done, 1 refused by a rule or faults found, 2 wrong use or configuration.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from cli.groups import LazyGroup
from cli.output import JsonOption
from cli.session import DataDirOption
from cli.words import translate
from models.errors import ConfigurationError, FupanError, InvalidInputError

if TYPE_CHECKING:
    from typer._click.exceptions import ClickException

EXIT_DONE, EXIT_REFUSED, EXIT_WRONG_USE, EXIT_INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="fupan",
    cls=LazyGroup,
    help="复盘闭环管理：整改台账、督办提醒、验收销号与事实留痕。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version

        typer.echo(f"fupan {version('fupan')}")
        raise typer.Exit


@app.callback()
def root(
    _version: Annotated[
        bool,
        typer.Option("--version", help="显示版本并退出。", is_eager=True, callback=_print_version),
    ] = False,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """Options of `fupan` itself; the commands look for the last two here."""


def run() -> NoReturn:
    """Entry point of the console script."""
    leave(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code; never raises what a person can cause."""
    from typer._click.exceptions import ClickException

    is_json = "--json" in arguments
    try:
        command = translate(typer.main.get_command(app))
        outcome = command.main(list(arguments), prog_name="fupan", standalone_mode=False)
    except ClickException as error:
        return _report_wrong_use(error, is_json)
    except FupanError as error:
        return _report(error, is_json)
    except (KeyboardInterrupt, typer.Abort):
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader (`| head`) has seen enough. Nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    return outcome if isinstance(outcome, int) else EXIT_DONE


def leave(code: int) -> NoReturn:
    """End the process.

    Temporal's client library can crash the interpreter while it is torn down, after all work is
    done, and would turn success into a signal; with it loaded we leave without the tear-down.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if "temporalio" in sys.modules:
        atexit._run_exitfuncs()
        os._exit(code)
    sys.exit(code)


def _report(error: FupanError, is_json: bool) -> int:
    fault = {"code": error.code, "message": error.message}
    if isinstance(error, InvalidInputError) and error.field:
        fault["field"] = error.field
    _print_fault(fault, is_json)
    return EXIT_WRONG_USE if isinstance(error, ConfigurationError) else EXIT_REFUSED


def _report_wrong_use(error: ClickException, is_json: bool) -> int:
    from typer._click.exceptions import NoArgsIsHelpError

    if isinstance(error, NoArgsIsHelpError):
        print(error.message, file=sys.stderr)
        return EXIT_WRONG_USE
    from cli.wrong_use import explain, hint

    _print_fault({"code": "wrong_use", "message": explain(error)}, is_json)
    if not is_json and hint(error):
        print(hint(error), file=sys.stderr)
    return EXIT_WRONG_USE


def _print_fault(fault: dict[str, str], is_json: bool) -> None:
    if is_json:
        print(json.dumps({"error": fault}, ensure_ascii=False))
    else:
        print(fault["message"], file=sys.stderr)


if __name__ == "__main__":
    run()
