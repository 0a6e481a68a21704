"""Imports reviews of the past with their items: all of a file in one transaction, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from intake.imported_facts import ImportedFacts, ImportedStep
from intake.recording import days_of_item
from intake.review_record import (
    ItemRecord,
    ReviewRecord,
    WeaknessRecord,
    axis_of,
    category_of,
    cause_of,
    form_of,
    read_record,
    system_of,
)
from models.account.roles import Role
from models.calendar import on_shanghai
from models.errors import ConfigurationError, InvalidInputError
from models.facts import Actor
from models.ids import stream_id
from models.org_unit.secretaries import SECRETARIES
from models.rectification.commands import ImportHistory as ImportItem
from models.rectification.content import Measure
from models.rectification.decider import RECTIFICATION
from models.rectification.events import Archived
from models.rectification.item_state import ItemState
from models.review.commands import ImportHistory
from models.review.content import Figures, Strength, TrackedItem, Weakness
from models.review.decider import REVIEW
from models.review.importing import occurred_on
from store.bulk import append_many
from store.queries.terms import current_terms
from store.queries.unit_names import all_unit_names
from store.starts import wait_for_workflows
from wire.codec import canonical
from wire.messages import AppendRequest


@dataclass(frozen=True, slots=True)
class _Unit:
    """What the register says of a unit: the code above it, and who signs for it."""

    parent: str
    secretary: Role


@dataclass(frozen=True, slots=True)
class _Item:
    """An item on its way in: the finding that it came of, its step, and each event's day."""

    number: str
    finding: int
    step: ImportedStep
    days: Sequence[date]

    @property
    def is_settled(self) -> bool:
        """True when it is archived already, and will never tell its review of anything."""
        return isinstance(self.step.events[-1], Archived)


@dataclass(frozen=True, slots=True)
class ReviewImport:
    """Reviews on their way in.

    Attributes:
        records: The file's records up to today, oldest first.
        left_out: How many are later and stay out.
    """

    records: Sequence[ReviewRecord]
    left_out: int
    _committee: str
    _facts: ImportedFacts
    _units: Mapping[str, _Unit]
    _engine: AsyncEngine

    async def write(self) -> int:
        """Write every review with its items; returns how many streams were opened.

        Raises:
            InvalidInputError: The rules have something against one of them; nothing is written.
            VersionConflictError: A number is taken by something else; nothing is written.
        """
        requests = list(self._requests())
        async with self._engine.begin() as connection:
            result = await append_many(connection, requests)
            # A review that tracks its items promises nothing, yet has to be there to be told.
            if result.appended:
                await wait_for_workflows(connection, [each.stream for each in requests])
        return result.appended

    def _requests(self) -> Iterator[AppendRequest]:
        for record in self.records:
            items = [
                self._item(record, place, finding)
                for place, finding in enumerate(_with_item(record), start=1)
            ]
            yield self._review(record, items)
            for item in items:
                loop = f"{self._stream('review', _number(record))}#{item.finding}"
                yield self._facts.append_request(RECTIFICATION, item.step, item.days, loop)

    def _review(self, record: ReviewRecord, items: Sequence[_Item]) -> AppendRequest:
        number, unit = _number(record), self._units[record.unit]
        open_items = tuple(item.number for item in items if not item.is_settled)
        settled_on = max((item.days[-1] for item in items), default=record.feedback_on)
        command = ImportHistory(
            unit=record.unit,
            unit_name=record.unit_name,
            month=record.month,
            held_on=record.held_on,
            feedback_on=record.feedback_on,
            parent_unit=unit.parent,
            secretary_role=unit.secretary.value,
            plan=record.month[:4],
            committee=self._committee,
            number=number,
            forms=tuple(form_of(word) for word in record.forms),
            goals=record.goals,
            experience=record.experience,
            causes=record.causes,
            patterns=record.patterns,
            figures=tuple(Figures(name, actual) for name, actual in record.results.items()),
            strengths=tuple(
                Strength(text=each.text, cause=each.cause) for each in record.strengths
            ),
            weaknesses=tuple(_weakness(each) for each in record.weaknesses),
            items=tuple(TrackedItem(item.number, item.finding) for item in items),
            open_items=open_items,
            closed_on=None if open_items else settled_on,
        )
        step = self._facts.decide(REVIEW, self._stream("review", number), command, _hash(record))
        first: Any = step.events[0]
        days = [occurred_on(event, first) for event in step.events]  # type: ignore[arg-type]
        return self._facts.append_request(REVIEW, step, days)

    def _item(
        self, record: ReviewRecord, place: int, found: tuple[int, WeaknessRecord, ItemRecord]
    ) -> _Item:
        finding, weakness, item = found
        unit, number = self._units[record.unit], f"{_number(record)}-{place:02d}"
        due_on = None
        if item.workdays is not None:
            due_on = self._facts.terms.calendar.add_workdays(record.feedback_on, item.workdays)
        closed_on = item.closed_on if self._is_closed(item) else None
        command = ImportItem(
            number=number,
            owner_unit=record.unit,
            parent_unit=unit.parent,
            secretary_role=unit.secretary.value,
            owner_post=item.owner_post,
            problem=weakness.problem,
            goal=item.goal,
            category=category_of(item.category),
            source="review",
            party_plus=system_of(weakness.party_plus),
            work_axis=axis_of(weakness.work_axis),
            cause_kind=cause_of(weakness.cause_kind),
            cause=weakness.cause,
            found_on=record.feedback_on,
            due_on=due_on,
            measures=(Measure(item.measure),),
            state=ItemState.IN_PROGRESS if closed_on is None else ItemState.CLOSED,
            closed_on=closed_on,
            committee=self._committee,
            review=_number(record),
        )
        stream = self._stream("rectification", number)
        step = self._facts.decide(RECTIFICATION, stream, command, _hash(record))
        return _Item(number, finding, step, days_of_item(step.events))

    def _is_closed(self, item: ItemRecord) -> bool:
        return item.closed_on is not None and item.closed_on <= on_shanghai(self._facts.at)

    def _stream(self, entity: str, number: str) -> str:
        return stream_id(self._committee, entity, number)


