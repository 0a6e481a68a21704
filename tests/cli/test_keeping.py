"""Looking after the installation from the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from cli.main import main
from models.facts import Actor, Command, Request
from models.rectification.commands import Accept
from models.rectification.decider import RECTIFICATION
from runtime.instance import find_instance
from store.engine import open_engine
from store.event_store import append_in_transaction
from tests.cli.command_line import fupan, fupan_process
from tests.service import Service
from tests.store.items import as_new
from tests.store.requests import after
from web.command_forms import ATTACH_EVIDENCE, FORMS
from wire.codec import from_json
from wire.messages import AppendResult, EntityInput


async def test_the_status_names_every_part_and_what_is_wrong(service: Service) -> None:
    outcome = await fupan(service.data_dir, "status", "--json")
    (status,) = outcome.objects
    assert {part["part"]: part["is_ok"] for part in status["parts"]} == {
        "postgresql": True,
        "sequencer": True,
        "temporal": True,
        "worker": True,
    }
    assert outcome.code == (1 if status["problems"] else 0)
    assert status["is_ok"] == (not status["problems"])
    told = await fupan(service.data_dir, "status")
    for heading in ("数据库", "流程引擎", "最早计时", "工作日历", "未送达通知"):
        assert heading in told.out


async def test_read_models_rebuild_to_the_same_and_a_changed_row_is_found_and_mended(
    service: Service,
) -> None:
    number = await service.issued()
    same = await fupan(service.data_dir, "rebuild", "--json")
    assert (same.code, same.objects[0]["is_same"]) == (0, True)
    await tamper(service, f"UPDATE ledger_item SET goal = '别的' WHERE number = '{number}'")
    wrong = await fupan(service.data_dir, "rebuild", "--json")
    assert (wrong.code, wrong.objects[0]["differences"]["ledger_item"]) == (1, 1)
    again = await fupan(service.data_dir, "rebuild")
    assert (again.code, "0 行有差异" in again.out) == (0, True)


async def test_a_wrong_row_is_told_by_key_and_columns_but_not_by_what_it_says(
    service: Service,
) -> None:
    number = await service.issued()
    await tamper(service, f"UPDATE ledger_item SET goal = '张某' WHERE number = '{number}'")
    told = await fupan(service.data_dir, "rebuild")
    assert f"ledger_item dw/rectification/{number}：不同的列：goal" in told.out
    assert "张某" not in told.out + told.err


async def test_verify_prints_the_first_fault(service: Service) -> None:
    number = await service.issued()
    await tamper(service, f"UPDATE ledger_item SET goal = '别的' WHERE number = '{number}'")
    outcome = await fupan(service.data_dir, "verify", "--json")
    assert outcome.code == 1
    assert number in outcome.objects[0]["fault"]["stream"] + outcome.objects[0]["fault"]["message"]
    await fupan(service.data_dir, "rebuild")


async def test_recovery_gives_lost_items_their_workflow_back(service: Service) -> None:
    number = await service.issued()
    gateway = service.parts.gateway
    handle = gateway._client.get_workflow_handle(gateway.stream("rectification", number))
    await handle.terminate("lost")
    outcome = await fupan(service.data_dir, "recover", "--json")
    assert outcome.code == 0, outcome.err + outcome.out
    assert outcome.objects[0]["streams"] >= 1
    description = await handle.describe()
    assert description.status is not None
    assert description.status.name == "RUNNING"


async def test_recovery_has_a_running_workflow_take_up_facts_that_came_without_it(
    service: Service,
) -> None:
    number = await service.issued()
    stream = service.parts.gateway.stream("rectification", number)
    handle = service.parts.gateway._client.get_workflow_handle(stream)
    before = await accepted_behind_its_back(service, stream)
    assert (await handle.query("snapshot", result_type=EntityInput)).version == before.version
    outcome = await fupan(service.data_dir, "recover", "--json")
    assert outcome.code == 0, outcome.err + outcome.out
    facts = await service.parts.inputs.from_facts(stream)
    believed = await handle.query("snapshot", result_type=EntityInput)
    assert facts is not None
    assert (believed.version, believed.head) == (facts.version, facts.head)
    assert believed.state == facts.state != before.state
    next_one = await service.command("owner-z1-01", number, "report_progress", progress="已补课")
    assert next_one.status_code == 200, next_one.text


async def accepted_behind_its_back(service: Service, stream: str) -> EntityInput:
    """Facts that another program wrote; returns what stood before."""
    before = await service.parts.inputs.from_facts(stream)
    assert before is not None
    assert before.state is not None
    secretary = Actor(service.account("secretary-z1-01"), ("branch_secretary",), "Z1-01")
    accept: Command = Accept()
    request = Request("behind", secretary, datetime.now(UTC), accept)
    state = from_json(RECTIFICATION.state_type, before.state)
    events = RECTIFICATION.decide(state, request, before.terms)
    head = AppendResult("appended", before.version, before.version, before.head, (), "")
    wanted = after(head, stream, "behind", *as_new(*events))
    await append_in_transaction(service.parts.engine, wanted)
    return before


async def test_a_script_gets_exit_code_and_json_from_a_process(service: Service) -> None:
    where = ("--data-dir", str(service.data_dir))
    listed = await fupan_process("ledger", "--json", *where)
    assert listed.code == 0, listed.err
    assert all(each["number"] for each in listed.objects)
    refused = await fupan_process("item", "accept", "FP1999-001", "--json", *where)
    assert (refused.code, refused.objects[0]["error"]["code"]) == (1, "item_not_found")


@pytest.mark.parametrize("command", ["status", "ledger", "recover", "rebuild", "verify"])
async def test_without_an_instance_the_exit_code_is_two(command: str, tmp_path: Path) -> None:
    outcome = await fupan(tmp_path, command)
    assert outcome.code == 2
    assert "没有正在运行的 fupan" in outcome.err


def test_every_command_has_help_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("item", "ledger", "show", "status", "recover", "rebuild", "verify"):
        assert main([command, "--help"]) == 0
        told = capsys.readouterr().out
        assert told.startswith(f"用法：fupan {command}")
        assert "[OPTIONS]" not in told


@pytest.mark.parametrize("name", sorted(set(FORMS) - {ATTACH_EVIDENCE}))
def test_every_command_on_an_item_explains_its_options_in_chinese(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["item", name, "--help"]) == 0
    told = capsys.readouterr().out
    assert FORMS[name].label.description.split("，")[0] in told
    for field in FORMS[name].body.model_fields.values():
        if field.title != "验收清单":
            assert field.title is not None
            assert field.title in "".join(told.split())


async def tamper(service: Service, statement: str) -> None:
    instance = find_instance(service.data_dir)
    assert instance is not None
    engine = open_engine(instance.postgresql_admin)
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
