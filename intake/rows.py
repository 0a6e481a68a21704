"""Turns one row of a ledger into a `LedgerRow`, or into the reasons why it cannot be one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from intake.cells import SheetRow, clean, key_of, text_of
from intake.dates import DateFaultError, LongTerm, parse_date, parse_deadline
from intake.faults import CellFaultError, Fault
from intake.fields import Field
from intake.headings import Layout
from intake.ledger_row import LedgerRow
from intake.posts import posts_in
from intake.raw_faults import raw_faults
from intake.row_kinds import cell_of
from intake.unit_names import UnitFaultError, UnitNames
from intake.words import category_of, severity_of, yes_or_no
from models.rectification.content import Category

MAX_NUMBER_CHARACTERS = 60
# The number becomes part of a stream id and of an address.
_UNFIT_FOR_NUMBER = re.compile(r"[/\\|?#%&<>\"'*\s]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one row.

    Attributes:
        row: Number of the row in the sheet.
        values: What could be read, by field; dates as dates, the unit as its code.
        faults: From left to right; empty when the row is good.
        item: The row itself; None when it has faults.
    """

    row: int
    values: Mapping[Field, Any]
    faults: tuple[Fault, ...] = ()
    item: LedgerRow | None = None


@dataclass
class RowReader:
    """Reads the rows of one book.

    Attributes:
        layout: Which column holds which field.
        units: The units that rows may name.
        year: The book's year, for dates without one; None when unknown.
        today: Civil date in Asia/Shanghai; nothing can have been found or closed after it.
    """

    layout: Layout
    units: UnitNames
    year: int | None
    today: date
    _readers: Mapping[Field, Callable[[SheetRow], Any]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._readers = {
            Field.NUMBER: self._number,
            Field.UNIT: self._unit,
            Field.PROBLEM: self._problem,
            Field.GOAL: self._goal,
            Field.OWNER: self._owner,
            Field.CATEGORY: self._category,
            Field.SEVERITY: lambda row: severity_of(self._text(row, Field.SEVERITY)),
            Field.FOUND: self._found,
            Field.DUE: self._due,
            Field.EXTENDED: lambda row: self._date(row, Field.EXTENDED),
            Field.CLOSED: lambda row: self._date(row, Field.CLOSED),
            Field.REBOUND: self._rebound,
        }

    def read(self, row: SheetRow) -> Reading:
        """Read one row of data; every fault is found, not only the first."""
        values: dict[Field, Any] = {}
        faults = raw_faults(row, self.layout)
        at_fault = {fault.field for fault in faults}
        for name, reader in self._readers.items():
            if name in at_fault:
                continue
            try:
                values[name] = reader(row)
            except (CellFaultError, DateFaultError, UnitFaultError) as error:
                faults.append(self._fault(name, str(error)))
        faults += self._contradictions(values)
        if faults:
            faults.sort(key=lambda fault: fault.place)
            return Reading(row.number, values, tuple(faults))
        return Reading(row.number, values, (), self._item(row, values))

    def _fault(self, name: Field, reason: str) -> Fault:
        column = self.layout.columns.get(name)
        place = column.index if column else len(self.layout.headings)
        return Fault(name, self.layout.heading_of(name), reason, place)

    def fault_of(self, name: Field, reason: str) -> Fault:
        """A fault that only shows beside other rows or the store."""
        return self._fault(name, reason)

    def _text(self, row: SheetRow, name: Field) -> str:
        return text_of(cell_of(row, self.layout, name))

    def _number(self, row: SheetRow) -> str:
        column = self.layout.columns[Field.NUMBER]
        if column.index in row.joined:
            raise CellFaultError("与上一行合并为同一编号，一个问题请只占一行")
        number = key_of(self._text(row, Field.NUMBER))
        if not number:
            raise CellFaultError("缺少问题编号")
        if len(number) > MAX_NUMBER_CHARACTERS:
            raise CellFaultError(f"编号超过{MAX_NUMBER_CHARACTERS}个字符")
        if _UNFIT_FOR_NUMBER.search(number) or not number.isprintable():
            raise CellFaultError(f"编号“{number}”含有“/”等不能使用的字符")
        return number

    def _unit(self, row: SheetRow) -> str:
        written = self._text(row, Field.UNIT)
        if not written:
            raise CellFaultError("缺少责任单位")
        return self.units.code_of(written)

    def _problem(self, row: SheetRow) -> str:
        title, problem = self._text(row, Field.TITLE), self._text(row, Field.PROBLEM)
        if not problem:
            raise CellFaultError("缺少问题内容")
        return f"{title}：{problem}" if title and title not in problem else problem

    def _goal(self, row: SheetRow) -> str:
        goal = self._text(row, Field.GOAL)
        if not goal and Field.GOAL in self.layout.columns:
            raise CellFaultError("缺少整改目标")
        return goal

    def _owner(self, row: SheetRow) -> str:
        written = self._text(row, Field.OWNER)
        if not written:
            raise CellFaultError("缺少责任人")
        post = posts_in(written)
        if not post:
            raise CellFaultError("只有姓名，请填写责任人职务（系统不保存姓名）")
        return post

    def _category(self, row: SheetRow) -> Category | None:
        if Field.CATEGORY not in self.layout.columns:
            return None
        written = self._text(row, Field.CATEGORY)
        if not written:
            raise CellFaultError("缺少整改类别")
        category = category_of(written)
        if category is None:
            raise CellFaultError(f"“{written}”不是整改类别，请填写立行立改、限期整改或长期坚持")
        return category

    def _found(self, row: SheetRow) -> date:
        day = self._date(row, Field.FOUND)
        if day is None:
            raise CellFaultError("缺少发现日期")
        return day

    def _due(self, row: SheetRow) -> date | LongTerm | None:
        return parse_deadline(cell_of(row, self.layout, Field.DUE), self.year)

    def _date(self, row: SheetRow, name: Field) -> date | None:
        cell = cell_of(row, self.layout, name)
        if isinstance(cell, str) and clean(cell) in _NOTHING:
            return None
        return parse_date(cell, self.year)

    def _rebound(self, row: SheetRow) -> bool:
        written = self._text(row, Field.REBOUND)
        answer = yes_or_no(written)
        if answer is None:
            raise CellFaultError(f"“{written}”看不出是否反弹，请填“是”或“否”")
        return answer

    def _contradictions(self, values: Mapping[Field, Any]) -> list[Fault]:
        """What is wrong between columns; a column that could not be read accuses no other."""
        found, due = values.get(Field.FOUND), values.get(Field.DUE)
        extended, closed = values.get(Field.EXTENDED), values.get(Field.CLOSED)
        category = values.get(Field.CATEGORY)
        faults = []
        if found and found > self.today:
            faults.append((Field.FOUND, f"发现日期 {found} 在今天之后"))
        if Field.DUE in values:
            faults += _deadline_faults(due, found, category, Field.CATEGORY in values)
        if extended and due == LongTerm():
            faults.append((Field.EXTENDED, "没有整改时限，不存在延期"))
        if extended and isinstance(due, date) and extended < due:
            faults.append((Field.EXTENDED, f"延期后时限 {extended} 早于整改时限 {due}"))
        if closed and found and closed < found:
            faults.append((Field.CLOSED, f"销号日期 {closed} 早于发现日期 {found}"))
        if closed and closed > self.today:
            faults.append((Field.CLOSED, f"销号日期 {closed} 在今天之后"))
        return [self._fault(name, reason) for name, reason in faults]

    def _item(self, row: SheetRow, values: Mapping[Field, Any]) -> LedgerRow:
        due = values[Field.DUE]
        due_on = due if isinstance(due, date) else None
        fallback = Category.FIXED_TERM if due_on else Category.LONG_TERM
        return LedgerRow(
            number=values[Field.NUMBER],
            unit=values[Field.UNIT],
            problem=values[Field.PROBLEM],
            category=values[Field.CATEGORY] or fallback,
            owner_post=values[Field.OWNER],
            found_on=values[Field.FOUND],
            due_on=due_on,
            extended_on=values[Field.EXTENDED],
            closed_on=values[Field.CLOSED],
            is_rebound=values[Field.REBOUND],
            goal=values[Field.GOAL],
            severity=values[Field.SEVERITY],
            leader_post=posts_in(self._text(row, Field.LEADER)),
            verifier_post=posts_in(self._text(row, Field.VERIFIER)),
            **{word: self._text(row, name) for word, name in _FREE_TEXTS.items()},
        )


_NOTHING = frozenset({"/", "-", "—", "——", "\\", "无", "未延期", "未销号"})
_FREE_TEXTS = {
    "source": Field.SOURCE,
    "system": Field.SYSTEM,
    "work_axis": Field.WORK_AXIS,
    "cause": Field.CAUSE,
    "measures": Field.MEASURES,
    "progress": Field.PROGRESS,
    "status": Field.STATUS,
    "opinion": Field.OPINION,
    "remark": Field.REMARK,
}


def _deadline_faults(
    due: date | LongTerm | None, found: date | None, category: Category | None, is_known: bool
) -> list[tuple[Field, str]]:
    is_long_term = category is Category.LONG_TERM
    if due is None and is_known and not is_long_term:
        return [(Field.DUE, "缺少整改时限")]
    if isinstance(due, LongTerm) and category is not None and not is_long_term:
        return [(Field.DUE, "只有长期坚持的事项可以没有具体时限")]
    if isinstance(due, date) and found and due < found:
        return [(Field.DUE, f"整改时限 {due} 早于发现日期 {found}")]
    return []