async def open_review_import(
    engine: AsyncEngine,
    path: Path,
    committee: str,
    actor: Actor,
    at: datetime,
    until_on: date | None = None,
) -> ReviewImport:
    """Read a file of review records and check every one.

    Args:
        engine: The store.
        path: A JSON file: a list of records, see `intake.review_record.ReviewRecord`.
        committee: First part of the stream ids.
        actor: Who imports.
        at: Instant of the import, aware UTC.
        until_on: Reviews whose feedback is later stay out; None: today.

    Raises:
        ConfigurationError: The file cannot be read as JSON.
        InvalidInputError: A record does not fit, or its unit is not in the register.
    """
    async with engine.connect() as connection:
        units = {
            unit.code: _Unit(unit.parent, SECRETARIES[unit.kind])
            for unit in await all_unit_names(connection)
        }
        terms = await current_terms(connection)
    records = [read_record(no, data) for no, data in enumerate(_list_in(path), start=1)]
    for no, record in enumerate(records, start=1):
        if record.unit not in units:
            raise InvalidInputError(
                "unit_unknown", f"第 {no} 条记录的单位“{record.unit}”不在单位名册中。", "unit"
            )
    last_on = until_on or on_shanghai(at)
    past = sorted(
        (record for record in records if record.feedback_on <= last_on),
        key=lambda record: (record.held_on, record.unit),
    )
    facts = ImportedFacts(actor, at, terms)
    return ReviewImport(past, len(records) - len(past), committee, facts, units, engine)


def _list_in(path: Path) -> list[Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            "file_unreadable", f"{path.name} 不是可以读取的 JSON 文件，请核对。"
        ) from error
    if not isinstance(found, list):
        raise ConfigurationError("file_unreadable", f"{path.name} 应为复盘记录的列表，请核对。")
    return found


def _with_item(record: ReviewRecord) -> list[tuple[int, WeaknessRecord, ItemRecord]]:
    """Weaknesses that an item came of, by number of finding: strengths count first."""
    first = len(record.strengths) + 1
    return [
        (no, weakness, weakness.rectification)
        for no, weakness in enumerate(record.weaknesses, start=first)
        if weakness.rectification is not None
    ]


def _weakness(record: WeaknessRecord) -> Weakness:
    return Weakness(
        problem=record.problem,
        cause=record.cause,
        recommendation=record.recommendation,
        party_plus=system_of(record.party_plus),
        work_axis=axis_of(record.work_axis),
        cause_kind=cause_of(record.cause_kind),
        no_item_reason="" if record.rectification else "复盘记录未列整改事项",
    )


def _number(record: ReviewRecord) -> str:
    return f"{record.month}-{record.unit}"


def _hash(record: ReviewRecord) -> str:
    return sha256(canonical(record.model_dump(mode="json"))).hexdigest()
