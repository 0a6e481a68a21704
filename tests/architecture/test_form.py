"""Names and sizes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from models.rooms import DECIDERS
from tests.architecture.sources import ROOT, files, name_of

# 共性问题 is a thing with a name.
VAGUE = re.compile(
    r"(^|_)(utils?|common(?!_(issue|finding|problem))|helpers?|managers?|misc|base|shared|stuff|core)($|_)"
)
ALL = [*files(), *files("tests", "bench")]
LONGEST_FILE_LINES = 450
# A room's words, one small class each, stand in one place however many they are.
VOCABULARIES = {"commands.py", "events.py"}
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_no_file_has_a_name_that_says_nothing(path: Path) -> None:
    assert not any(VAGUE.search(part) for part in (path.stem, path.parent.name))


@pytest.mark.parametrize("path", [it for it in ALL if it.name not in VOCABULARIES], ids=name_of)
def test_no_file_is_too_long_to_be_read_at_once(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE_LINES


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--(index-url|extra-index-url|find-links|trusted-host)", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_version_and_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[a-z0-9][\w.\[\],-]*==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_every_package_is_shipped_and_checked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    shipped = project["tool"]["setuptools"]["packages"]["find"]["include"]
    assert ours <= {name.rstrip("*") for name in shipped}
    assert ours <= set(project["tool"]["mypy"]["packages"])
    assert ours <= set(project["tool"]["importlinter"]["root_packages"])


def test_decision_records_are_numbered_without_gaps_and_listed_by_their_titles() -> None:
    folder = ROOT / "docs" / "adr"
    records = sorted(folder.glob("[0-9]*.md"))
    listed = (folder / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(records) > 0
    for number, record in enumerate(records, start=1):
        assert record.name.startswith(f"{number:04d}-")
        heading = record.read_text(encoding="utf-8").splitlines()[0]
        title = heading.removeprefix(f"# {number}. ")
        assert title != heading
        assert f"{number}. [{title}]({record.name})" in listed


def test_wire_names_are_given_once_and_begin_with_their_entity() -> None:
    events = [(entity, name) for entity, it in DECIDERS.items() for name in it.events]
    assert len({name for _, name in events}) == len(events)
    for entity, decider in DECIDERS.items():
        assert decider.entity == entity
        for name, kind in decider.events.items():
            assert kind.type == name
            assert re.fullmatch(rf"{entity}\.[a-z][a-z0-9_]*", name)
        for name, command in decider.commands.items():
            assert command.name == name
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
