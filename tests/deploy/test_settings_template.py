from __future__ import annotations

import re
from pathlib import Path

import pytest

from runtime.settings import Settings, variable

DEPLOY = Path(__file__).parents[2] / "deploy"
TEMPLATE = DEPLOY / "fupan.env.example"
VARIABLES = {variable(field) for field in Settings.model_fields}


def template_lines() -> list[str]:
    return TEMPLATE.read_text(encoding="utf-8").splitlines()


def template_values() -> dict[str, str]:
    pairs = (line.partition("=") for line in template_lines() if re.match(r"FUPAN_\w+=", line))
    return {name: value for name, _, value in pairs}


def test_template_holds_every_setting_and_no_other() -> None:
    assert set(template_values()) == VARIABLES


def test_every_setting_of_the_template_is_explained_in_chinese() -> None:
    lines = template_lines()
    for number, line in enumerate(lines):
        if line.startswith("FUPAN_"):
            above = next(it for it in reversed(lines[:number]) if not it.startswith("FUPAN_"))
            assert re.match(r"# .*[\u4e00-\u9fff]", above), f"{line} has no explanation"


def test_template_can_be_read_as_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in template_values().items():
        monkeypatch.setenv(name, value)
    assert Settings().temporal_namespace == "fupan"


def test_defaults_that_the_template_states_are_the_defaults() -> None:
    stated = re.findall(
        r"默认 ([\w./:@-]+)[^\n]*\n(?:#[^\n]*\n)*FUPAN_(\w+)=", TEMPLATE.read_text(encoding="utf-8")
    )
    assert len(stated) > 10
    for default, name in stated:
        actual = Settings.model_fields[name.lower()].default
        assert str(actual).lower() in {default.lower(), default.removeprefix("./").lower()}, name


@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").glob("*.service")), ids=str)
def test_units_start_commands_that_exist(unit: Path) -> None:
    from cli.groups import COMMANDS

    text = unit.read_text(encoding="utf-8")
    command = re.findall(r"^ExecStart=\S+/fupan (\S+)$", text, re.MULTILINE)
    assert len(command) == 1
    assert command[0] in COMMANDS
    assert unit.stem == f"fupan-{command[0]}"
    assert "NoNewPrivileges=yes" in text
