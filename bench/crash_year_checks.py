"""What must hold after a compressed year, whatever was killed in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from bench.crash import astray, doubled, stands
from bench.crash_year_kills import Killer, KillLog
from bench.crash_year_play import YearPlayer
from bench.measure import Measure
from bench.stack import Desk
from models.ids import entity_of, number_of, stream_id
from models.rooms import DECIDERS
from models.year import LIVING
from store.effects import outstanding_effects
from store.event_store import EventStore
from store.streams import all_streams
from store.verification import verify
from wire.messages import RecordedEvent

_WITH_REGISTER = (*LIVING, "document_register")


async def findings(
    desk: Desk, player: YearPlayer, killer: Killer, whole_year: int | None, seconds: int
) -> list[Measure]:
    """Every kind of damage, counted; all goals are zero.

    Args:
        desk: Of the stack that was killed.
        player: Who played.
        killer: Who killed.
        whole_year: The year, if all of it was played; None when it was cut short.
        seconds: What it took.
    """
    kills, left = killer.log, killer.census.left
    facts = await _facts(desk)
    receipts = player.told.receipts.values()
    lost = [receipt for receipt in receipts if not await stands(desk, receipt)]
    async with desk.engine.connect() as connection:
        fault = await verify(connection)
    wrong = [*_openings(facts), *_numbers(facts)]
    untold = await _untold(desk, facts)
    stuck = _stuck(player, whole_year) if whole_year else []
    stored = Counter(each.type for each in facts)
    details = {
        "seconds": seconds,
        "kills": dict(kills.kills),
        "killed_at": _by_type(kills),
        "activities_left_behind": dict(sorted(left.activities.items())),
        "workflow_tasks_left_behind": dict(+left.tasks),
        "types_never_seen": [
            type_
            for entity in _WITH_REGISTER
            for type_ in DECIDERS[entity].events
            if type_ not in stored
        ],
        "refused": dict(player.told.refused),
        "resent": player.told.resent,
        "first_fault": str(fault) if fault else None,
        "wrong": wrong,
        "untold": untold,
        "clocks_stuck": dict(player.told.stuck),
        "stuck": stuck,
        "states": _states(player),
    }
    return [
        Measure("kinds of events killed at", len({it for it, _ in kills.at}), "kinds"),
        Measure("commands acknowledged", len(player.told.receipts), "commands", details=details),
        Measure("facts", len(facts), "facts"),
        Measure("acknowledged commands lost", len(lost), "commands", 0, at_most=True),
        Measure(
            "events stored twice",
            sum([await doubled(desk, entity) for entity in _WITH_REGISTER]),
            "events",
            0,
            at_most=True,
        ),
        Measure(
            "entities whose state is not the fold",
            sum([await astray(desk, entity) for entity in LIVING]),
            "entities",
            0,
            at_most=True,
        ),
        Measure("faults found by verify (first only)", int(fault is not None), "faults", 0, True),
        Measure("opened, numbered not exactly once", len(wrong), "entities", 0, at_most=True),
        Measure("effects without a trace", len(untold), "effects", 0, at_most=True),
        Measure("entities stuck", len(stuck), "entities", 0, at_most=True),
        Measure("clocks that did not fire", len(player.told.stuck), "clocks", 0, at_most=True),
    ]


async def _facts(desk: Desk) -> list[RecordedEvent]:
    """Facts of every entity of the year, each stream's in order."""
    found = []
    async with desk.engine.connect() as connection:
        for entity in _WITH_REGISTER:
            for stream in await all_streams(connection, desk.settings.committee, entity):
                found += await EventStore().read(connection, stream)
    return found


def _openings(facts: Iterable[RecordedEvent]) -> list[str]:
    """What was to be opened is there exactly once, and nothing beside it."""
    facts = list(facts)
    asked: Counter[str] = Counter()
    for fact in facts:
        asked.update(_asked(fact))
    first = Counter(fact.stream for fact in facts if fact.type in _OPENINGS)
    wrong = [f"{stream} opened {first[stream]} times" for stream in asked if first[stream] != 1]
    wrong += [f"{stream} opened {n} times" for stream, n in first.items() if n != 1]
    reviewed = Counter(
        (fact.data["unit"], fact.data["month"]) for fact in facts if fact.type == "review.planned"
    )
    wrong += [f"{key} planned {n} times" for key, n in reviewed.items() if n != 1]
    return sorted(set(wrong))


