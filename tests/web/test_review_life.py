"""A review over HTTP, from the plan to its last item, by the people whose posts ask for it."""

from __future__ import annotations

from typing import Any

from tests.service import Service
from tests.web.test_commands import A_PLAN
from tests.web.year import MONTH, TEAM, TODAY, planned, until

FIGURES: list[dict[str, Any]] = [
    {"indicator": "safety_accidents", "actual": 0},
    {"indicator": "environment_events", "actual": 0},
    {"indicator": "integrity_violations", "actual": 0},
    {"indicator": "cost_saving_10k_yuan", "actual": 43, "target": 40},
    {"indicator": "reform_tasks_done_percent", "actual": 79, "target": 75},
    {"indicator": "livelihood_items_done", "actual": 3, "target": 3},
]
MOVES: list[tuple[str, dict[str, Any]]] = [
    ("record_goals", {"text": "组织生活按期率100%"}),
    ("record_experience", {"text": "抓支部先抓支委"}),
    ("record_results", {"text": "指标全部达标", "figures": FIGURES}),
    ("record_causes", {"text": "任务没有分解到人"}),
    ("record_patterns", {"text": "按月公示的工作完成较好"}),
]


def a_weakness(unit: str) -> dict[str, Any]:
    item = {
        "goal": "形成月度任务清单",
        "category": "fixed_term",
        "owner": f"owner-{unit.lower()}",
        "owner_post": "支部委员",
        "measures": A_PLAN,
    }
    return {"problem": "支部年度工作计划未分解到月", "work_axis": "team", "items": [item]}


async def does(service: Service, login: str, number: str, name: str, **fields: Any) -> Any:
    answer = await service.act(login, f"reviews/{number}/commands/{name}", **fields)
    assert answer.status_code == 200, (name, answer.text)
    return answer.json()


async def held(service: Service, number: str) -> None:
    """Team, visit without notice today, and everything that was seen there."""
    await does(service, "orghead", number, "appoint_team", **TEAM)
    day = {"visit_on": TODAY.isoformat(), "is_unannounced": True}
    await does(service, "verifier1", number, "notify", **day)
    forms = ["discussion", "inspection"]
    await does(service, "verifier1", number, "hold", on=TODAY.isoformat(), forms=forms)
    for name, fields in MOVES:
        await does(service, "liaison", number, name, **fields)


async def test_a_review_lives_from_an_ad_hoc_plan_to_its_last_item(
    workday_service: Service,
) -> None:
    service = workday_service
    number = await planned(service, month=MONTH)
    assert number.startswith(f"{MONTH}-D01")
    await held(service, number)
    await does(service, "liaison", number, "record_strength", text="党员包岗到面")
    await does(service, "liaison", number, "record_weakness", **a_weakness("D01"))
    await does(service, "verifier1", number, "finish_draft")
    await does(service, "secretary-d01", number, "confirm", opinion="无不同意见")
    issued = await does(service, "verifier1", number, "issue_feedback")
    assert [each["label"] for each in issued["events"]] == ["反馈已下发", "转入跟踪整改"]

    item = f"{number}-01"
    found = await until(service, f"items/{item}", lambda seen: True)
    assert found["owner"] == service.account("owner-d01")
    await item_is_settled(service, item)
    review = await until(service, f"reviews/{number}", lambda seen: seen["state"] == "closed")
    assert review["state_label"] == "已办结"
    told = {each["title"]: each["value"] for each in review["content"]}
    assert told["被复盘单位"] == "D01"
    assert "步骤：回顾预期目标，内容：组织生活按期率100%" in told["五步记录"]
    assert "指标：安全事故（起），实绩：0" in told["三零三增"]
    timeline = (await service.read("secretary-d01", f"reviews/{number}/timeline")).json()
    labels = [fact["label"] for fact in timeline["facts"]]
    assert labels[:4] == ["已列入计划", "复盘组已组建", "复盘已通知", "已到场复盘"]
    assert labels[-1] == "复盘已办结"


async def item_is_settled(service: Service, item: str) -> None:
    """Ended by a decision; one that is verified would first be kept under watch for months."""
    answer = await service.command("orghead", item, "terminate", reason="单位撤销，问题随之消除")
    assert answer.status_code == 200, answer.text


