"""Cells that nobody may interpret: computed, broken, or far too long."""

from __future__ import annotations

from intake.cells import MAX_CELL_CHARACTERS, Cell, CellError, Formula, SheetRow
from intake.faults import Fault
from intake.headings import Layout


def raw_faults(row: SheetRow, layout: Layout) -> list[Fault]:
    """Such cells under any heading of the table, except what the system works out itself."""
    faults = []
    fields = {column.index: field for field, column in layout.columns.items()}
    for column in layout.headings:
        if column.index >= len(row.cells) or column.index in layout.computed:
            continue
        reason = _reason(row.cells[column.index])
        if reason:
            faults.append(Fault(fields.get(column.index), column.heading, reason, column.index))
    return faults


def _reason(cell: Cell) -> str:
    if isinstance(cell, Formula):
        return "单元格是公式，请粘贴为数值后再导入"
    if isinstance(cell, CellError):
        return f"单元格是错误值 {cell.code}"
    if isinstance(cell, str) and len(cell) > MAX_CELL_CHARACTERS:
        return f"内容有 {len(cell)} 个字符，超过 {MAX_CELL_CHARACTERS} 个"
    return ""
