"""`fupan import` as people and programs meet it."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

import sample
from auth.bootstrap import create_first_accounts
from auth.credentials import read_credentials
from bench.postgres import Database
from cli.main import main
from store.event_store import EventStore
from store.queries.org_units import unit_tree
from store.terms_editor import TermsEditor
from tests.intake.books import TODAY, row, save
from tests.intake.importing import import_units
from wire.messages import RecordedEvent

Fupan = Callable[..., Awaitable[tuple[int, str, str]]]


@pytest.fixture
async def fupan(
    engine: AsyncEngine,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Fupan:
    """Run a command line; gives exit code, standard output and standard error."""
    await TermsEditor(engine, "dw").establish()
    await create_first_accounts(engine, "dw", tmp_path)
    monkeypatch.setenv("FUPAN_DATABASE_URL", database.app_url)
    monkeypatch.setenv("FUPAN_DATA_DIR", str(tmp_path))

    async def run(*arguments: str) -> tuple[int, str, str]:
        code = await asyncio.to_thread(main, list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return run


def verdicts(out: str) -> Counter[str]:
    return Counter(json.loads(line)["verdict"] for line in out.splitlines())


async def test_the_sample_by_command_line_from_preview_to_a_second_import(fupan: Fupan) -> None:
    code, out, _ = await fupan("import", "units", str(sample.UNITS), "--json")
    assert (code, verdicts(out)) == (0, {"import": 49})
    ledger = str(sample.LEDGER)
    code, out, _ = await fupan("import", "ledger", ledger, "--json")
    assert (code, verdicts(out)) == (1, {"import": 110, "reject": 10})
    code, out, err = await fupan("import", "ledger", ledger, "--apply", "--json")
    assert (code, verdicts(out)) == (1, {"import": 110, "reject": 10})
    assert "未写入任何数据" in err
    code, out, err = await fupan("import", "ledger", ledger, "--apply", "--skip-faulty", "--json")
    assert (code, verdicts(out)) == (0, {"import": 110, "reject": 10})
    assert "已写入 110 行" in err
    code, out, _ = await fupan("import", "ledger", ledger, "--apply", "--skip-faulty", "--json")
    assert (code, verdicts(out)) == (0, {"unchanged": 110, "reject": 10})


async def test_people_see_row_column_and_reason_and_what_was_not_understood(
    fupan: Fupan, engine: AsyncEngine, tmp_path: Path
) -> None:
    await import_units(engine)
    good = {"经费来源": "自筹"}
    path = save(
        tmp_path / "a.xlsx",
        [row(**good), row(问题编号="T-2", 整改时限="尽快")],
        (*row(), "经费来源"),
    )
    code, out, _ = await fupan("import", "ledger", str(path))
    assert code == 1
    for said in ("尽快", "整改时限", "T-2", "经费来源", "可导入 1 行", "拒绝 1 行"):
        assert said in out


async def test_a_ledger_that_is_not_taken_leaves_a_fact_and_a_preview_leaves_none(
    fupan: Fupan, engine: AsyncEngine, tmp_path: Path
) -> None:
    await import_units(engine)
    path = save(tmp_path / "张某的台账.xlsx", [row(), row(问题编号="T-2", 整改时限="尽快")])
    digest = sha256(path.read_bytes()).hexdigest()
    await fupan("import", "ledger", str(path))
    assert await recorded(engine, digest) == []
    for _ in range(2):
        assert (await fupan("import", "ledger", str(path), "--apply"))[0] == 1
    facts = await recorded(engine, digest)
    assert [fact.type for fact in facts] == ["ledger_import.refused"] * 2
    assert facts[0].data == {"sha256": digest, "row_count": 2, "refused_count": 1}
    assert facts[0].actor.account == read_credentials(tmp_path)[0].account
    await fupan("import", "ledger", str(path), "--apply", "--skip-faulty")
    assert len(await recorded(engine, digest)) == 2


async def recorded(engine: AsyncEngine, digest: str) -> Sequence[RecordedEvent]:
    async with engine.connect() as connection:
        return await EventStore().read(connection, f"dw/ledger_import/{digest}")


async def test_a_good_ledger_ends_with_zero(
    fupan: Fupan, engine: AsyncEngine, tmp_path: Path
) -> None:
    await import_units(engine)
    path = str(save(tmp_path / "a.xlsx", [row()]))
    code, out, _ = await fupan("import", "ledger", path)
    assert (code, "加 --apply 写入" in out) == (0, True)
    assert (await fupan("import", "ledger", path, "--apply"))[0] == 0
    code, out, _ = await fupan("import", "ledger", path)
    assert (code, "--apply" in out) == (0, False)


async def test_a_ledger_without_rows_says_so(
    fupan: Fupan, engine: AsyncEngine, tmp_path: Path
) -> None:
    await import_units(engine)
    code, out, _ = await fupan("import", "ledger", str(save(tmp_path / "a.xlsx", [])), "--apply")
    assert (code, "没有数据行" in out) == (0, True)


async def test_a_file_that_is_no_workbook_ends_with_two(fupan: Fupan, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"hello")
    code, out, err = await fupan("import", "ledger", str(path))
    assert (code, out) == (2, "")
    assert "不是 Excel 工作簿" in err
    code, _, err = await fupan("import", "ledger", str(tmp_path))
    assert (code, "是目录" in err) == (2, True)
    code, out, _ = await fupan("import", "ledger", str(tmp_path / "none.xlsx"), "--json")
    assert code == 2
    assert "不存在" in json.loads(out)["error"]["message"]


async def test_a_faulty_register_writes_nothing(
    fupan: Fupan, engine: AsyncEngine, tmp_path: Path
) -> None:
    path = tmp_path / "units.csv"
    text = sample.UNITS.read_text(encoding="utf-8-sig").replace(
        "党支部,DW,direct,30", "党支部,无,direct,30"
    )
    path.write_text(text, encoding="utf-8")
    code, out, _ = await fupan("import", "units", str(path), "--json")
    refused = [said for said in map(json.loads, out.splitlines()) if said["verdict"] == "reject"]
    assert code == 1
    assert [(one["number"], one["column"]) for one in refused] == [("D01", "上级编码")]
    async with engine.connect() as connection:
        assert await unit_tree(connection, TODAY) == []
