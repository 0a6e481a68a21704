"""`fupan account`, `unit`, `policy` and `calendar` against a real database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from auth.bootstrap import create_first_accounts, create_sample_accounts
from bench.postgres import Database
from cli.calendar_file import read_days
from cli.main import main
from models.errors import ConfigurationError, InvalidInputError
from models.facts import SYSTEM
from models.org_unit.commands import OtherUnit
from models.org_unit.kinds import UnitKind
from models.org_unit.register_row import SINCE_ALWAYS, RegisterRow
from store.terms_editor import TermsEditor
from store.unit_register import UnitRegister

Fupan = Callable[..., Awaitable[tuple[int, Any, str]]]


@pytest.fixture
async def fupan(
    engine: AsyncEngine,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Fupan:
    """Run a command line with --json; gives exit code, what it printed as value, and as text."""
    units = UnitRegister(engine, "dw")
    committee = OtherUnit("DW", UnitKind.COMMITTEE)
    for code, kind, parent in (
        ("DW", UnitKind.COMMITTEE, None),
        ("D01", UnitKind.BRANCH, committee),
        ("D02", UnitKind.BRANCH, committee),
    ):
        await units.bring_to(RegisterRow(code, f"{code}组织", kind, parent), SINCE_ALWAYS, SYSTEM)
    await TermsEditor(engine, "dw").establish()
    await create_first_accounts(engine, "dw", tmp_path)
    await create_sample_accounts(engine, "dw", tmp_path)
    monkeypatch.setenv("FUPAN_DATABASE_URL", database.app_url)
    monkeypatch.setenv("FUPAN_DATA_DIR", str(tmp_path))

    async def run(*arguments: str) -> tuple[int, Any, str]:
        code = await asyncio.to_thread(main, [*arguments, "--json"])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out.strip() else None, out + err

    return run


async def test_the_first_administrator_opens_an_account_that_can_sign_in(
    fupan: Fupan, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, opened, _ = await fupan("account", "open", "New-One", "--unit", "D01", "--role", "owner")
    assert code == 0
    monkeypatch.setenv("FUPAN_PASSWORD", opened["password"])
    assert (await fupan("unit", "list", "--as", "new-one"))[0] == 0
    monkeypatch.setenv("FUPAN_PASSWORD", "wrong")
    assert (await fupan("unit", "list", "--as", "new-one"))[0] == 1


async def test_posts_that_must_stay_apart_are_refused(fupan: Fupan) -> None:
    code, _, error = await fupan("account", "grant", "secretary-D01", "auditor", "DW")
    assert code == 1
    assert "不同账号" in error


async def test_a_post_in_a_unit_that_does_not_exist_is_refused(fupan: Fupan) -> None:
    code, _, error = await fupan("account", "grant", "secretary-D01", "verifier", "X99")
    assert code == 1
    assert "X99" in error


async def test_a_unit_is_renamed_and_keeps_its_past(fupan: Fupan) -> None:
    await fupan("unit", "rename", "D01", "新名", "--from", "2026-03-01")
    _, rows, _ = await fupan("unit", "show", "D01")
    assert [row["name"] for row in rows] == ["D01组织", "新名"]
    _, tree, _ = await fupan("unit", "list", "--on", "2026-02-28")
    assert "新名" not in {row["name"] for row in tree}


async def test_a_unit_ends_with_a_reason(fupan: Fupan) -> None:
    assert (await fupan("unit", "dissolve", "D02", "--reason", "撤销", "--from", "2026-03-01"))[
        0
    ] == 0
    _, tree, _ = await fupan("unit", "list", "--on", "2026-03-01")
    assert [row["code"] for row in tree] == ["D01", "DW"]
    assert (await fupan("unit", "rename", "D02", "新名"))[0] == 1


async def test_a_policy_is_proposed_by_one_and_adopted_by_another(fupan: Fupan) -> None:
    change = ("item.yellow.offset_workdays=2", "--reason", "试行")
    code, proposed, _ = await fupan("policy", "set", *change, "--as", "orghead")
    assert (code, proposed) == (0, {"version": 2})
    adopt = ("policy", "adopt", "2", "--reach", "open_items", "--reason", "会议决定")
    assert (await fupan(*adopt, "--as", "orghead"))[0] == 1
    code, adopted, _ = await fupan(*adopt, "--as", "deputy")
    assert code == 0
    assert adopted["rollout"]["progress"] == "nothing_to_do"  # there is no item at all
    _, policy, _ = await fupan("policy", "show")
    assert [rung["offset_workdays"] for rung in policy["ladders"]["item"]["rungs"]][2] == 2


async def test_a_policy_file_can_be_written_and_read_back(fupan: Fupan, tmp_path: Path) -> None:
    _, policy, _ = await fupan("policy", "show")
    policy["steps"]["accept_workdays"] = 1
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(policy))
    code, proposed, _ = await fupan(
        "policy", "set", "--file", str(file), "--reason", "提速", "--as", "orghead"
    )
    assert (code, proposed["version"]) == (0, 2)
    policy["steps"]["acept_workdays"] = 1
    file.write_text(json.dumps(policy))
    arguments = ("policy", "set", "--file", str(file), "--reason", "提速", "--as", "orghead")
    code, _, error = await fupan(*arguments)
    assert code == 1
    assert "steps.acept_workdays" in error


async def test_a_year_is_imported_once(fupan: Fupan, tmp_path: Path) -> None:
    file = tmp_path / "2027.csv"
    days = "".join(f"2027/10/0{day},休\n" for day in range(1, 8))
    file.write_bytes(f"日期,类别\n{days}2027-10-09,班\n".replace("/", "-").encode("gb18030"))
    assert (await fupan("calendar", "status"))[1]["missing_years"] == [2027]
    for _ in range(2):
        code, imported, _ = await fupan("calendar", "import", str(file), "--source", "通知")
        assert (code, imported["version"], imported["years"]) == (0, 2, [2027])
    _, shown, _ = await fupan("calendar", "show", "--year", "2027")
    assert shown["make_up_workdays"] == ["2027-10-09"]
    assert not shown["is_provisional"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("日期,类别\n2027-10-01,上班\n", "第 1 行的类别"),
        ("日期,类别\n2027-10-01,休\n十月二日,休\n", "第 2 行的日期"),
        ("[1]", "对象的列表"),
        ("[", "JSON 格式有误"),
    ],
)
def test_a_faulty_calendar_file_names_the_row(tmp_path: Path, content: str, word: str) -> None:
    file = tmp_path / "calendar.txt"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInputError, match=word):
        read_days(file)


def test_a_calendar_may_be_json(tmp_path: Path) -> None:
    file = tmp_path / "calendar.json"
    file.write_text('[{"date": "2027-10-01", "kind": "holiday", "source": "a"}]')
    [day] = read_days(file, "b")
    assert (day.day.isoformat(), day.is_off, day.source) == ("2027-10-01", True, "a")


def test_a_missing_calendar_file_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        read_days(tmp_path / "none.csv")
