"""Plans, bulletins and look-backs over HTTP: opening, coverage, files."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from tests.service import Service, a_key
from tests.web.year import (
    MONTH,
    TODAY,
    a_bulletin,
    a_look_back,
    a_plan,
    an_approved_plan,
    an_issued_bulletin,
    done,
    until,
)

FAR = str(TODAY.year + 3)
FARTHER = str(TODAY.year + 4)


async def test_a_plan_is_begun_under_its_year_and_covers_every_unit(
    workday_service: Service,
) -> None:
    await an_approved_plan(workday_service, FAR)
    plan = (await workday_service.read("secretary-d01", f"plans/{FAR}")).json()
    assert (plan["state"], plan["title"]) == ("running", f"{FAR}年度复盘计划")
    assert {slot["unit"] for slot in plan["data"]["slots"]} == {"Z1", "Z1-01", "D01"}
    assert plan["data"]["authors"] == []
    coverage = (await workday_service.read("owner-d01", f"plans/{FAR}/coverage")).json()
    assert (coverage["total"], coverage["covered"], coverage["missed"]) == (3, 0, [])
    assert (coverage["direct_total"], coverage["delegated_total"]) == (2, 1)
    assert coverage["pace"] in ("on", "ahead", "behind")


async def test_a_plan_is_begun_once_and_by_the_department_only(workday_service: Service) -> None:
    path = f"plans/{FARTHER}/commands/begin"
    refused = await workday_service.act("secretary-d01", path)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_entitled")
    await a_plan(workday_service, FARTHER)
    again = await workday_service.act("orgofficer2", path)
    assert (again.status_code, again.json()["code"]) == (409, "number_used")
    outsider = await workday_service.act("secretary-d01", path)
    assert outsider.json() == refused.json()
    hidden = await workday_service.read("secretary-d01", f"plans/{FARTHER}/coverage")
    assert hidden.status_code == 404


async def test_who_made_a_plan_does_not_approve_it(workday_service: Service) -> None:
    year = await a_plan(workday_service, str(TODAY.year + 5))
    for name in ("propose", "submit"):
        await done(workday_service, "orghead", f"plans/{year}/commands/{name}")
    own = await workday_service.act("orghead", f"plans/{year}/commands/approve")
    assert (own.status_code, own.json()["code"]) == (409, "approver_is_author")
    allowed = (await workday_service.read("orghead", f"plans/{year}/allowed")).json()["commands"]
    by_name = {each["command"]: each for each in allowed}
    assert "begin" not in by_name
    assert by_name["approve"]["code"] == "approver_is_author"
    leader = (await workday_service.read("secretary", f"plans/{year}/allowed")).json()["commands"]
    assert [each["command"] for each in leader if each["is_allowed"]] == ["approve", "return_plan"]


@pytest.mark.parametrize("number", ["twenty", "Q1"])
async def test_a_plan_is_numbered_by_its_year(workday_service: Service, number: str) -> None:
    answer = await workday_service.act("orgofficer1", f"plans/{number}/commands/begin")
    assert (answer.status_code, answer.json()["field"]) == (422, "number")


async def test_no_other_command_brings_something_to_life(workday_service: Service) -> None:
    given: list[tuple[str, str, dict[str, Any]]] = [
        ("plans/2099", "submit", {}),
        (f"reviews/{MONTH}-none", "confirm", {}),
        ("bulletins/2099-Q1", "submit", {}),
        ("look-backs/2099-H1", "finish", {}),
        ("common-issues/2099-Q1-none", "dismiss", {"reason": "没有"}),
    ]
    for path, name, fields in given:
        answer = await workday_service.act("orghead", f"{path}/commands/{name}", **fields)
        assert answer.status_code == 404, (path, answer.text)
        assert (await workday_service.read("orghead", path)).status_code == 404


async def test_commands_of_the_system_have_no_route(workday_service: Service) -> None:
    for path in ("bulletins/2099-Q1/commands/begin", "look-backs/2099-H1/commands/begin"):
        answer = await workday_service.act("orghead", path, year=2099)
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_address")


async def test_the_files_of_an_issued_bulletin_are_those_of_its_facts(
    workday_service: Service,
) -> None:
    number = await an_issued_bulletin(workday_service, 3)
    async with workday_service.signed_in("secretary-d01") as client:
        bulletin = (await client.get(f"/bulletins/{number}")).json()
        files = {each["name"]: each for each in bulletin["documents"]}
        assert set(files) == {f"{number}.docx", f"{number}.pdf", f"{number}.xlsx"}
        for name, file in files.items():
            answer = await client.get(f"/bulletins/{number}/documents/{name}")
            assert answer.status_code == 200
            assert sha256(answer.content).hexdigest() == file["sha256"]
            assert len(answer.content) == file["size_bytes"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        missing = await client.get(f"/bulletins/{number}/documents/other.pdf")
        assert (missing.status_code, missing.json()["code"]) == (404, "document_not_found")
        path = f"/bulletins/{number}/commands/acknowledge"
        answer = await client.post(path, json={}, headers=a_key())
        assert answer.json()["events"][0]["label"] == "单位已签收"
    told = {each["title"]: each["value"] for each in bulletin["content"]}
    assert told["发文字号"].endswith("号")
    assert "总体情况：" in told["文稿"]


async def test_a_draft_is_previewed_by_those_who_may_read_it(workday_service: Service) -> None:
    number = await a_bulletin(workday_service, 4)
    edited = "（一）复盘开展\n本季度开展复盘四次。"
    path = f"bulletins/{number}/commands/edit_text"
    await done(workday_service, "orgofficer1", path, section="overview", text=edited)
    for ending, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = await workday_service.read("auditor", f"bulletins/{number}/preview/{ending}")
        assert (answer.status_code, answer.content[: len(start)]) == (200, start)
    hidden = await workday_service.read("secretary-d01", f"bulletins/{number}/preview/pdf")
    assert (hidden.status_code, hidden.json()["code"]) == (404, "bulletin_not_found")
    wrong = await workday_service.read("auditor", f"bulletins/{number}/preview/html")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "ending")


async def test_the_report_of_a_look_back_is_downloaded_by_its_team(
    workday_service: Service,
) -> None:
    number = await a_look_back(workday_service, 2)
    await done(workday_service, "verifier2", f"look-backs/{number}/commands/finish")
    report = await until(
        workday_service, f"look-backs/{number}", lambda seen: bool(seen["documents"])
    )
    for file in report["documents"]:
        path = f"look-backs/{number}/documents/{file['name']}"
        answer = await workday_service.read("verifier2", path)
        assert sha256(answer.content).hexdigest() == file["sha256"]
        hidden = await workday_service.read("secretary-z1", path)
        assert (hidden.status_code, hidden.json()["code"]) == (404, "look_back_not_found")


async def test_a_resent_command_gives_the_same_receipt(workday_service: Service) -> None:
    year = await a_plan(workday_service, str(TODAY.year + 6))
    path = f"plans/{year}/commands/propose"
    answers = [
        await workday_service.act("orgofficer1", path, key=f"once-{year}", seed="甲")
        for _ in range(2)
    ]
    assert answers[0].status_code == 200
    assert answers[0].json() == answers[1].json()
    other = await workday_service.act("orgofficer1", path, key=f"once-{year}", seed="乙")
    assert (other.status_code, other.json()["code"]) == (422, "command_id_reused")
