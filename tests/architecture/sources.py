"""The project's own source files, for tests that read instead of run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = tuple(
    sorted({path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"})
)


def files(*packages: str) -> list[Path]:
    """Python files of some packages, all of ours when none is named, `worker.py` included."""
    found = [path for name in packages or PACKAGES for path in (ROOT / name).rglob("*.py")]
    return sorted(found if packages else [*found, ROOT / "worker.py"])


def name_of(path: Path) -> str:
    """Path below the project, for messages."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Modules that a file imports anywhere, also late."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def strings(path: Path) -> Iterator[str]:
    """String constants of a file, docstrings left out."""
    documentation = {
        id(node.value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and id(node) not in documentation:
            yield from [node.value] if isinstance(node.value, str) else []
