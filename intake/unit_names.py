"""Finds the unit that a ledger means, by code, by name, or by the short names people use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from intake.cells import clean, key_of

_SUFFIXES = (
    "党总支部委员会",
    "党支部委员会",
    "党总支委员会",
    "党总支部",
    "党总支",
    "党支部",
    "总支部",
    "总支",
    "支部",
    "党委",
    "委员会",
    "党组织",
)
_BRACKETS = re.compile(r"[()\[\]【】\u3014\u3015]")
_SEVERAL = re.compile(r"[、,，;；/\n]")


class UnitFaultError(ValueError):
    """The cell means no unit, or more than one; the message says which, in Chinese."""


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit as a ledger may call it.

    Attributes:
        code: Its code.
        name: Its name today.
        parent: Code of the unit above; empty for the committee.
        former_names: Names that it had before.
    """

    code: str
    name: str
    parent: str = ""
    former_names: tuple[str, ...] = ()


@dataclass
class UnitNames:
    """All units, looked up by what a ledger calls them; better names are tried first."""

    _by_rank: tuple[dict[str, set[str]], ...] = field(default_factory=lambda: ({}, {}, {}, {}))
    _names: dict[str, str] = field(default_factory=dict)
    _known: dict[str, str | UnitFaultError] = field(default_factory=dict)

    @classmethod
    def of(cls, units: Iterable[NamedUnit]) -> UnitNames:
        """The directory of these units."""
        directory = cls()
        listed = list(units)
        directory._names = {unit.code: unit.name for unit in listed}
        committees = [unit.name for unit in listed if _is_committee(unit.name)]
        for unit in listed:
            directory._enter(unit, committees)
        return directory

    def code_of(self, written: str) -> str:
        """Code of the unit that a cell means.

        Raises:
            UnitFaultError: No unit goes by that name, or several do.
        """
        if written not in self._known:
            self._known[written] = self._looked_up(written)
        found = self._known[written]
        if isinstance(found, UnitFaultError):
            raise UnitFaultError(str(found))
        return found

    def _looked_up(self, written: str) -> str | UnitFaultError:
        for spelling in _spellings(written):
            for names in self._by_rank:
                codes = names.get(spelling, set())
                if len(codes) == 1:
                    return next(iter(codes))
                if codes:
                    return UnitFaultError(self._ambiguous(written, codes))
        shown = clean(written)
        if _SEVERAL.search(shown):
            return UnitFaultError(f"“{shown}”不是一个单位，一行只能填一个责任单位，请分行填写")
        return UnitFaultError(f"单位名册中没有“{shown}”，请核对名称或先导入单位")

    def _ambiguous(self, written: str, codes: set[str]) -> str:
        named = "、".join(f"{self._names[code]}（{code}）" for code in sorted(codes))
        return f"“{clean(written)}”可能是{named}，请写全称或编码"

    def _enter(self, unit: NamedUnit, committees: Iterable[str]) -> None:
        codes, names, short, longer = self._by_rank
        code = _key(unit.code)
        codes.setdefault(code, set()).add(unit.code)
        for name in (unit.name, *unit.former_names):
            names.setdefault(_key(name), set()).add(unit.code)
            for form in _short_forms(name):
                short.setdefault(form, set()).add(unit.code)
            for form in (_key(name), _base(name)):
                prefixes = {
                    p
                    for n in (*committees, self._names.get(unit.parent, ""))
                    if n
                    for p in (_key(n), _base(n))
                }
                for spelling in (code + form, form + code, *(p + form for p in prefixes)):
                    longer.setdefault(spelling, set()).add(unit.code)


def _is_committee(name: str) -> bool:
    return _key(name).endswith(("党委", "委员会")) and "支" not in name


def _short_forms(name: str) -> set[str]:
    base = _base(name)
    forms = {base, _key(name).removeprefix("中共")}
    if name.endswith("支部") and not name.endswith("总支部"):
        forms.add(base + "支部")
    elif "总支" in name:
        forms |= {base + "总支", base + "党总支部", base + "总支部"}
    elif _is_committee(name):
        forms |= {base + "党委", base + "委员会"}
    return forms - {_key(name), ""}


def _spellings(written: str) -> tuple[str, ...]:
    """As written, and with brackets left out: `选煤厂（党支部）`, `选煤厂党支部（D09）`.

    What stands in brackets is never thrown away: `运输区（八队）` does not mean 运输区.
    """
    whole = _key(written)
    return tuple(dict.fromkeys((whole, _BRACKETS.sub("", whole))))


def _base(name: str) -> str:
    key = _key(name).removeprefix("中共")
    for suffix in _SUFFIXES:
        if key.endswith(suffix) and len(key) > len(suffix):
            return key.removesuffix(suffix)
    return key


def _key(text: str) -> str:
    return key_of(text).casefold()