_OPENINGS = {
    "annual_plan.begun",
    "review.planned",
    "rectification.issued",
    "bulletin.begun",
    "look_back.sampled",
    "common_issue.proposed",
}


def _asked(fact: RecordedEvent) -> list[str]:
    """Streams that a fact opens."""
    committee, _, number = fact.stream.split("/")
    data: Any = fact.data
    match fact.type:
        case "annual_plan.month_opened":
            return [stream_id(committee, "review", slot["review"]) for slot in data["slots"]]
        case "review.feedback_issued":
            return [stream_id(committee, "rectification", it["number"]) for it in data["items"]]
        case "annual_plan.common_issue_found":
            return [stream_id(committee, "common_issue", data["number"])]
        case "bulletin.corrected":
            return [stream_id(committee, "bulletin", data["correction"])]
        case "annual_plan.quarter_ended":
            return [stream_id(committee, "bulletin", f"{number}-Q{data['quarter']}")]
        case "annual_plan.half_ended":
            return [stream_id(committee, "look_back", f"{number}-H{data['half']}")]
        case "annual_plan.next_year_opened":
            return [stream_id(committee, "annual_plan", str(int(number) + 1))]
    return []


def _numbers(facts: Iterable[RecordedEvent]) -> list[str]:
    """Document numbers run from 1 without hole, and each belongs to one document."""
    wrong = []
    serials: dict[str, list[int]] = {}
    documents: Counter[str] = Counter()
    issued: Counter[str] = Counter()
    for fact in facts:
        if fact.type == "document_register.drawn":
            serials.setdefault(fact.stream, []).append(fact.data["serial"])
            documents[fact.data["document"]] += 1
        elif fact.type == "bulletin.issued":
            issued[fact.data["document_number"]] += 1
    for stream, drawn in serials.items():
        if drawn != list(range(1, len(drawn) + 1)):
            wrong.append(f"{stream} drew {drawn}")
    wrong += [f"{document} has {n} numbers" for document, n in documents.items() if n != 1]
    wrong += [f"number {number} stands on {n} bulletins" for number, n in issued.items() if n != 1]
    return wrong


# What finds everything as it was leaves no fact.
_SILENT = {"refresh_units"}


async def _untold(desk: Desk, facts: Iterable[RecordedEvent]) -> list[str]:
    """What facts ask of others and nobody has heard."""
    untold = []
    streams = {fact.stream for fact in facts if entity_of(fact.stream) in LIVING}
    async with desk.engine.connect() as connection:
        for stream in sorted(streams):
            for left in await outstanding_effects(connection, stream, DECIDERS[entity_of(stream)]):
                effect = left.open or left.tell
                if effect and effect.command in _SILENT:
                    continue
                what = f"{effect.command} to {effect.stream}" if effect else "notice"
                untold.append(f"{stream} v{left.version}: {what}")
    return untold


# Where nothing waits for people who do what they are expected to do.
_AT_REST = {
    "annual_plan": {"closed"},
    "review": {"tracking", "closed", "cancelled"},
    "common_issue": {"closed", "dismissed"},
    "bulletin": {"issued", "closed"},
    "look_back": {"reported"},
}


def _stuck(player: YearPlayer, year: int) -> list[str]:
    """Entities of the played year in which something waits that should long be done."""
    stuck = []
    for stream, state in player.states.items():
        expected = _AT_REST.get(entity_of(stream))
        if expected and number_of(stream).startswith(str(year)) and _stage(state) not in expected:
            stuck.append(f"{stream} {_stage(state)}")
    return stuck


def _stage(state: Any) -> str:
    return str(getattr(state, "state", None) or state.stage)


def _by_type(kills: KillLog) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for (type_, moment), count in sorted(kills.at.items()):
        found.setdefault(type_, []).append(f"{moment} {count}")
    return {type_: ", ".join(moments) for type_, moments in found.items()}


def _states(player: YearPlayer) -> dict[str, int]:
    found: Counter[str] = Counter()
    for stream, state in player.states.items():
        found[f"{entity_of(stream)} {_stage(state)}"] += 1
    return dict(sorted(found.items()))
