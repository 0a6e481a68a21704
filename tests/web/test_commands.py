"""Commands over HTTP, carried out by the real worker."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from models.account.roles import Role
from models.calendar import on_shanghai
from tests.service import Service, a_key, an_item

ALL_MET = {
    "measures_done": True,
    "goal_reached": True,
    "effect_shown": True,
    "similar_fixed": True,
    "mechanism_kept": True,
}
A_PLAN = [
    {
        "text": "建立补学表",
        "owner": "组织委员",
        "due_on": on_shanghai(datetime.now(UTC)).isoformat(),
    }
]
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 10


async def test_an_item_lives_from_issue_to_close_out(service: Service) -> None:
    number = await service.issued()
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("secretary-z1-01", "accept", {}),
        ("secretary-z1-01", "submit_plan", {"measures": A_PLAN}),
        ("orghead", "approve_plan", {"opinion": "同意"}),
        ("owner-z1-01", "report_progress", {"progress": "已补课 8 人"}),
        ("secretary-z1-01", "request_closure", {"summary": "已完成", "no_evidence_reason": "无"}),
        ("verifier1", "verify", {"opinion": "符合要求", "checklist": ALL_MET}),
    ]
    for version, (login, name, fields) in enumerate(steps, start=2):
        answer = await service.command(login, number, name, **fields)
        assert answer.status_code == 200, answer.text
        assert answer.json()["number"] == number
        assert answer.json()["version"] >= version
    async with service.signed_in("owner-z1-01") as client:
        item = (await client.get(f"/items/{number}")).json()
        timeline = (await client.get(f"/items/{number}/timeline")).json()
    assert (item["state"], item["state_label"]) == ("closed", "已销号")
    assert item["progress"] == "已完成"
    labels = [fact["label"] for fact in timeline["facts"]]
    assert labels == [
        *["已下发", "已签收", "方案已报送", "方案已通过", "进展已填报", "已申请销号"],
        *["验收通过", "已销号"],
    ]


async def test_a_refused_command_says_why_and_stands_in_the_timeline(service: Service) -> None:
    number = await service.issued()
    answer = await service.command("owner-z1-01", number, "accept")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_entitled")
    async with service.signed_in("auditor") as client:
        facts = (await client.get(f"/items/{number}/timeline")).json()["facts"]
    assert facts[-1]["type"] == "rectification.attempt_refused"
    assert facts[-1]["actor"]["account"] == service.account("owner-z1-01")
    assert {detail["title"]: detail["value"] for detail in facts[-1]["details"]} == {
        "操作": "签收",
        "拒绝理由": answer.json()["message"],
    }


async def test_an_item_of_another_unit_is_unknown_to_commands_but_the_attempt_stands(
    service: Service,
) -> None:
    number = await service.issued()
    closing: list[tuple[str, dict[str, Any]]] = [
        ("accept", {}),
        ("submit_plan", {"measures": A_PLAN}),
        ("decline_transfer", {"reason": "不属本单位"}),
    ]
    for name, fields in closing:
        hidden = await service.command("secretary-d01", number, name, **fields)
        absent = await service.command("secretary-d01", "FP1999-001", name, **fields)
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert hidden.text.replace(number, "FP1999-001") == absent.text
    async with service.signed_in("auditor") as client:
        facts = (await client.get(f"/items/{number}/timeline")).json()["facts"]
    attempts = [fact["actor"]["account"] for fact in facts if "refused" in fact["type"]]
    assert attempts == [service.account("secretary-d01")] * 3


async def test_a_key_tells_nothing_either_of_an_item_of_another_unit(service: Service) -> None:
    number = await service.issued()
    for wanted in (number, "FP1999-001"):
        key = f"guess-{number}-{wanted}"
        first = await service.command("secretary-d01", wanted, "accept", key=key)
        other = await service.command(
            "secretary-d01", wanted, "submit_plan", key=key, measures=A_PLAN
        )
        assert (first.status_code, other.status_code) == (404, 404)
        assert first.json()["code"] == other.json()["code"] == "item_not_found"


async def test_who_may_issue_nothing_does_not_learn_which_numbers_are_taken(
    service: Service,
) -> None:
    taken = await service.issued(number="Q3-督办-1")
    async with service.signed_in("secretary-d01") as client:
        answers = [
            await client.post("/items", json=an_item("D01", number=number), headers=a_key())
            for number in (taken, "Q3-督办-2")
        ]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert answers[0].json() == answers[1].json()


async def test_the_secretary_who_is_offered_an_item_learns_why_it_cannot_be_taken(
    service: Service,
) -> None:
    number = await service.issued()
    offered = await service.command("orghead", number, "transfer", unit="D01", reason="归口调整")
    assert offered.status_code == 200, offered.text
    answer = await service.command("secretary-d01", number, "accept")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_entitled")


@pytest.mark.parametrize("login", ["sysadmin", "secadmin", "auditadmin", "auditor"])
async def test_administrators_and_auditors_drive_nothing(service: Service, login: str) -> None:
    number = await service.issued()
    answer = await service.command(login, number, "accept")
    hidden = (404, "item_not_found")
    refused = (409, "not_entitled")
    expected = hidden if login == "secadmin" else refused
    assert (answer.status_code, answer.json()["code"]) == expected
    async with service.signed_in(login) as client:
        answer = await client.post("/items", json=an_item(), headers=a_key())
    assert (answer.status_code, answer.json()["code"]) == (409, "not_entitled")


async def test_the_same_key_gives_the_same_receipt_and_happens_once(service: Service) -> None:
    number = await service.issued()
    answers = [
        await service.command("secretary-z1-01", number, "accept", key=f"accept-{number}")
        for _ in range(3)
    ]
    assert {answer.text for answer in answers} == {answers[0].text}
    assert answers[0].json()["version"] == 2


async def test_a_refusal_is_repeated_for_the_same_key_and_recorded_once(service: Service) -> None:
    number = await service.issued()
    answers = [
        await service.command("owner-z1-01", number, "accept", key=f"no-{number}") for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    async with service.signed_in("auditor") as client:
        facts = (await client.get(f"/items/{number}/timeline")).json()["facts"]
    assert len(facts) == 2


async def test_a_key_cannot_stand_for_another_command_item_or_content(service: Service) -> None:
    number, other, key = await service.issued(), await service.issued(), "one-key-only"
    first = await service.command("secretary-z1-01", number, "accept", key=key)
    assert first.status_code == 200
    reused = [
        await service.command("secretary-z1-01", other, "accept", key=key),
        await service.command("secretary-z1-01", number, "submit_plan", key=key, measures=A_PLAN),
    ]
    assert [answer.status_code for answer in reused] == [422, 422]
    assert {answer.json()["code"] for answer in reused} == {"command_id_reused"}


async def test_two_accounts_do_not_share_a_key(service: Service) -> None:
    number = await service.issued()
    refused = await service.command("owner-z1-01", number, "accept", key="shared")
    accepted = await service.command("secretary-z1-01", number, "accept", key="shared")
    assert (refused.status_code, accepted.status_code) == (409, 200)


async def test_a_corrected_form_may_come_with_the_same_key(service: Service) -> None:
    key = "corrected"
    wrong = await service.issue("Z1-01", key=key, owner="nobody")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "owner")
    late = await service.issue("Z1-01", key=key, due_on="2020-01-01")
    assert (late.status_code, late.json()["field"]) == (422, "due_on")
    assert (await service.issue("Z1-01", key=key)).status_code == 201


async def test_many_issued_at_once_get_numbers_of_their_own(service: Service) -> None:
    async with service.signed_in("orgofficer1") as client:
        answers = await asyncio.gather(
            *(client.post("/items", json=an_item(), headers=a_key()) for _ in range(6))
        )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["number"] for answer in answers}) == 6


async def test_issuing_again_with_the_same_key_finds_the_same_item(service: Service) -> None:
    answers = [await service.issue(key="issue-once") for _ in range(2)]
    assert answers[0].json() == answers[1].json()


async def test_a_number_that_is_taken_is_refused(service: Service) -> None:
    assert await service.issued(number="Q2-督办-7") == "Q2-督办-7"
    answer = await service.issue(number="Q2-督办-7")
    assert (answer.status_code, answer.json()["code"]) == (409, "number_used")


async def test_who_is_meant_is_found_by_login_and_unit(service: Service) -> None:
    number = await service.issued(verifier="verifier2", verifier_post="组织部干事")
    async with service.signed_in("orghead") as client:
        item = (await client.get(f"/items/{number}")).json()
    assert item["owner"] == service.account("owner-z1-01")
    assert item["verifier"] == service.account("verifier2")
    assert item["parent_unit"] == "Z1"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"owner": "nobody"}, "owner"),
        ({"owner_unit": "X9"}, "owner_unit"),
        ({"category": "whenever"}, "category"),
        ({"surprise": 1}, "surprise"),
        ({"committee": "other"}, "committee"),
        ({"due_on": "30.04.2026"}, "due_on"),
        ({"goal": ""}, "goal"),
        ({"measures": [{"text": "x", "due_on": "soon"}]}, "measures.0.due_on"),
    ],
)
async def test_a_faulty_form_names_its_field_in_chinese(
    service: Service, fields: dict[str, object], field: str
) -> None:
    answer = await service.issue(**{"unit": "Z1-01", **fields})  # type: ignore[arg-type]
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == field
    assert any("\u4e00" <= character <= "\u9fff" for character in answer.json()["message"])


@pytest.mark.parametrize("number", ["FP1999-001", "没有"])
async def test_a_command_on_an_item_that_does_not_exist_is_not_found(
    service: Service, number: str
) -> None:
    answer = await service.command("secretary-z1-01", number, "accept")
    assert answer.status_code == 404


async def test_what_is_permitted_follows_state_and_post(service: Service) -> None:
    number = await service.issued()

    async def allowed(login: str) -> set[str]:
        async with service.signed_in(login) as client:
            commands = (await client.get(f"/items/{number}/allowed")).json()["commands"]
        assert all(each["reason"] for each in commands if not each["is_allowed"])
        return {each["command"] for each in commands if each["is_allowed"]}

    assert "accept" in await allowed("secretary-z1-01")
    assert "accept" not in await allowed("owner-z1-01")
    assert await allowed("auditor") == set()
    assert {"transfer", "terminate"} <= await allowed("orghead")
    await service.command("secretary-z1-01", number, "accept")
    assert "accept" not in await allowed("secretary-z1-01")
    assert "submit_plan" in await allowed("secretary-z1-01")


async def test_an_extension_is_asked_for_and_granted_by_somebody_else(service: Service) -> None:
    number = await service.issued()
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("secretary-z1-01", "accept", {}),
        ("secretary-z1-01", "submit_plan", {"measures": A_PLAN}),
        ("orghead", "approve_plan", {}),
    ]
    for login, name, fields in steps:
        answer = await service.command(login, number, name, **fields)
        assert answer.status_code == 200, answer.text
    async with service.signed_in("secretary-z1-01") as client:
        due_on = date.fromisoformat((await client.get(f"/items/{number}")).json()["due_on"])
    later = (due_on + timedelta(days=7)).isoformat()
    asked = {"due_on": later, "reason": "设备到货推迟", "progress": "已完成一半"}
    answer = await service.command("secretary-z1-01", number, "request_extension", **asked)
    assert answer.status_code == 200, answer.text
    own = await service.command("secretary-z1-01", number, "grant_extension")
    assert (own.status_code, own.json()["code"]) == (409, "not_entitled")
    granted = await service.command("deputy", number, "grant_extension")
    assert granted.status_code == 200, granted.text
    async with service.signed_in("secretary-z1-01") as client:
        item = (await client.get(f"/items/{number}")).json()
    assert (item["extended_due_on"], item["extension_pending"]) == (later, False)


async def test_evidence_goes_up_once_and_comes_down_for_those_who_may_see_it(
    service: Service,
) -> None:
    number = await service.issued()
    await service.command("secretary-z1-01", number, "accept")
    path, file = f"/items/{number}/evidence", {"file": ("现场照片.png", PNG, "image/png")}
    async with service.signed_in("owner-z1-01") as client:
        first = await client.post(path, files=file, headers=a_key("photo"))
        again = await client.post(path, files=file, headers=a_key("photo"))
        assert first.status_code == 201, first.text
        assert first.json() == again.json()
        digest = first.json()["sha256"]
        down = await client.get(f"/evidence/{digest}")
    assert down.content == PNG
    assert down.headers["content-type"] == "image/png"
    assert down.headers["x-content-type-options"] == "nosniff"
    assert "attachment" in down.headers["content-disposition"]
    async with service.signed_in("owner-d01") as client:
        assert (await client.get(f"/evidence/{digest}")).status_code == 404
    async with service.signed_in("auditor") as client:
        assert (await client.get(f"/evidence/{digest}")).content == PNG
        facts = (await client.get(f"/items/{number}/timeline")).text
    assert "现场照片" not in facts
    assert digest in facts


async def test_evidence_of_the_wrong_kind_leaves_no_trace(service: Service) -> None:
    number = await service.issued()
    file = {"file": ("程序.exe", b"MZ\x90", "image/png")}
    async with service.signed_in("owner-z1-01") as client:
        answer = await client.post(f"/items/{number}/evidence", files=file, headers=a_key())
        facts = (await client.get(f"/items/{number}/timeline")).json()["facts"]
    assert (answer.status_code, answer.json()["code"]) == (422, "evidence_kind_unknown")
    assert len(facts) == 1


async def test_an_upload_above_the_limit_is_cut_off(service: Service) -> None:
    number = await service.issued()
    file = {"file": ("大.pdf", b"%PDF-" + b"\0" * 51 * 1024 * 1024, "application/pdf")}
    async with service.signed_in("owner-z1-01") as client:
        answer = await client.post(f"/items/{number}/evidence", files=file, headers=a_key())
    assert (answer.status_code, answer.json()["code"]) == (413, "evidence_too_large")


def test_every_post_has_a_login_in_these_tests(service: Service) -> None:
    from auth.credentials import read_credentials

    held = {role for one in read_credentials(service.data_dir) for role in one.roles}
    assert held | {Role.REVIEW_LEAD, Role.REVIEW_MEMBER} == set(Role)
