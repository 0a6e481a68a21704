"""Reads a register of units: its rows, and what is wrong with them one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from intake.cells import SheetRow, is_blank, key_of, text_of
from intake.faults import CellFaultError, Fault
from intake.headings import SEARCHED_ROWS, Layout, check, find_layout, repeated
from intake.posts import posts_in
from intake.raw_faults import raw_faults
from intake.row_kinds import cell_of
from intake.unit_fields import KINDS, REGISTER, UnitField
from intake.workbook import Sheet
from models.errors import ConfigurationError, InvalidInputError
from models.org_unit.kinds import UnitKind

# A register is held in memory as a whole: a tree cannot be checked row by row.
MAX_UNITS = 20_000
_COUNT = re.compile(r"(\d{1,7})(人|名)?")
_NOTE = re.compile(r"^[—\-*※(\[]*(说明|注|备注|填表|制表|审核|合计|小计|总计|共计|填报)")


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """One row of a register.

    Attributes:
        row: Number of the row in the sheet.
        code, name, kind, leader_post, location, members_count: As the row tells them; empty or
            None where it does not.
        above: What the row says about the unit above it: a code or a name; empty for none.
        faults: From left to right; empty when the row by itself is good.
    """

    row: int
    code: str
    name: str
    kind: UnitKind | None
    above: str
    leader_post: str
    location: str
    members_count: int | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """A register that could be read: its rows, and how its columns are called."""

    layout: Layout
    readings: tuple[RegisterReading, ...]

    def fault(self, field: UnitField, reason: str) -> Fault:
        """A fault that only shows beside other rows."""
        return _fault(self.layout, field, reason)


def read_register(sheets: Sequence[Sheet]) -> Register:
    """The register in a file: the first sheet that has its headings.

    Raises:
        InvalidInputError: No sheet has them, or they cannot be used.
        ConfigurationError: There are more units than any committee has.
    """
    for sheet in sheets:
        layout = find_layout(list(islice(sheet.rows(), SEARCHED_ROWS)), REGISTER)
        if layout:
            check(layout, sheet.title)
            return Register(layout, tuple(_read(row, layout) for row in _rows(sheet, layout)))
    raise InvalidInputError(
        "no_register",
        f"没有找到单位名册表头：前 {SEARCHED_ROWS} 行中没有“编码、名称、类型、上级编码”等列名。",
    )


def _rows(sheet: Sheet, layout: Layout) -> Iterator[SheetRow]:
    count = 0
    for row in sheet.rows(layout.width):
        if row.number <= layout.last_row or repeated(layout, row) or not _is_unit(row, layout):
            continue
        count += 1
        if count > MAX_UNITS:
            raise ConfigurationError("too_many_units", f"单位超过 {MAX_UNITS} 个，请核对文件。")
        yield row


def _is_unit(row: SheetRow, layout: Layout) -> bool:
    own = [cell for index, cell in enumerate(row.cells) if index not in row.joined]
    said = [text_of(cell) for cell in own if not is_blank(cell)]
    if not said or _NOTE.match(key_of(said[0])):
        return False
    return len(said) > 1 or not is_blank(cell_of(row, layout, UnitField.CODE))


def _read(row: SheetRow, layout: Layout) -> RegisterReading:
    faults = raw_faults(row, layout)
    at_fault = {fault.field for fault in faults}
    values: dict[UnitField, Any] = {}
    for field, reader in _READERS.items():
        written = "" if field in at_fault else text_of(cell_of(row, layout, field))
        try:
            values[field] = reader(written) if field not in at_fault else None
        except CellFaultError as error:
            faults.append(_fault(layout, field, str(error)))
    return RegisterReading(
        row=row.number,
        code=values.get(UnitField.CODE) or "",
        name=values.get(UnitField.NAME) or "",
        kind=values.get(UnitField.KIND),
        above=values.get(UnitField.PARENT) or "",
        leader_post=values.get(UnitField.LEADER) or "",
        location=values.get(UnitField.LOCATION) or "",
        members_count=values.get(UnitField.MEMBERS),
        faults=tuple(sorted(faults, key=lambda fault: fault.place)),
    )


def _fault(layout: Layout, field: UnitField, reason: str) -> Fault:
    column = layout.columns.get(field)
    place = column.index if column else len(layout.headings)
    return Fault(field, layout.heading_of(field), reason, place)


def _code(written: str) -> str:
    if not written:
        raise CellFaultError("缺少编码")
    return key_of(written)


def _name(written: str) -> str:
    if not written:
        raise CellFaultError("缺少名称")
    return re.sub(r"\s+", "", written)


def _kind(written: str) -> UnitKind:
    if not written:
        raise CellFaultError("缺少类型")
    kind = KINDS.get(key_of(written).casefold())
    if kind is None:
        raise CellFaultError(f"“{written}”不是组织类型，请填写党委、党总支或党支部")
    return kind


def _members(written: str) -> int | None:
    key = key_of(written)
    if not key or key in {"-", "—", "/", "无"}:
        return None
    count = _COUNT.fullmatch(key)
    if count is None:
        raise CellFaultError(f"“{written}”不是党员人数")
    return int(count[1])


_READERS: Mapping[UnitField, Callable[[str], Any]] = {
    UnitField.CODE: _code,
    UnitField.NAME: _name,
    UnitField.KIND: _kind,
    UnitField.PARENT: key_of,
    UnitField.LEADER: posts_in,
    UnitField.LOCATION: lambda written: written,
    UnitField.MEMBERS: _members,
}
