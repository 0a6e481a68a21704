"""What import-linter cannot see."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import files, imports, name_of, strings, tree

SQL = re.compile(
    r"\b(SELECT\s+\S.*\bFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
    r"|(CREATE|ALTER|DROP)\s+(TABLE|ROLE|INDEX))\b",
    re.DOTALL,
)
KNOWS_TEMPORAL = (
    "workflows/", "activities/", "runtime/payloads.py",
    "runtime/temporal_client.py", "web/gateway/", "worker.py",
    # A played year moves clocks, runs a worker and counts notices (ADR 49).
    "simulation/clock.py", "simulation/engine.py", "simulation/notice_count.py",
)  # fmt: skip
# `simulation/world.py` starts servers of its own.
ROOTS = ("cli/", "runtime/", "worker.py", "simulation/world.py")
IMPURE = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time",
    "time.monotonic", "uuid.uuid1", "uuid.uuid4", "os.getenv", "os.urandom", "random.random",
    "random.choice", "random.randint", "secrets.token_hex", "secrets.token_urlsafe", "open",
}  # fmt: skip


@pytest.mark.parametrize("path", files("models"), ids=name_of)
def test_rules_import_the_standard_library_only(path: Path) -> None:
    allowed = set(sys.stdlib_module_names) | {"models"}
    assert {name for name in imports(path) if name.split(".")[0] not in allowed} == set()


@pytest.mark.parametrize("path", files("models", "workflows"), ids=name_of)
def test_rules_and_workflows_read_no_clock_chance_or_environment(path: Path) -> None:
    called = {ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
    assert called & IMPURE == set()
    assert "os.environ" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", [it for it in files() if not name_of(it).startswith("store/")], ids=name_of
)
def test_only_the_store_writes_sql(path: Path) -> None:
    assert [text for text in strings(path) if SQL.search(text)] == []


@pytest.mark.parametrize(
    "path", [it for it in files() if not name_of(it).startswith(KNOWS_TEMPORAL)], ids=name_of
)
def test_only_a_few_places_know_temporal(path: Path) -> None:
    assert [name for name in imports(path) if name.split(".")[0] == "temporalio"] == []


@pytest.mark.parametrize(
    "path",
    [it for it in files() if not name_of(it).startswith(ROOTS)],
    ids=name_of,
)
def test_start_up_is_known_to_the_roots_only(path: Path) -> None:
    allowed = {"runtime.settings", "runtime.logs", "runtime.temporal_client", "runtime.readiness"}
    known = {name for name in imports(path) if name.split(".")[0] == "runtime"}
    assert known <= (allowed if name_of(path).startswith("web/") else {"runtime.settings"})
