"""`fupan show`: one item and everything that happened to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.acting import Acting, acting
from cli.output import JsonOption, print_json, print_pairs
from cli.session import AsOption, DataDirOption, run_async
from models.calendar import SHANGHAI
from models.glossary import CATEGORIES, LEVELS, SEVERITIES, STATES

if TYPE_CHECKING:
    from store.queries.ledger import LedgerRow
    from wire.messages import RecordedEvent

app = typer.Typer(rich_markup_mode=None)

_FACTS_AT_ONCE = 500

NumberArgument = Annotated[
    str, typer.Argument(metavar="NUMBER", help="问题编号，如 FP2026-001。", show_default=False)
]


@app.command()
def show(
    number: NumberArgument,
    data_dir: DataDirOption = None,
    login: AsOption = None,
    is_json: JsonOption = False,
) -> None:
    """查看一个事项的现状及其全部经过。"""
    run_async(_show(number, data_dir, login, is_json))


async def _show(number: str, data_dir: Path | None, login: str | None, is_json: bool) -> None:
    from web.ledger_reading import names_by_unit, today, visible_item
    from web.schemas.items import fact_of, item_of

    async with acting(data_dir, login) as session:
        async with session.parts.engine.connect() as connection:
            row = await visible_item(connection, session.actor, number)
            names = await names_by_unit(connection)
        facts = await _all_facts(session, number)
        logins = await logins_in(session, facts)
    if is_json:
        item = item_of(row, today(), names).model_dump(mode="json")
        told = [fact_of(fact).model_dump(mode="json") for fact in facts]
        print_json({"item": item, "timeline": told})
        return
    unit = names.get(row.entry.owner_unit, row.entry.owner_unit)
    print_pairs(_fields(row, unit, "逾期" if row.is_overdue_on(today()) else ""))
    print("\n经过")
    for fact in facts:
        print_fact(fact, logins)


async def logins_in(session: Acting, facts: Sequence[RecordedEvent]) -> Mapping[str, str]:
    """Logins of everybody in the timeline: facts know accounts by opaque ids only."""
    from store.profiles import logins_of

    said = {value for fact in facts for value in fact.data.values() if isinstance(value, str)}
    known = {value for value in said if value.startswith("a-") and value.isascii()}
    actors = {fact.actor.account for fact in facts}
    actors |= {fact.actor.on_behalf_of for fact in facts if fact.actor.on_behalf_of}
    async with session.parts.engine.connect() as connection:
        return await logins_of(connection, known | actors)


async def _all_facts(session: Acting, number: str) -> list[RecordedEvent]:
    from web.ledger_reading import visible_facts

    facts: list[RecordedEvent] = []
    async with session.parts.engine.connect() as connection:
        while True:
            after = facts[-1].version if facts else 0
            page = await visible_facts(connection, session.actor, number, after, _FACTS_AT_ONCE)
            facts += page
            if len(page) < _FACTS_AT_ONCE:
                return facts


def _fields(row: LedgerRow, unit: str, overdue: str) -> Sequence[tuple[str, object]]:
    entry = row.entry
    level = LEVELS[entry.level] if entry.level else ""
    due = f"{entry.effective_due_on or '无'}{'（暂定）' if entry.provisional else ''} {overdue}"
    known: list[tuple[str, object]] = [
        ("问题编号", entry.number),
        ("状态", STATES[entry.state]),
        ("责任单位", f"{unit}（{entry.owner_unit}）"),
        ("责任人", entry.owner_post),
        ("整改类别", CATEGORIES[entry.category]),
        ("严重程度", SEVERITIES.get(entry.severity, entry.severity)),
        ("问题表现", entry.problem),
        ("原因分析", entry.cause),
        ("整改目标", entry.goal),
        ("整改措施", entry.measures),
        ("整改时限", due.strip()),
        ("督办等级", level),
        ("累计扣分", entry.points or ""),
        ("进展情况", entry.progress),
        ("佐证材料", f"{entry.evidence_count} 份" if entry.evidence_count else ""),
        ("验收人", entry.verifier_post),
        ("验收意见", entry.opinion),
        ("销号日期", entry.closed_on),
        ("原事项", entry.parent),
        ("接续事项", entry.child),
        ("备注", entry.remark),
    ]
    return [(name, value) for name, value in known if value not in (None, "")]


def print_fact(fact: RecordedEvent, logins: Mapping[str, str]) -> None:
    """A fact with its details; accounts by their logins."""
    from models.room_words import event_label
    from web.narration import details_of, told_posts

    actor = fact.actor
    login = logins.get(actor.account, actor.account)
    who = "系统" if actor.account == "system" else f"{login} {told_posts(actor.roles)}"
    giver = actor.on_behalf_of
    behalf = f"（代 {logins.get(giver, giver)}）" if giver else ""
    mark = "（导入）" if fact.imported else ""
    head = f"{fact.version:>4}  {_local(fact.occurred_at)}  {event_label(fact.type)}{mark}"
    print(f"{head}  {who}{behalf}")
    for detail in details_of(fact):
        value = logins.get(detail.value, detail.value)
        print(f"      {detail.title}：{' '.join(value.split())}")


def _local(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
