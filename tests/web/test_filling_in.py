"""Where named people belong comes from the roster; no client has a say in it."""

from __future__ import annotations

from typing import Any

import pytest

from auth.accounts import Accounts, NewAccount
from auth.passwords import generate_password
from models.account.commands import GrantPost
from models.account.roles import Role
from models.errors import InvalidInputError
from models.facts import SYSTEM
from models.org_unit.register_row import SINCE_ALWAYS
from tests.service import Service
from tests.web.test_commands import A_PLAN, ALL_MET
from web.filling_in import filled_in


async def filled(service: Service, command: str, **data: Any) -> dict[str, Any]:
    async with service.parts.engine.connect() as connection:
        return await filled_in(connection, command, data, "dw")


async def an_account(service: Service, login: str, unit: str, post: Role, where: str) -> str:
    """An account of one unit that holds a post in another."""
    accounts = Accounts(service.parts.engine, "dw")
    new = NewAccount(login, unit, (), SINCE_ALWAYS)
    account = await accounts.open(new, generate_password(login), SYSTEM)
    await accounts.grant(account, GrantPost(post, where, SINCE_ALWAYS), SYSTEM)
    return account


async def test_unit_and_posts_of_named_people_are_filled_in(service: Service) -> None:
    command = await filled(
        service, "issue", owner_unit="Z1-01", owner="owner-z1-01", verifier="secretary-z1"
    )
    assert command["owner"] == service.account("owner-z1-01")
    assert command["owner_belonging"] == {"units": ["Z1-01"], "roles": ["owner"], "branches": []}
    assert command["verifier_unit"] == "Z1"
    assert command["verifier_belonging"] == {
        "units": ["Z1"],
        "roles": ["gb_secretary"],
        "branches": ["Z1-01"],
    }


@pytest.mark.parametrize("name", ["assign_owner", "accept_transfer"])
async def test_a_new_owners_belonging_is_filled_in(service: Service, name: str) -> None:
    command = await filled(service, name, owner="owner-d01")
    assert command["owner_belonging"]["units"] == ["D01"]


async def test_what_a_client_says_of_it_is_overwritten(service: Service) -> None:
    lie = {"units": ["Z1-01"], "roles": [], "branches": []}
    command = await filled(
        service, "assign_verifier", verifier="owner-d01", unit="Z1", verifier_belonging=lie
    )
    assert (command["unit"], command["verifier_belonging"]["units"]) == ("D01", ["D01"])


async def test_nobody_is_named_who_has_left(service: Service) -> None:
    account = await an_account(service, "left", "D01", Role.OWNER, "D01")
    await Accounts(service.parts.engine, "dw").close(account, "调离", SYSTEM)
    for given in ("left", account):
        with pytest.raises(InvalidInputError) as caught:
            await filled(service, "assign_owner", owner=given)
        assert (caught.value.code, caught.value.field) == ("account_unknown", "owner")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("verifier_unit", "D01"),
        ("owner_belonging", {"units": ["Z1-01"]}),
        ("verifier_belonging", {"units": ["D01"]}),
        ("doers", []),
    ],
)
async def test_a_client_has_no_say_in_it(service: Service, field: str, value: Any) -> None:
    answer = await service.issue(verifier="verifier1", **{field: value})
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_an_owner_of_another_unit_is_refused(service: Service) -> None:
    answer = await service.issue("Z1-01", owner="owner-d01")
    assert (answer.status_code, answer.json()["code"]) == (409, "owner_of_other_unit")
    assert "Z1-01" in answer.json()["message"]
    number = await service.issued("Z1-01")
    changed = {"owner": "owner-d01", "post": "支部委员", "reason": "岗位调整"}
    answer = await service.command("orghead", number, "assign_owner", **changed)
    assert (answer.status_code, answer.json()["code"]) == (409, "owner_of_other_unit")


async def test_who_takes_over_names_an_owner_of_their_own(service: Service) -> None:
    number = await service.issued("Z1-01")
    offered = await service.command("orghead", number, "transfer", unit="D01", reason="合并")
    assert offered.status_code == 200, offered.text
    fields = {"owner": "owner-z1-01", "owner_post": "支部委员"}
    answer = await service.command("secretary-d01", number, "accept_transfer", **fields)
    assert (answer.status_code, answer.json()["code"]) == (409, "owner_of_other_unit")
    fields["owner"] = "owner-d01"
    answer = await service.command("secretary-d01", number, "accept_transfer", **fields)
    assert answer.status_code == 200, answer.text


async def test_a_post_in_the_unit_makes_an_owner_and_unmakes_a_verifier(service: Service) -> None:
    await an_account(service, "two-posts", "D01", Role.OWNER, "Z1-01")
    number = await service.issued("Z1-01", owner="two-posts")
    named = {"verifier": "two-posts"}
    answer = await service.command("orghead", number, "assign_verifier", **named)
    assert (answer.status_code, answer.json()["code"]) == (409, "verifier_is_owner")
    other = await service.issued("Z1-01")
    answer = await service.command("orghead", other, "assign_verifier", **named)
    assert (answer.status_code, answer.json()["code"]) == (409, "verifier_same_unit")


async def test_an_item_of_the_committees_department_finds_its_approvers(service: Service) -> None:
    number = await service.issued("DW", owner="orgofficer2", verifier="secretary-d01", severity=3)

    async def does(login: str, name: str, **fields: Any) -> None:
        answer = await service.command(login, number, name, **fields)
        assert answer.status_code == 200, answer.text

    await does("secretary", "accept")
    await does("secretary", "submit_plan", measures=A_PLAN)
    own = await service.command("orgofficer1", number, "approve_plan")
    assert (own.status_code, own.json()["code"]) == (409, "approver_same_unit")
    await does("orghead", "approve_plan")
    await does("secretary", "request_closure", summary="已完成", no_evidence_reason="现场可见")
    await does("secretary-d01", "verify", opinion="符合要求", checklist=ALL_MET)
    await does("deputy", "countersign")
    async with service.signed_in("orghead") as client:
        assert (await client.get(f"/items/{number}")).json()["state"] == "closed"