async def test_a_second_review_of_the_month_gets_the_next_number(
    workday_service: Service,
) -> None:
    first, second = [await planned(workday_service, "Z1-01", "2090-01") for _ in range(2)]
    assert second == f"{first}-2"


async def test_a_resent_plan_finds_its_number_again(workday_service: Service) -> None:
    given = {"unit": "Z1", "month": MONTH, "kind": "ad_hoc", "reason": "上级要求"}
    answers = [
        await workday_service.act("orgofficer1", "reviews", key="plan-once", **given)
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    changed = {**given, "reason": "另一理由"}
    reused = await workday_service.act("orgofficer1", "reviews", key="plan-once", **changed)
    assert (reused.status_code, reused.json()["code"]) == (422, "command_id_reused")


async def test_what_the_registers_know_is_filled_in_and_nobody_else_says_it(
    workday_service: Service,
) -> None:
    number = await planned(workday_service, "Z1-01")
    # By delegation the general branch's secretary leads.
    team: dict[str, Any] = {**TEAM, "lead": {"account": "secretary-z1"}}
    await does(workday_service, "orghead", number, "appoint_team", **team)
    known = (await workday_service.read("orghead", f"reviews/{number}")).json()["data"]
    assert (known["unit_name"], known["parent_unit"]) == ("Z1-01组织", "Z1")
    assert known["tier"] == "sub"
    assert known["lead"]["account"] == workday_service.account("secretary-z1")
    assert known["lead"]["belonging"]["units"] == ["Z1"]
    assert known["kin"] == ["Z1", "Z1-01"]
    wrong: list[tuple[str, Any]] = [("kin", []), ("unit_name", "别的单位")]
    for field, value in wrong:
        path = f"reviews/{number}/commands/appoint_team"
        answer = await workday_service.act("orghead", path, **team | {field: value})
        assert (answer.status_code, answer.json()["field"]) == (422, field)
    lie: dict[str, Any] = {"lead": {"account": "verifier1", "belonging": {"units": ["D01"]}}}
    answer = await workday_service.act("orghead", f"reviews/{number}/commands/appoint_team", **lie)
    assert answer.status_code == 422


async def test_nobody_is_named_who_has_no_account(workday_service: Service) -> None:
    number = await planned(workday_service)
    team: dict[str, Any] = {**TEAM, "members": [{"account": "nobody"}]}
    answer = await workday_service.act("orghead", f"reviews/{number}/commands/appoint_team", **team)
    assert (answer.status_code, answer.json()["code"]) == (422, "account_unknown")
    assert answer.json()["field"] == "members.0.account"


async def test_a_refused_plan_is_refused_whatever_stands_under_its_number(
    workday_service: Service,
) -> None:
    await planned(workday_service, "Z1", MONTH)
    given = {"month": MONTH, "kind": "ad_hoc", "reason": "试探"}
    answers = [
        await workday_service.act("secretary-d01", "reviews", unit=unit, **given)
        for unit in ("Z1", "DW")
    ]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert answers[0].json() == answers[1].json()


async def test_an_unannounced_visit_does_not_show_before_it_takes_place(
    workday_service: Service,
) -> None:
    number = await planned(workday_service, month=MONTH)
    await does(workday_service, "orghead", number, "appoint_team", **TEAM)
    day = {"visit_on": TODAY.isoformat(), "is_unannounced": True}
    await does(workday_service, "verifier1", number, "notify", **day)
    path = f"reviews/{number}"
    seen = (await workday_service.read("secretary-d01", path)).json()
    assert (seen["state"], seen["content"], seen["data"]) == ("planned", [], {})
    listed = await workday_service.read("secretary-d01", "reviews", state="notified", limit=200)
    assert number not in {each["number"] for each in listed.json()["entries"]}
    assert (await workday_service.read("secretary-d01", f"{path}/allowed")).status_code == 404
    assert (await workday_service.read("secretary-d01", f"{path}/timeline")).status_code == 404
    refused = await workday_service.act("secretary-d01", f"{path}/commands/confirm")
    assert (refused.status_code, refused.json()["code"]) == (404, "review_not_found")
