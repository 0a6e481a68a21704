"""From a ledger's row to the command that brings its history into an item's stream."""

from __future__ import annotations

import re
from collections.abc import Mapping

from intake.cells import key_of
from intake.ledger_row import LedgerRow
from models.account.roles import Role
from models.glossary import CAUSE_KINDS, PARTY_PLUS, SOURCES, WORK_AXES
from models.rectification.commands import ImportHistory
from models.rectification.content import Measure
from models.rectification.item_state import ItemState

_SOURCE_WORDS = {
    **{word: name for name, word in SOURCES.items()},
    "复盘": "review",
    "月复盘": "review",
    "回头看": "look_back",
    "巡察": "inspection",
    "督查": "supervision",
    "督办": "supervision",
    "自查自纠": "self",
    "事故": "accident",
}
_DONE = re.compile(
    r"已完成|全部完成|完成整改|整改完成|已整改|整改到位|已办结|已销号|^完成$|^是$|100%"
)
_NOT_DONE = re.compile(r"未|部分|基本|正在|尚|没有|预计|拟|将|待完成|持续|^否$")
_NOT_STARTED = re.compile(r"未签收|待签收|已下发|未启动|未开展")


def command_for(
    row: LedgerRow,
    parent_unit: str,
    committee: str,
    secretary: Role = Role.BRANCH_SECRETARY,
) -> ImportHistory:
    """The command that brings in a row.

    Args:
        row: The row.
        parent_unit: Code of the unit above the responsible one; empty for the committee.
        committee: First part of the stream id.
        secretary: Role of the responsible unit's own secretary.
    """
    cause_kind, cause = _cause(row.cause)
    return ImportHistory(
        number=row.number,
        owner_unit=row.unit,
        parent_unit=parent_unit,
        secretary_role=secretary.value,
        owner_post=row.owner_post,
        liaison_post=row.leader_post,
        problem=row.problem,
        goal=row.goal,
        category=row.category,
        severity=row.severity,
        source=_id_of(row.source, _SOURCE_WORDS),
        party_plus=_id_of(row.system, {word: name for name, word in PARTY_PLUS.items()}),
        work_axis=_id_of(row.work_axis, {word: name for name, word in WORK_AXES.items()}),
        cause_kind=cause_kind,
        cause=cause,
        found_on=row.found_on,
        due_on=row.due_on,
        extended_due_on=row.extended_on,
        measures=(Measure(row.measures),) if row.measures else (),
        progress=row.progress or row.status,
        verifier_post=row.verifier_post,
        opinion=row.opinion,
        closed_on=row.closed_on,
        state=state_of(row),
        rebound_no=int(row.is_rebound),
        remark=row.remark,
        committee=committee,
    )


def state_of(row: LedgerRow) -> ItemState:
    """Where the item stands: closed with a closing date; done without one waits for 验收."""
    if row.closed_on is not None:
        return ItemState.CLOSED
    progress = key_of(row.status or row.progress)
    if _NOT_STARTED.search(progress):
        return ItemState.ISSUED
    if _DONE.search(progress) and not _NOT_DONE.search(progress):
        return ItemState.PENDING_VERIFY
    return ItemState.IN_PROGRESS


def _id_of(written: str, ids: Mapping[str, str]) -> str:
    """The id of a word that we know; other words stay as they were written."""
    return ids.get(key_of(written), written)


def _cause(written: str) -> tuple[str, str]:
    """`机制：责任未落实` names its kind first."""
    kinds = {word: name for name, word in CAUSE_KINDS.items()}
    kind, mark, rest = written.replace(":", "：", 1).partition("：")
    if mark and key_of(kind) in kinds:
        return kinds[key_of(kind)], rest.strip()
    return "", written
