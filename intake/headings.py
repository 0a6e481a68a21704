"""Finds the heading rows of a ledger and says which column holds which field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from intake.cells import SheetRow, is_blank, key_of, text_of
from models.errors import InvalidInputError

SEARCHED_ROWS = 30
_MAX_DEPTH = 3
_BRACKETS = re.compile(r"[(\[【\u3014<《].*?[)\]】\u3015>》]")
_DECORATION = re.compile(r"[*※★:：。、\-_—/]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the book: place from 0, and the heading as the book writes it, spaces removed."""

    index: int
    heading: str


@dataclass(frozen=True, slots=True)
class Headings:
    """Words for one field.

    Attributes:
        strong: Can mean nothing else; two columns with strong words are a contradiction.
        weak: Mean this field when no other column claims it; better ones first.
    """

    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading can mean.

    Attributes:
        fields: Best first; empty when the words mean nothing to us.
        is_strong: True when the words can mean nothing else.
        rank: Place among the weak words of its field, from 1; 0 for strong ones.
    """

    fields: tuple[StrEnum, ...]
    is_strong: bool = False
    rank: int = 0


@dataclass(frozen=True)
class Vocabulary:
    """The words of one kind of table.

    Attributes:
        synonyms: Headings by field.
        required: Fields without which no row can be understood.
        enough: So many fields make a row of headings; fewer are a table of something else.
        repeatable: Fields that may have several columns; the first is taken.
        derived: The field of what the system works out itself; None when there is none.
        first: Field that a word with two meanings goes to before any other.
    """

    synonyms: Mapping[Any, Headings]
    required: tuple[StrEnum, ...]
    enough: int
    repeatable: frozenset[StrEnum] = frozenset()
    derived: StrEnum | None = None
    first: StrEnum | None = None

    def meaning_of(self, path: Sequence[str]) -> Meaning:
        """What a heading means under its groups: `延期情况` over `时限` is `延期时限`."""
        spoken = ["".join(path[start:]) for start in range(len(path) - 1)]
        if len(path) > 1:
            spoken.append(path[0][:2] + path[-1])
        for words in (*spoken, path[-1]):
            for form in _forms(words):
                if form in self._strong:
                    return Meaning((self._strong[form],), is_strong=True)
                if form in self._weak:
                    return self._weak[form]
        return Meaning(())

    @cached_property
    def _strong(self) -> Mapping[str, StrEnum]:
        return {
            _key(word): field for field, words in self.synonyms.items() for word in words.strong
        }

    @cached_property
    def _weak(self) -> Mapping[str, Meaning]:
        table: dict[str, Meaning] = {}
        for field in sorted(self.synonyms, key=lambda field: field is not self.first):
            for rank, word in enumerate(self.synonyms[field].weak, start=1):
                earlier = table.get(_key(word), Meaning((), rank=rank))
                table[_key(word)] = replace(earlier, fields=(*earlier.fields, field))
        return table


@dataclass(frozen=True, slots=True)
class Layout:
    """What the heading rows say.

    Attributes:
        row: Number of the first heading row.
        last_row: Number of the last one; data begins below it.
        columns: Column by field.
        headings: Every column with a heading, from left to right.
        unknown: Headings that mean nothing to us, or something that another column says better.
        duplicates: Headings that claim a field which another column has already.
        computed: Columns (from 0) of what the system works out itself; never read.
    """

    row: int
    last_row: int
    columns: Mapping[StrEnum, Column]
    headings: tuple[Column, ...]
    unknown: tuple[str, ...]
    duplicates: tuple[tuple[StrEnum, str, str], ...]
    computed: frozenset[int]
    vocabulary: Vocabulary

    @property
    def missing(self) -> tuple[StrEnum, ...]:
        """Required fields that no column holds."""
        return tuple(field for field in self.vocabulary.required if field not in self.columns)

    @property
    def width(self) -> int:
        """How many columns have to be read."""
        return max(column.index for column in self.headings) + 1

    def heading_of(self, field: StrEnum) -> str:
        """The book's own word for a field; ours when the book has no such column."""
        column = self.columns.get(field)
        return column.heading if column else field.value


def find_layout(rows: Sequence[SheetRow], vocabulary: Vocabulary) -> Layout | None:
    """The best reading of a sheet's first rows as headings; None when there is none.

    Every row, alone or with one or two rows below it, is tried; the reading with the most fields
    wins, and of equal ones the shallowest and then the topmost.
    """
    best: Layout | None = None
    for depth in range(1, _MAX_DEPTH + 1):
        for start in range(len(rows) - depth + 1):
            layout = _read(rows[start : start + depth], vocabulary)
            if layout and (best is None or _score(layout) > _score(best)):
                best = layout
    return best if best and len(best.columns) >= vocabulary.enough else None


