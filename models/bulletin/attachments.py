"""附件: ledger, overdue items and coverage of a quarter as one workbook (domain.md §2.7, §3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from models.bulletin.counting import units_in_scope
from models.bulletin.ledger_line import LedgerLine, is_listed
from models.bulletin.quarter import Quarter
from models.bulletin.records import ReviewRecord, UnitRecord
from models.calendar import WorkCalendar
from models.document import Cell, Column, Sheet, Workbook
from models.glossary import CATEGORIES, LEVELS, PARTY_PLUS, SOURCES
from models.policy import Level, Policy

_LEDGER_COLUMNS = (
    ("序号", 6),
    ("问题编号", 18),
    ("来源", 12),
    ("被复盘单位", 22),
    ("党建+类别", 14),
    ("问题表现", 40),
    ("原因分析", 30),
    ("整改目标", 30),
    ("整改措施", 40),
    ("整改类别", 12),
    ("责任单位", 22),
    ("责任人（职务）", 16),
    ("整改时限", 12),
    ("延期后时限", 12),
    ("进展情况", 40),
    ("佐证材料", 10),
    ("验收人", 16),
    ("验收意见", 30),
    ("销号日期", 12),
    ("督办等级", 10),
    ("是否反弹", 10),
    ("备注", 20),
)
_OVERDUE_COLUMNS = (
    ("序号", 6),
    ("问题编号", 18),
    ("责任单位", 22),
    ("责任人（职务）", 16),
    ("问题表现", 40),
    ("整改时限", 12),
    ("逾期工作日", 12),
    ("督办等级", 10),
    ("进展情况", 40),
)
_COVERAGE_COLUMNS = (
    ("序号", 6),
    ("单位编码", 12),
    ("单位", 24),
    ("复盘方式", 16),
    ("是否覆盖", 10),
    ("反馈日期", 12),
    ("复盘编号", 18),
)
_CATEGORY_LABELS = {str(key): label for key, label in CATEGORIES.items()}
_TIER_LABELS = {"direct": "党委直接复盘", "sub": "党总支复盘"}


def workbook_of(
    quarter: Quarter,
    lines: Sequence[LedgerLine],
    units: Sequence[UnitRecord],
    reviews: Sequence[ReviewRecord],
    policy: Policy,
    calendar: WorkCalendar,
) -> Workbook:
    """The three attachments as sheets; rows in the order of their numbers or codes."""
    names = {unit.code: unit.name for unit in units}
    ordered = sorted(lines, key=lambda line: line.record.number)
    listed = [each for each in ordered if is_listed(each.record, *_days(quarter))]
    late = [each for each in listed if _is_overdue(each, quarter.last_on)]
    return Workbook(
        (
            _sheet("整改台账", _LEDGER_COLUMNS, (_ledger_row(each, names) for each in listed)),
            _sheet(
                "逾期事项清单",
                _OVERDUE_COLUMNS,
                (_overdue_row(each, names, quarter, calendar) for each in late),
            ),
            _sheet(
                "年度覆盖进度表",
                _COVERAGE_COLUMNS,
                _coverage_rows(quarter, units, reviews, policy),
            ),
        )
    )


def _sheet(
    title: str, columns: Sequence[tuple[str, int]], rows: Iterable[tuple[Cell, ...]]
) -> Sheet:
    numbered = tuple((number, *row) for number, row in enumerate(rows, start=1))
    return Sheet(title, tuple(Column(name, width) for name, width in columns), numbered)


def _ledger_row(line: LedgerLine, names: Mapping[str, str]) -> tuple[Cell, ...]:
    record = line.record
    unit = names.get(record.unit, record.unit)
    extended_on = record.effective_due_on if record.extended_on else None
    return (
        record.number,
        SOURCES.get(line.source, line.source),
        unit,
        PARTY_PLUS.get(line.party_plus, line.party_plus),
        line.problem,
        line.cause,
        line.goal,
        _numbered(line.measures),
        _CATEGORY_LABELS.get(line.category, line.category),
        unit,
        line.owner_post,
        record.due_on,
        extended_on,
        line.progress,
        line.evidence_count,
        line.verifier_post,
        line.opinion,
        record.closed_on,
        _level(record.level),
        "是" if line.rebound_no or record.rebounded_on else "否",
        line.remark,
    )


def _overdue_row(
    line: LedgerLine, names: Mapping[str, str], quarter: Quarter, calendar: WorkCalendar
) -> tuple[Cell, ...]:
    record = line.record
    due_on = record.effective_due_on or quarter.last_on
    return (
        record.number,
        names.get(record.unit, record.unit),
        line.owner_post,
        line.problem,
        due_on,
        calendar.workdays_between(due_on, quarter.last_on),
        _level(record.level),
        line.progress,
    )


def _coverage_rows(
    quarter: Quarter,
    units: Sequence[UnitRecord],
    reviews: Sequence[ReviewRecord],
    policy: Policy,
) -> Iterable[tuple[Cell, ...]]:
    first: dict[str, ReviewRecord] = {}
    for review in sorted(reviews, key=lambda each: (each.issued_on, each.number)):
        if review.issued_on.year == quarter.year:
            first.setdefault(review.unit, review)
    for unit in units_in_scope(quarter.year, units, policy):
        found = first.get(unit.code)
        yield (
            unit.code,
            unit.name,
            _TIER_LABELS[unit.tier],
            "是" if found else "否",
            found.issued_on if found else None,
            found.number if found else "",
        )


def _is_overdue(line: LedgerLine, day: date) -> bool:
    due_on = line.record.effective_due_on
    return due_on is not None and due_on <= day and line.record.is_open_after(day)


def _days(quarter: Quarter) -> tuple[date, date]:
    return quarter.first_on, quarter.last_on


def _level(level: str) -> str:
    return LEVELS[Level(level)] if level else ""


def _numbered(measures: Sequence[str]) -> str:
    if len(measures) == 1:
        return measures[0]
    return "；".join(f"{number}.{text}" for number, text in enumerate(measures, start=1))
