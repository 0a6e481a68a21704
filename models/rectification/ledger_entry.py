"""One line of the 整改台账 (domain.md §3.1), from the item's state.

Pages read a table that is written from the events by other code; comparing its rows with this
function shows whether either of them is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.escalation.countdown import Subject
from models.policy import Level
from models.rectification.content import Category, Measure
from models.rectification.item_state import ItemState
from models.rectification.state import RectificationState


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What the ledger shows of one item. Dates are civil dates in Asia/Shanghai.

    Attributes:
        number: 问题编号.
        unit: The unit in which the problem was found (被复盘单位); equal to `owner_unit` today.
        owner_unit: 责任单位, its code.
        parent_unit: Code of the unit above it; empty for none.
        source: 问题来源: an id of the glossary, or an imported word.
        party_plus, work_axis: 党建+类别、工作方面, likewise; empty for none.
        problem: 问题表现.
        cause_kind, cause: 原因类别、原因分析; empty for none.
        goal: 整改目标.
        measures: 整改措施 of the last plan as one text, see `measures_text`.
        category: 整改类别.
        severity: 1 to 4.
        owner: Account of the 责任人; empty while an imported row names a post only.
        owner_post: 责任人（职务）.
        liaison_post: 督办领导（职务）.
        found_on: 发现日期.
        issued_on: Day of issue; the day of finding for imported history.
        due_on: 整改时限, the original one, recomputed only while provisional; None for none.
        extended_due_on: 延期后时限; None without an extension.
        effective_due_on: `extended_due_on`, else `due_on`: what lateness is judged by.
        deadline_version: From 1, one more with each new due day; 0 never occurs.
        provisional: True while due day or ladder rest on an unannounced year.
        extension_count: Extensions granted.
        extension_pending: True from an extension's request to its answer, or to the item's end.
        state: Where it stands.
        level: 督办等级 of the present deadline version: the highest raised, blue after a
            reminder; None before, and again after a new due day. Stays after closing.
        points: Points taken from the unit for this item, zero or negative; steps of the item
            count as far as the policy gives them points.
        progress: 进展情况: the last text of a report, checkpoint, extension or closure request.
        evidence_count: 佐证材料: number of files.
        reject_no: 驳回次数: closures sent back.
        rebound_no: How often the problem has come back; above 0: 是否反弹 = 是.
        parent: Number of the item that this one continues; empty for none.
        child: Number of the item that continues this one; empty for none.
        verifier: Account named as 验收人; empty while none is named.
        verifier_post: 验收人（职务）, as given or imported.
        verified_by: Account that verified last; empty before, after a rejection or a new request,
            and in imported history.
        countersigned_by: Account of the second signer; empty when there is none.
        opinion: 验收意见: the last one, also that of a rejection.
        closed_on: 销号日期; None before.
        is_on_time: Whether it was closed on or before its effective due day; None before.
        transfer_pending: True from a transfer's offer to its answer, or to the item's end.
        imported: True for history from another ledger.
        clean_quarters: Clean quarters in a row of a long-term item; 0 for the others.
        remark: 备注.
        policy_version, calendar_version: What the item lives under.
    """

    number: str
    unit: str
    owner_unit: str
    parent_unit: str
    source: str
    party_plus: str
    work_axis: str
    problem: str
    cause_kind: str
    cause: str
    goal: str
    measures: str
    category: Category
    severity: int
    owner: str
    owner_post: str
    liaison_post: str
    found_on: date
    issued_on: date
    due_on: date | None
    extended_due_on: date | None
    effective_due_on: date | None
    deadline_version: int
    provisional: bool
    extension_count: int
    extension_pending: bool
    state: ItemState
    level: Level | None
    points: int
    progress: str
    evidence_count: int
    reject_no: int
    rebound_no: int
    parent: str
    child: str
    verifier: str
    verifier_post: str
    verified_by: str
    countersigned_by: str
    opinion: str
    closed_on: date | None
    is_on_time: bool | None
    transfer_pending: bool
    imported: bool
    clean_quarters: int
    remark: str
    policy_version: int
    calendar_version: int


def ledger_entry(state: RectificationState) -> LedgerEntry:
    """The line of an item that exists.

    Raises:
        ValueError: The stream is empty.
    """
    content, issued_on = state.content, state.issued_on
    if content is None or issued_on is None:
        raise ValueError("an item that never began has no line in the ledger")
    item = state.countdown(Subject.ITEM)
    return LedgerEntry(
        number=state.number,
        unit=state.owner_unit,
        owner_unit=state.owner_unit,
        parent_unit=state.parent_unit,
        source=content.source,
        party_plus=content.party_plus,
        work_axis=content.work_axis,
        problem=content.problem,
        cause_kind=content.cause_kind,
        cause=content.cause,
        goal=content.goal,
        measures=measures_text(state.measures),
        category=content.category,
        severity=content.severity,
        owner=state.owner,
        owner_post=state.owner_post,
        liaison_post=state.liaison_post,
        found_on=content.found_on or issued_on,
        issued_on=issued_on,
        due_on=state.due_on,
        extended_due_on=state.extended_due_on,
        effective_due_on=state.effective_due_on,
        deadline_version=state.deadline_version,
        provisional=state.provisional,
        extension_count=state.extension_count,
        extension_pending=state.extension is not None,
        state=state.state,
        level=item.level if item else None,
        points=state.level_points,
        progress=state.progress,
        evidence_count=state.evidence_count,
        reject_no=state.reject_no,
        rebound_no=state.rebound_no,
        parent=state.parent,
        child=state.child,
        verifier=state.verifier,
        verifier_post=state.verifier_post,
        verified_by=state.verifiers[0] if state.verifiers else "",
        countersigned_by=state.countersigners[0] if state.countersigners else "",
        opinion=state.opinion,
        closed_on=state.closed_on,
        is_on_time=state.is_on_time,
        transfer_pending=state.transfer is not None,
        imported=state.is_imported,
        clean_quarters=state.clean_quarters,
        remark=content.remark,
        policy_version=state.terms.policy,
        calendar_version=state.terms.calendar,
    )


def measures_text(measures: Sequence[Measure]) -> str:
    """Measures as one text: a single one as it is, several as `1.第一条；2.第二条`."""
    if len(measures) == 1:
        return measures[0].text
    return "；".join(f"{number}.{each.text}" for number, each in enumerate(measures, start=1))
