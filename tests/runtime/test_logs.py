"""What goes wrong is logged with its place, never with what people typed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog

from runtime.logs import configure_logs
from runtime.settings import Settings


@pytest.fixture(autouse=True)
def former_logs() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def fail(password: str) -> None:
    raise ValueError(f"{len(password)} characters")


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_a_trace_does_not_show_the_values_of_variables(
    log_format: Literal["json", "console"], capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs(Settings(log_format=log_format))
    try:
        fail("Correct-" + "Horse-7")
    except ValueError as error:
        structlog.get_logger("test_logs").error("request_failed", exc_info=error)
    written = capsys.readouterr().err
    assert "15 characters" in written
    assert "test_logs" in written
    assert "Correct-Horse-7" not in written