def check(layout: Layout, sheet: str) -> None:
    """Refuse headings under which no row could be understood.

    Raises:
        InvalidInputError: Two columns claim the same field, or a required column is missing.
    """
    for field, first, second in layout.duplicates:
        both = f"有两列“{first}”" if first == second else f"“{first}”和“{second}”含义相同"
        raise InvalidInputError(
            "duplicate_heading",
            f"工作表“{sheet}”第 {layout.row} 行表头重复：{both}（{field.value}），请只保留一列。",
            second,
        )
    if layout.missing:
        words = "、".join(_suggestion(layout.vocabulary, field) for field in layout.missing)
        raise InvalidInputError(
            "missing_heading",
            f"工作表“{sheet}”第 {layout.row} 行表头缺少：{words}。请补上后重新导入。",
            layout.missing[0].value,
        )


def _suggestion(vocabulary: Vocabulary, field: StrEnum) -> str:
    others = "、".join(vocabulary.synonyms[field].strong[1:3])
    return f"“{field.value}”（也可写作{others}等）" if others else f"“{field.value}”"


def _score(layout: Layout) -> int:
    # A column that contradicts another is no evidence for the reading that contains it.
    return len(layout.columns) * 2 - len(layout.duplicates)


def _read(rows: Sequence[SheetRow], vocabulary: Vocabulary) -> Layout | None:
    paths = _paths(rows)
    if not paths:
        return None
    labelled = [(Column(index, path[-1]), vocabulary.meaning_of(path)) for index, path in paths]
    if len(rows) > 1 and not _is_subheading(rows, labelled):
        return None
    return _assigned(rows, labelled, vocabulary)


def _paths(rows: Sequence[SheetRow]) -> list[tuple[int, list[str]]]:
    """For each column its heading texts from group to subheading, repeated words left out."""
    width = max((len(row.cells) for row in rows), default=0)
    above: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(rows):
        carried = ""
        for index in range(width):
            text = _visible(row, index)
            carried = text or carried
            is_group = depth < len(rows) - 1 and any(
                _visible(below, index) for below in rows[depth + 1 :]
            )
            heading = text or (carried if is_group else "")
            if heading and heading not in above[index][-1:]:
                above[index].append(heading)
    return [(index, path) for index, path in enumerate(above) if path]


def _visible(row: SheetRow, index: int) -> str:
    if index >= len(row.cells) or is_blank(row.cells[index]):
        return ""
    return re.sub(r"\s+", "", text_of(row.cells[index]))


def _is_subheading(rows: Sequence[SheetRow], labelled: Sequence[tuple[Column, Meaning]]) -> bool:
    """True when most of what stands in the lower rows reads as headings, unlike any data row."""
    known = {column.index for column, meaning in labelled if meaning.fields}
    below = [
        index
        for row in rows[1:]
        for index in range(len(row.cells))
        if _visible(row, index) and index not in row.joined
    ]
    return bool(below) and sum(index in known for index in below) * 2 > len(below)


def _assigned(
    rows: Sequence[SheetRow],
    labelled: Sequence[tuple[Column, Meaning]],
    vocabulary: Vocabulary,
) -> Layout:
    columns: dict[StrEnum, Column] = {}
    duplicates: list[tuple[StrEnum, str, str]] = []
    unknown: list[Column] = []
    # Strong words first, from left to right; then the weak ones take what is still free.
    for column, meaning in sorted(labelled, key=lambda entry: entry[1].rank):
        free = [field for field in meaning.fields if field not in columns]
        rival = _rival(columns, column, meaning, vocabulary)
        if free:
            columns[free[0]] = column
        elif rival:
            duplicates.append((meaning.fields[0], rival.heading, column.heading))
        elif not vocabulary.repeatable.intersection(meaning.fields):
            unknown.append(column)
    if vocabulary.derived:
        columns.pop(vocabulary.derived, None)
    headings = tuple(column for column, _ in labelled)
    computed = frozenset(
        column.index for column, meaning in labelled if vocabulary.derived in meaning.fields
    )
    return Layout(
        rows[0].number,
        rows[-1].number,
        columns,
        headings,
        tuple(one.heading for one in sorted(unknown, key=lambda one: one.index)),
        tuple(duplicates),
        computed,
        vocabulary,
    )


def _rival(
    columns: Mapping[StrEnum, Column], column: Column, meaning: Meaning, vocabulary: Vocabulary
) -> Column | None:
    """The column that already holds what this one claims without doubt."""
    if not meaning.fields or vocabulary.repeatable.intersection(meaning.fields):
        return None
    first = columns.get(meaning.fields[0])
    same_words = first is not None and key_of(first.heading) == key_of(column.heading)
    return first if meaning.is_strong or same_words else None


def _forms(heading: str) -> tuple[str, ...]:
    """Spellings to look up: as it is, without marks, without what stands in brackets."""
    whole = key_of(heading).casefold()
    bare = _DECORATION.sub("", _BRACKETS.sub("", whole))
    inside = re.sub(r"[()\[\]【】]", "", whole)
    return tuple(dict.fromkeys((whole, _DECORATION.sub("", inside), bare)))


def _key(word: str) -> str:
    return key_of(word).casefold()


def repeated(layout: Layout, row: SheetRow) -> bool:
    """True for a row that says the headings again, as at the top of every printed page."""
    own = Counter(column.heading for column in layout.headings)
    cells = [_visible(row, index) for index in range(len(row.cells))]
    said = [text for text in cells if text]
    same = sum(1 for text in said if own.get(text))
    return len(said) > 1 and same * 2 > len(said)
