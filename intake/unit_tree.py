"""Checks a register against itself and against what stands, and finds what has to change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.cells import key_of
from intake.faults import Fault
from intake.unit_fields import UnitField
from intake.unit_register import Register, RegisterReading
from models.org_unit.commands import OtherUnit
from models.org_unit.kinds import KIND_LABELS, PARENT_KINDS, UnitKind
from models.org_unit.register_row import RegisterRow

_BRANCH_MEMBERS = 50
_GENERAL_BRANCH_BRANCHES = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with its place in the tree; `row` is None when it has faults."""

    reading: RegisterReading
    row: RegisterRow | None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class StandingUnit:
    """A unit that stands in the store today; `parent` is empty for the committee."""

    code: str
    name: str
    kind: UnitKind
    parent: str


class UnitTree:
    """The units as they will be once the register is in."""

    def __init__(self, register: Register, standing: Sequence[StandingUnit]) -> None:
        self._register = register
        self._kinds = {unit.code: unit.kind for unit in standing}
        self._parents = {unit.code: unit.parent for unit in standing}
        self._codes = {key_of(unit.name): unit.code for unit in standing}
        self._first_rows: dict[str, int] = {}
        for reading in register.readings:
            self._first_rows.setdefault(reading.code, reading.row)
            if reading.name:
                self._codes[key_of(reading.name)] = reading.code
            if reading.kind:
                self._kinds[reading.code] = reading.kind
        for reading in register.readings:
            self._parents[reading.code] = self._code_above(reading)

    def placed(self) -> list[Placed]:
        """Every row with its faults, parents before children among the good ones."""
        placed = [self._place(reading) for reading in self._register.readings]
        return sorted(placed, key=lambda one: len(self._above(one.reading.code)))

    def warnings(self) -> list[str]:
        """Sizes that the rules of organization advise against (domain.md §2.2)."""
        said = []
        for reading in self._register.readings:
            if reading.kind is UnitKind.BRANCH and (reading.members_count or 0) > _BRANCH_MEMBERS:
                said.append(
                    f"{reading.name}有党员 {reading.members_count} 名，党支部一般不超过 50 名。"
                )
            below = [code for code, above in self._parents.items() if above == reading.code]
            is_small = 0 < len(below) < _GENERAL_BRANCH_BRANCHES
            if reading.kind is UnitKind.GENERAL_BRANCH and is_small:
                said.append(f"{reading.name}下有党支部 {len(below)} 个，党总支一般不少于 3 个。")
        return said

    def _code_above(self, reading: RegisterReading) -> str:
        """Code of the unit above: the cell may hold its code or its name."""
        if not reading.above or reading.above in self._kinds:
            return reading.above
        return self._codes.get(reading.above, reading.above)

    def _above(self, code: str) -> tuple[str, ...]:
        above: list[str] = []
        while (code := self._parents.get(code, "")) and code not in above:
            above.append(code)
        return tuple(above)

    def _place(self, reading: RegisterReading) -> Placed:
        faults = [*reading.faults, *self._tree_faults(reading)]
        if faults or reading.kind is None:
            return Placed(reading, None, tuple(sorted(faults, key=lambda fault: fault.place)))
        return Placed(reading, self._row(reading, reading.kind))

    def _row(self, reading: RegisterReading, kind: UnitKind) -> RegisterRow:
        parent = self._parents[reading.code]
        other = None
        if parent:
            other = OtherUnit(parent, self._kinds[parent], True, self._above(parent))
        return RegisterRow(
            code=reading.code,
            name=reading.name,
            kind=kind,
            parent=other,
            leader_post=reading.leader_post,
            location=reading.location,
            members_count=reading.members_count,
        )

    def _tree_faults(self, reading: RegisterReading) -> list[Fault]:
        first = self._first_rows[reading.code]
        if reading.code and first != reading.row:
            reason = f"编码“{reading.code}”已用于第 {first} 行"
            return [self._register.fault(UnitField.CODE, reason)]
        if reading.kind is None or UnitField.PARENT in {fault.field for fault in reading.faults}:
            return []
        reason = self._wrong_parent(reading.code, reading.kind)
        return [self._register.fault(UnitField.PARENT, reason)] if reason else []

    def _wrong_parent(self, code: str, kind: UnitKind) -> str:
        parent = self._parents[code]
        label = KIND_LABELS[kind]
        if not parent:
            return "" if kind is UnitKind.COMMITTEE else f"缺少上级编码，{label}必须有上级"
        if kind is UnitKind.COMMITTEE:
            return "党委没有上级编码，请留空"
        if parent not in self._kinds:
            return f"上级“{parent}”不在名册中"
        if code in (parent, *self._above(parent)):
            return f"上级“{parent}”是本单位自身或自己的下级"
        if self._kinds[parent] not in PARENT_KINDS[kind]:
            return f"{label}不能设在{KIND_LABELS[self._kinds[parent]]}“{parent}”之下"
        return ""
