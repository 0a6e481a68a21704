"""Traps of the workflow engine that cost hours once; each is closed by a test or a setting here.

Others are closed where they live: handlers before `run`, ids across continue-as-new, long
histories and releases in `tests/workflows`, plain exceptions in `workflows/failures.py`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.embedded.temporal import dynamic_config
from workflows.sandbox import PURE_PACKAGES, workflow_runner

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / "workflows").glob("*.py"))
# Calls of the client that go over the network and would wait for ever without a deadline.
NEEDS_DEADLINE = {
    "execute_update",
    "execute_update_with_start_workflow",
    "start_workflow",
    "count_workflows",
}


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_workflow_uses_a_local_activity(path: Path) -> None:
    """One can commit in PostgreSQL and be lost from the workflow."""
    assert [name for name, _ in calls(path) if "local_activity" in name] == []


def test_every_call_of_the_gateway_has_a_deadline() -> None:
    found = [(n, c) for n, c in calls(ROOT / "web/gateway/__init__.py") if n in NEEDS_DEADLINE]
    assert {name for name, _ in found} == NEEDS_DEADLINE
    for name, call in found:
        assert "rpc_timeout" in {keyword.arg for keyword in call.keywords}, name


def test_the_embedded_server_polls_its_one_shard_often_enough() -> None:
    flags = dynamic_config(has_time_skipping=False)
    for queue in ("transfer", "timer", "visibility"):
        assert f"history.{queue}ProcessorMaxPollRPS=2000" in flags


def test_time_can_be_skipped_in_tests_only() -> None:
    flag = "frontend.WorkflowTimeSkippingEnabled=true"
    assert flag in dynamic_config(has_time_skipping=True)
    assert flag not in dynamic_config(has_time_skipping=False)


def test_pure_packages_are_loaded_once_and_shared_by_all_workflows() -> None:
    passed = workflow_runner().restrictions.passthrough_modules
    assert set(PURE_PACKAGES) <= passed
    assert "store" not in passed
