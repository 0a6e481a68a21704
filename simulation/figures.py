"""What a played year comes to, counted from its facts alone."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Any

from models.calendar import WorkCalendar, on_shanghai
from models.escalation.countdown import Subject
from models.ids import entity_of
from models.look_back.tally import whole
from models.look_back.verdict import Verdict
from models.org_unit.kinds import UnitTier
from models.policy import Level
from simulation.engine import Engine
from simulation.notice_count import Told
from simulation.player import Played
from simulation.roster import Roster
from wire.messages import AppendRequest

_WEEK = timedelta(days=7)
_PERCENT = 100
_ENDED = {
    "rectification.closed",
    "rectification.terminated",
    "rectification.transferred",
}


@dataclass
class Item:
    """One item as time goes by.

    Attributes:
        raised: Levels of the item itself, oldest first, with the due day that each is about.
    """

    issued_on: date
    due_on: date | None
    closed_on: date | None = None
    ended_on: date | None = None
    is_on_time: bool | None = None
    dues: list[tuple[date, date]] = field(default_factory=list)
    raised: list[tuple[date, str]] = field(default_factory=list)

    def level_on(self, day: date) -> str | None:
        """Highest level while the item is open past its due day; None when it is not."""
        if self.issued_on > day or (self.ended_on is not None and self.ended_on <= day):
            return None
        due_on, since = self.due_on, self.issued_on
        for moved_on, new in self.dues:
            if moved_on <= day:
                due_on, since = new, moved_on
        if due_on is None or due_on >= day:
            return None
        levels = [level for at, level in self.raised if since <= at <= day]
        return max(levels, key=lambda level: Level(level).rank, default="")


@dataclass(frozen=True)
class Year:
    """The figures of one simulation; every field is what JSON can hold.

    Attributes:
        months: Labels of months; `reviews`, `visits`, `covered_direct`, `covered_sub`, `issued`
            and `closed` are counted by them.
        weeks: First days of weeks; `overdue` and `notices_*` are counted by them.
        overdue: Open items past their due day, by level.
        notices_max, notices_p95: Notices of one person in a week.
        escalations: Raised levels by subject.
    """

    year: int
    months: list[str]
    reviews: list[int]
    visits: list[int]
    covered_direct: list[int]
    covered_sub: list[int]
    units_direct: int
    units_sub: int
    issued: list[int]
    closed: list[int]
    weeks: list[str]
    overdue: dict[str, list[int]]
    notices_max: list[int]
    notices_p95: list[int]
    notices_total: int
    busiest: list[tuple[str, int]]
    items: dict[str, Any]
    escalations: dict[str, dict[str, int]]
    look_backs: list[dict[str, Any]]
    bulletins: list[dict[str, Any]]
    common_issues: int
    refused: dict[str, int]
    stuck: int
    events: int
    commands: int


def figures_of(
    engine: Engine, played: Played, roster: Roster, calendar: WorkCalendar, span: tuple[int, int]
) -> Year:
    """Everything that the report shows.

    Args:
        engine: Knows facts and notices.
        played: Refusals and last states.
        roster: Who is who.
        calendar: Counts working days.
        span: First year and number of years.
    """
    year, years = span
    months = [f"{each}-{month:02}" for each in range(year, year + years) for month in range(1, 13)]
    weeks = _weeks(date(year, 1, 1), date(year + years - 1, 12, 31))
    facts = list(_facts(engine.watched.steps))
    items = _items(facts)
    notices = list(engine.notices.told.values())
    told = _per_person(notices, weeks)
    covered = [f for f in facts if f[1] == "annual_plan.unit_covered"]
    by_tier = {tier: _covered(covered, roster, months, tier) for tier in UnitTier}
    return Year(
        year=year,
        months=months,
        reviews=_by_month(facts, "review.feedback_issued", months),
        visits=_by_month(facts, "review.held", months),
        covered_direct=by_tier[UnitTier.DIRECT],
        covered_sub=by_tier[UnitTier.SUB],
        units_direct=_count_units(roster, UnitTier.DIRECT),
        units_sub=_count_units(roster, UnitTier.SUB),
        issued=_by_month(facts, "rectification.issued", months),
        closed=_by_month(facts, "rectification.closed", months),
        weeks=[str(week) for week in weeks],
        overdue=_overdue(items.values(), weeks),
        notices_max=[max(counts.values(), default=0) for counts in told],
        notices_p95=[_p95(list(counts.values())) for counts in told],
        notices_total=sum(len(each.accounts) for each in notices),
        busiest=_busiest(notices, roster),
        items=_item_figures(list(items.values()), calendar),
        escalations=_escalations(facts),
        look_backs=[_look_back(each) for each in _states(played, "look_back")],
        bulletins=[_bulletin(each) for each in _states(played, "bulletin")],
        common_issues=len(_states(played, "common_issue")),
        refused=_refused(played),
        stuck=sum(played.stuck.values()),
        events=len(facts),
        commands=played.commands,
    )


Fact = tuple[str, str, date, Mapping[str, Any]]


def _facts(steps: Sequence[AppendRequest]) -> Iterator[Fact]:
    """Stream, type, civil day and data of every event."""
    for step in steps:
        day = on_shanghai(step.occurred_at)
        for event in step.events:
            yield step.stream, event.type, day, event.data


def _weeks(first: date, last: date) -> list[date]:
    start = first - timedelta(days=first.weekday())
    return [start + _WEEK * n for n in range((last - start).days // 7 + 1)]


def _by_month(facts: Sequence[Fact], kind: str, months: Sequence[str]) -> list[int]:
    counts = Counter(f"{day:%Y-%m}" for _, each, day, _ in facts if each == kind)
    return [counts[month] for month in months]


def _items(facts: Sequence[Fact]) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for stream, kind, day, data in facts:
        if kind == "rectification.issued":
            items[stream] = Item(day, _day(data.get("due_on")))
        elif stream in items:
            _follow(items[stream], kind, day, data)
    return items


def _follow(item: Item, kind: str, day: date, data: Mapping[str, Any]) -> None:
    match kind:
        case "rectification.extension_granted":
            if (new := _day(data.get("extended_due_on"))) is not None:
                item.dues.append((day, new))
        case "rectification.level_raised" if data["subject"] == Subject.ITEM.value:
            item.raised.append((day, str(data["level"])))
        case "rectification.closed":
            item.closed_on, item.is_on_time = day, bool(data["is_on_time"])
    if kind in _ENDED:
        item.ended_on = day


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _overdue(items: Any, weeks: Sequence[date]) -> dict[str, list[int]]:
    """Open items past their due day at the end of each week, by level; empty: none raised yet."""
    rows: dict[str, list[int]] = {level: [] for level in ("", *Level) if level != Level.BLUE}
    known = list(items)
    for week in weeks:
        counts = Counter(item.level_on(week + _WEEK - timedelta(days=1)) for item in known)
        for level, row in rows.items():
            row.append(counts[level])
    return rows


def _per_person(told: Sequence[Told], weeks: Sequence[date]) -> list[Counter[str]]:
    by_week: dict[date, Counter[str]] = defaultdict(Counter)
    for each in told:
        day = on_shanghai(each.at)
        by_week[day - timedelta(days=day.weekday())].update(each.accounts)
    return [by_week[week] for week in weeks]


def _p95(counts: list[int]) -> int:
    """Of those who were told anything in the week."""
    if not counts:
        return 0
    return sorted(counts)[math.ceil(len(counts) * 0.95) - 1]


def _busiest(told: Sequence[Told], roster: Roster) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for each in told:
        counts.update(each.accounts)
    return [
        (f"{roster.people[account].post}（{roster.people[account].unit}）", count)
        for account, count in counts.most_common(10)
        if account in roster.people
    ]


def _covered(
    covered: Sequence[Fact], roster: Roster, months: Sequence[str], tier: UnitTier
) -> list[int]:
    """Units of a tier covered by the end of each month, anew each year."""
    counts: Counter[str] = Counter(
        f"{day:%Y-%m}" for _, _, day, data in covered if roster.units[data["unit"]].tier is tier
    )
    curve, total = [], 0
    for month in months:
        total = counts[month] + (0 if month.endswith("-01") else total)
        curve.append(total)
    return curve


def _count_units(roster: Roster, tier: UnitTier) -> int:
    return sum(unit.tier is tier for unit in roster.units.values())


def _item_figures(items: Sequence[Item], calendar: WorkCalendar) -> dict[str, Any]:
    closed = [item for item in items if item.closed_on is not None]
    days = [calendar.workdays_between(i.issued_on, i.closed_on) for i in closed if i.closed_on]
    return {
        "issued": len(items),
        "closed": len(closed),
        "open": sum(item.ended_on is None for item in items),
        "on_time_percent": _share([item.is_on_time is True for item in closed]),
        "median_workdays": median(days) if days else None,
        "longest_workdays": max(days, default=None),
        "extended": sum(bool(item.dues) for item in items),
    }


def _share(flags: Sequence[bool]) -> float | None:
    return round(sum(flags) * _PERCENT / len(flags), 1) if flags else None


def _escalations(facts: Sequence[Fact]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _, kind, _, data in facts:
        if kind.endswith(".level_raised"):
            counts[str(data["subject"])][str(data["level"])] += 1
    return {subject: dict(counts[subject]) for subject in sorted(counts)}


def _states(played: Played, entity: str) -> list[Any]:
    return [played.states[s] for s in sorted(played.states) if entity_of(s) == entity]


def _look_back(state: Any) -> dict[str, Any]:
    counts = dict(zip((each.value for each in Verdict), whole(state).counts, strict=True))
    found = {"number": state.number, "population": state.population_count, **counts}
    return {**found, "sample": len(state.items), "state": str(state.state)}


def _bulletin(state: Any) -> dict[str, Any]:
    figures = state.figures
    return {
        "number": state.number,
        "document_number": state.document_number,
        "issued_on": str(state.issued_on or ""),
        "state": str(state.state),
        "reviewed_units": figures.reviewed_units,
        "opened": figures.opened,
        "closed": figures.closed,
        "open": figures.open,
        "on_time_percent": figures.on_time.percent,
    }


def _refused(played: Played) -> dict[str, int]:
    counts = Counter(f"{each.command}: {each.code}" for each in played.refused)
    return dict(counts.most_common())
