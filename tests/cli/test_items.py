"""Items over the command line, carried out by the real worker."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from models.calendar import on_shanghai
from tests.cli.command_line import fupan
from tests.service import Service

ISSUE = [
    *["item", "issue", "--as", "orgofficer1", "--problem", "补课记录缺失", "--goal", "记录齐全"],
    *["--category", "fixed_term", "--owner-unit", "Z1-01", "--owner", "owner-z1-01"],
    *["--owner-post", "支部委员"],
]


async def issued(service: Service) -> str:
    outcome = await fupan(service.data_dir, *ISSUE, "--json")
    assert outcome.code == 0, outcome.err + outcome.out
    return str(outcome.objects[0]["number"])


async def test_an_item_is_issued_accepted_and_planned(service: Service) -> None:
    number = await issued(service)
    accepted = await fupan(service.data_dir, "item", "accept", number, "--as", "secretary-z1-01")
    assert (accepted.code, accepted.out) == (0, f"{number}：已签收。\n")
    measure = f"建立补学表|组织委员|{on_shanghai(datetime.now(UTC))}"
    planned = await fupan(
        *(service.data_dir, "item", "submit_plan", number, "--measure", measure),
        *("--as", "secretary-z1-01", "--json"),
    )
    assert planned.objects[0]["events"] == [
        {"type": "rectification.plan_submitted", "label": "方案已报送"}
    ]


async def test_a_refusal_is_exit_code_one_with_its_reason(service: Service) -> None:
    number = await issued(service)
    outcome = await fupan(service.data_dir, "item", "accept", number, "--json")
    assert outcome.code == 1
    assert outcome.objects[0]["error"]["code"] == "not_entitled"


async def test_the_same_key_is_carried_out_once(service: Service) -> None:
    number = await issued(service)
    arguments = ["item", "accept", number, "--as", "secretary-z1-01", "--key", number, "--json"]
    first, second = [await fupan(service.data_dir, *arguments) for _ in range(2)]
    assert first.objects == second.objects


async def test_a_measure_written_otherwise_is_explained(service: Service) -> None:
    outcome = await fupan(service.data_dir, "item", "submit-plan", "FP", "--measure", "只有内容")
    assert outcome.code == 1
    assert "内容|责任人|完成日期" in outcome.err
    measure = "建立补学表|组织委员|下周"
    outcome = await fupan(service.data_dir, "item", "submit-plan", "FP", "--measure", measure)
    assert (outcome.code, "“下周”应写作 2026-03-31" in outcome.err) == (1, True)


async def test_a_wrong_password_is_refused(service: Service, tmp_path: Path) -> None:
    outcome = await fupan(service.data_dir, "ledger", "--as", "nobody")
    assert outcome.code == 1
    assert "FUPAN_PASSWORD" in outcome.err


async def test_evidence_is_attached_from_a_file(service: Service, tmp_path: Path) -> None:
    number = await issued(service)
    await fupan(service.data_dir, "item", "accept", number, "--as", "secretary-z1-01")
    file = tmp_path / "说明.txt"
    file.write_text("补课已完成", encoding="utf-8")
    outcome = await fupan(
        *(service.data_dir, "item", "attach-evidence", number, str(file)),
        *("--as", "owner-z1-01", "--json"),
    )
    assert outcome.code == 0, outcome.out
    assert len(outcome.objects[0]["sha256"]) == 64


async def test_what_is_allowed_comes_with_reasons(service: Service) -> None:
    number = await issued(service)
    outcome = await fupan(service.data_dir, "item", "allowed", number, "--json")
    by_name = {each["command"]: each for each in outcome.objects}
    assert not by_name["accept"]["is_allowed"]
    assert "办理" in by_name["accept"]["reason"]


async def test_the_ledger_is_filtered_and_paged(service: Service) -> None:
    numbers = [await issued(service) for _ in range(3)]
    outcome = await fupan(
        service.data_dir, "ledger", "--unit", "Z1", "--all", "--limit", "1", "--json"
    )
    assert outcome.code == 0, outcome.err
    listed = [each["number"] for each in outcome.objects]
    assert set(numbers) <= set(listed)
    assert len(listed) == len(set(listed))
    assert {each["owner_unit"] for each in outcome.objects} <= {"Z1", "Z1-01"}
    page = await fupan(service.data_dir, "ledger", "--limit", "1")
    assert len(page.out.splitlines()) == 2
    assert "--cursor" in page.err
    nothing = await fupan(service.data_dir, "ledger", "--text", "绝无此事")
    assert (nothing.code, nothing.out) == (0, "没有符合条件的事项。\n")


async def test_the_ledger_says_which_due_days_are_provisional(service: Service) -> None:
    number = await issued(service)  # the service of these tests knows no year's calendar
    shown = await fupan(service.data_dir, "show", number)
    listed = await fupan(service.data_dir, "ledger", "--text", number)
    assert "（暂定）" in shown.out
    assert "（暂定）" in listed.out


async def test_a_unit_of_the_ledger_goes_by_code_or_name(service: Service) -> None:
    number = await issued(service)
    row = (await fupan(service.data_dir, "ledger", "--text", number, "--json")).objects[0]
    by_name = ["ledger", "--unit", row["owner_unit_name"], "--all", "--json"]
    listed = (await fupan(service.data_dir, *by_name)).objects
    assert number in {each["number"] for each in listed}
    assert {each["owner_unit"] for each in listed} == {"Z1-01"}
    unknown = await fupan(service.data_dir, "ledger", "--unit", "无此单位")
    assert (unknown.code, "无此单位" in unknown.err) == (1, True)


async def test_somebody_of_another_unit_sees_nothing_of_it(service: Service) -> None:
    number = await issued(service)
    outcome = await fupan(service.data_dir, "show", number, "--as", "owner-d01")
    assert (outcome.code, outcome.err) == (1, f"没有编号为“{number}”的事项，或您无权查看。\n")
    listed = await fupan(service.data_dir, "ledger", "--as", "owner-d01", "--all", "--json")
    assert number not in {each["number"] for each in listed.objects}


async def test_an_item_is_shown_with_everything_that_happened(service: Service) -> None:
    number = await issued(service)
    await fupan(service.data_dir, "item", "accept", number)
    outcome = await fupan(service.data_dir, "show", number, "--as", "auditor")
    assert outcome.code == 0, outcome.err
    for text in (
        number,
        "已下发",
        "补课记录缺失",
        "操作被拒绝",
        "系统管理员",
        "拒绝理由",
        "orgofficer1",
    ):
        assert text in outcome.out
    machine = await fupan(service.data_dir, "show", number, "--as", "auditor", "--json")
    assert [fact["version"] for fact in machine.objects[0]["timeline"]] == [1, 2]
