"""Tells rows of data from everything else that stands in a real ledger."""

from __future__ import annotations

import re
from enum import StrEnum

from intake.cells import Cell, Formula, SheetRow, is_blank, key_of, text_of
from intake.fields import Field
from intake.headings import Layout, repeated

# A row that fills three of these is about an item, even when its number is missing.
_CORE = (
    Field.UNIT,
    Field.PROBLEM,
    Field.CATEGORY,
    Field.OWNER,
    Field.FOUND,
    Field.DUE,
    Field.GOAL,
    Field.MEASURES,
    Field.CLOSED,
)
_ENOUGH_CORE_CELLS = 3
_SUBTOTAL = re.compile(r"小计|合计|总计|共计|累计|本页计|统计")
_NOTE = re.compile(
    r"^[—\-*※·(\[【]*(说明|注|备注|填表|填报|制表|审核|审批|审定|填写|编制|复核人|负责人|单位负责人|"
    r"分管领导|签字|签章|联系人|联系电话|报送|附件|附注|截至|更新日期|打印|第\d+页|共\d+页)"
)
_LONGEST_SUBTOTAL = 30


class RowKind(StrEnum):
    """What a row is; the value is the word for it."""

    DATA = "数据"
    BLANK = "空行"
    HEADING = "重复表头"
    SUBTOTAL = "小计"
    NOTE = "说明"
    CAPTION = "分段标题"


def kind_of(row: SheetRow, layout: Layout) -> RowKind:
    """What a row below the headings is."""
    own = [
        (index, cell)
        for index, cell in enumerate(row.cells)
        if index not in row.joined and not is_blank(cell)
    ]
    if not own:
        return RowKind.BLANK
    if repeated(layout, row):
        return RowKind.HEADING
    has_number = not is_blank(cell_of(row, layout, Field.NUMBER))
    filled = sum(not is_blank(cell_of(row, layout, field)) for field in _CORE)
    if _is_subtotal(own, row, layout):
        return RowKind.SUBTOTAL
    if _is_note(own, filled, row, layout):
        return RowKind.NOTE
    is_item = filled >= _ENOUGH_CORE_CELLS or (has_number and len(own) > 1)
    return RowKind.DATA if is_item else RowKind.CAPTION


def cell_of(row: SheetRow, layout: Layout, field: StrEnum) -> Cell:
    """The cell of a field; None when the book or the row has none."""
    column = layout.columns.get(field)
    if column is None or column.index >= len(row.cells):
        return None
    return row.cells[column.index]


def _is_subtotal(own: list[tuple[int, Cell]], row: SheetRow, layout: Layout) -> bool:
    if not is_blank(cell_of(row, layout, Field.PROBLEM)) and len(own) > 1:
        # `合计 | | 40 | 32` may put a count under the problem, but never words.
        problem = cell_of(row, layout, Field.PROBLEM)
        if not isinstance(problem, int | float | Formula):
            return False
    first = [text_of(cell) for _, cell in own[:2]]
    return any(_SUBTOTAL.search(text) and len(text) <= _LONGEST_SUBTOTAL for text in first)


def _is_note(own: list[tuple[int, Cell]], filled: int, row: SheetRow, layout: Layout) -> bool:
    first = key_of(text_of(own[0][1]))
    if filled >= _ENOUGH_CORE_CELLS and not is_blank(cell_of(row, layout, Field.PROBLEM)):
        return False
    return bool(_NOTE.match(first))
