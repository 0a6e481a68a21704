"""Plans, reviews, bulletins and look-backs over the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.groups import COMMANDS
from cli.main import main
from tests.cli.command_line import Outcome, fupan
from tests.service import Service
from tests.web.year import (
    MONTH,
    TODAY,
    a_bulletin,
    a_common_issue,
    an_approved_plan,
    an_issued_bulletin,
    planned,
)
from web.command_forms import ROOM_FORMS, CommandForm
from web.year_rooms import YEAR_ROOMS

GROUPS = {
    "annual_plan": "plan",
    "review": "review",
    "common_issue": "common-issue",
    "bulletin": "bulletin",
    "look_back": "look-back",
}
FIGURES = [
    *('{"indicator": "safety_accidents", "actual": 0}', '{"indicator": "environment_events"}'),
    *('{"indicator": "integrity_violations", "actual": 0}',),
    *('{"indicator": "cost_saving_10k_yuan", "actual": 43, "target": 40}',),
    *('{"indicator": "reform_tasks_done_percent", "actual": 79, "target": 75}',),
    *('{"indicator": "livelihood_items_done", "actual": 3, "target": 3}',),
]
WITHOUT_ROUTE_OF_ITS_OWN = {"list", "show", "allowed"}


async def told(service: Service, login: str, *arguments: str) -> Outcome:
    """What a command says that is carried out."""
    outcome = await fupan(service.data_dir, *arguments, "--as", login)
    assert outcome.code == 0, outcome.err + outcome.out
    return outcome


async def test_a_review_is_planned_held_and_drafted(workday_service: Service) -> None:
    service = workday_service
    plan = ["review", "plan", "--unit", "D01", "--month", MONTH, "--kind", "ad_hoc"]
    receipt = await told(service, "orgofficer1", *plan, "--reason", "上级要求", "--json")
    number = str(receipt.objects[0]["number"])

    async def does(login: str, name: str, *more: str) -> str:
        return (await told(service, login, "review", name, number, *more)).out

    lead = ["--lead", "verifier1", "--members", '{"account": "liaison", "post": "干事"}']
    assert await does("orghead", "appoint-team", *lead) == f"{number}：复盘组已组建。\n"
    day = TODAY.isoformat()
    await does("verifier1", "notify", "--visit-on", day, "--unannounced")
    await does("verifier1", "hold", "--on", day, "--forms", "discussion", "--forms", "inquiry")
    for move in ("record_goals", "record-experience"):
        await does("liaison", move, "--text", "按期完成")
    figures = [part for each in FIGURES for part in ("--figures", each)]
    await does("liaison", "record-results", "--text", "达标", *figures)
    for move in ("record-causes", "record-patterns"):
        await does("liaison", move, "--text", "任务分解到人")
    no_item = ["--problem", "资料摆放不齐", "--no-item-reason", "当场整改"]
    await does("liaison", "record-weakness", *no_item)
    correction = ["--finding", "1", "--reason", "措辞", "--weakness"]
    corrected = json.dumps({"problem": "资料未归档", "no_item_reason": "当场整改"})
    await does("liaison", "correct-finding", *correction, corrected)
    await does("verifier1", "finish-draft")
    shown = await told(service, "secretary-d01", "review", "show", number)
    for text in ("待单位确认", "三零三增", "资料未归档", "五步记录", "经过", "反馈初稿已形成"):
        assert text in shown.out
    machine = (await told(service, "secretary-d01", "review", "show", number, "--json")).objects[0]
    assert machine["review"]["state"] == "drafted"
    assert len(machine["timeline"]) == machine["review"]["version"]
    outline = await told(service, "verifier2", "review", "show", number)
    assert "待单位确认" in outline.out
    assert "资料未归档" not in outline.out


async def test_a_refusal_is_exit_code_one_with_its_reason(workday_service: Service) -> None:
    number = await planned(workday_service)
    confirm = ["review", "confirm", number, "--as", "orghead", "--json"]
    refused = await fupan(workday_service.data_dir, *confirm)
    assert (refused.code, refused.objects[0]["error"]["code"]) == (1, "wrong_state")
    hidden = await fupan(workday_service.data_dir, "review", "show", number, "--as", "secadmin")
    assert (hidden.code, hidden.err) == (1, f"没有编号为“{number}”的复盘，或您无权查看。\n")


async def test_wrong_use_is_exit_code_two_and_a_wrong_text_is_explained(
    workday_service: Service,
) -> None:
    missing = await fupan(workday_service.data_dir, "review", "plan", "--unit", "D01")
    assert missing.code == 2
    team = ["review", "appoint-team", "R", "--lead", "a", "--members", "{half"]
    broken = await fupan(workday_service.data_dir, *team)
    assert (broken.code, "不是有效的 JSON" in broken.err) == (1, True)
    figures = ["review", "record-results", "R", "--text", "t", "--figures", '{"actual": 0}']
    incomplete = await fupan(workday_service.data_dir, *figures, "--json")
    assert incomplete.code == 1
    assert incomplete.objects[0]["error"]["field"] == "figures.0.indicator"


async def test_the_same_key_is_carried_out_once(workday_service: Service) -> None:
    number = await planned(workday_service)
    cancel = ["review", "cancel", number, "--reason", "停产检修", "--key", number, "--json"]
    first, second = [await told(workday_service, "orghead", *cancel) for _ in range(2)]
    assert first.objects == second.objects


async def test_reviews_are_listed_page_by_page(workday_service: Service) -> None:
    numbers = {await planned(workday_service) for _ in range(2)}
    listing = ["review", "list", "--unit", "D01", "--limit", "1"]
    every = await told(workday_service, "orghead", *listing, "--all", "--json")
    assert numbers <= {each["number"] for each in every.objects}
    page = await told(workday_service, "orghead", *listing)
    assert page.out.splitlines()[0].split("\t")[0] == "编号"
    assert "--cursor" in page.err
    nothing = await told(workday_service, "orghead", "review", "list", "--state", "lost")
    assert nothing.out == "没有符合条件的内容。\n"


async def test_what_is_allowed_comes_with_reasons(workday_service: Service) -> None:
    number = await planned(workday_service)
    outcome = await told(workday_service, "orghead", "review", "allowed", number, "--json")
    by_name = {each["command"]: each for each in outcome.objects}
    assert by_name["appoint_team"]["is_allowed"]
    assert by_name["confirm"]["code"] == "wrong_state"
    assert "plan" not in by_name


async def test_the_coverage_of_a_year_is_told(workday_service: Service) -> None:
    year = await an_approved_plan(workday_service, str(TODAY.year + 7))
    outcome = await told(workday_service, "secretary-d01", "plan", "coverage", year)
    assert "累计覆盖" in outcome.out
    assert "0/3" in outcome.out
    machine = await told(workday_service, "secretary-d01", "plan", "coverage", year, "--json")
    assert machine.objects[0]["total"] == 3
    unknown = await fupan(workday_service.data_dir, "plan", "coverage", "2098")
    assert unknown.code == 1


async def test_files_are_exported_into_a_directory(
    workday_service: Service, tmp_path: Path
) -> None:
    number = await an_issued_bulletin(workday_service, 2)
    target = tmp_path / "out"
    outcome = await told(
        workday_service, "owner-d01", "bulletin", "export", number, str(target), "--json"
    )
    written = {Path(each["file"]).name for each in outcome.objects}
    assert written == {f"{number}.docx", f"{number}.pdf", f"{number}.xlsx"}
    assert {path.name for path in target.iterdir()} == written
    none_yet = await fupan(
        *(workday_service.data_dir, "look-back", "export", "2098-H1", str(target)),
    )
    assert none_yet.code == 1


async def test_a_draft_is_exported_as_a_preview_only(
    workday_service: Service, tmp_path: Path
) -> None:
    number = await a_bulletin(workday_service, 1)
    export = ["bulletin", "export", number, str(tmp_path)]
    refused = await fupan(workday_service.data_dir, *export, "--as", "orghead")
    assert (refused.code, "还没有归存的文件" in refused.err) == (1, True)
    await told(workday_service, "orghead", *export, "--preview")
    assert (tmp_path / f"{number}-preview.pdf").read_bytes().startswith(b"%PDF")


async def test_a_unit_answers_a_common_issue(workday_service: Service) -> None:
    number = await a_common_issue(workday_service, "answered", is_out=True)
    reply = ["common-issue", "reply", number, "--no-found", "--note", "查阅记录，没有缺失"]
    outcome = await told(workday_service, "secretary-d01", *reply)
    assert outcome.out == f"{number}：已答复。\n"


async def test_status_counts_what_is_open(workday_service: Service) -> None:
    await planned(workday_service)
    outcome = await fupan(workday_service.data_dir, "status", "--json")
    assert outcome.objects[0]["entries_open"]["review"] >= 1
    told_people = await fupan(workday_service.data_dir, "status")
    assert "未办结" in told_people.out
    assert "复盘 " in told_people.out


@pytest.mark.parametrize("entity", sorted(GROUPS))
def test_every_room_has_a_group_with_all_its_commands(
    entity: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert GROUPS[entity] in COMMANDS
    assert main([GROUPS[entity], "--help"]) == 0
    listed = capsys.readouterr().out
    for name in (*ROOM_FORMS[entity], *WITHOUT_ROUTE_OF_ITS_OWN):
        assert f"  {name.replace('_', '-')} " in listed


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(form, id=f"{entity}.{form.name}")
        for entity in YEAR_ROOMS
        for form in ROOM_FORMS[entity].values()
    ],
)
def test_every_command_explains_its_options_in_chinese(
    form: CommandForm, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([GROUPS[form.entity], form.name, "--help"]) == 0
    said = "".join(capsys.readouterr().out.split())
    assert form.label.description.split("，")[0] in said
    for field in form.body.model_fields.values():
        assert field.title is not None
        assert field.title.replace(" ", "") in said
