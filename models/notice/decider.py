"""Decider of notices; streams `{committee}/notice/{entity}.{number}`."""

from __future__ import annotations

from models.clockless import ClocklessDecider
from models.ids import entity_of, number_of, stream_id
from models.notice.commands import COMMANDS, NoticeCommand
from models.notice.events import EVENTS, AttemptRefused, NoticeEvent
from models.notice.rules import decide
from models.notice.state import Notices, evolve

NOTICE: ClocklessDecider[Notices, NoticeCommand, NoticeEvent] = ClocklessDecider(
    entity="notice",
    commands=COMMANDS,
    events=EVENTS,
    state_type=Notices,
    rules=decide,
    fold=evolve,
    refused=AttemptRefused,
    ended=lambda state: False,
)


def notices_of(about: str) -> str:
    """Stream of the notices of a subject; equal numbers of different entities never meet."""
    committee = about.split("/", 1)[0]
    return stream_id(committee, NOTICE.entity, f"{entity_of(about)}.{number_of(about)}")


def step_of(about_version: int) -> str:
    """Step under which the notice of a fact is posted."""
    return f"about:{about_version}"
