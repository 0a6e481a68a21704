"""The half-year is over: the sample is drawn and people who may look at it are found."""

from __future__ import annotations

from collections.abc import Sequence

from models.errors import InvalidInputError
from models.escalation.countdown import Subject
from models.escalation.ladder import begin as begin_countdown
from models.facts import Request
from models.ids import stream_id
from models.inputs import check_id_part, checked_text
from models.look_back.commands import AppointTeam, Begin
from models.look_back.events import LookBackEvent, Sampled, TeamAppointed
from models.look_back.half_year import finish_on, number_of
from models.look_back.sampling import draw
from models.look_back.separation import check_team
from models.look_back.state import LookBackState
from models.terms import Terms

_HALVES = (1, 2)
_FIRST_ROUND = 1


def begin(state: LookBackState, request: Request[Begin], terms: Terms) -> Sequence[LookBackEvent]:
    """The sample, from the population and the seed that were gathered."""
    command, policy = request.command, terms.policy.look_back
    _check_opening(command)
    number = number_of(command.year, command.half)
    stream = stream_id(command.committee, "look_back", number)
    due_on = finish_on(command.year, command.half, policy.finish_months, terms.calendar)
    subject, at = Subject.FINISH_LOOK_BACK, request.at
    return [
        Sampled(
            number=number,
            year=command.year,
            half=command.half,
            committee=command.committee,
            population=command.population,
            units=command.units,
            seed=command.seed,
            sample=draw(command.population, command.units, command.seed, policy),
            sample_percent=policy.sample_percent,
            whole_from_severity=policy.whole_from_severity,
            countdown=begin_countdown(stream, subject, _FIRST_ROUND, due_on, at, terms),
            provisional=terms.calendar.is_provisional(due_on),
            terms=terms.version,
        )
    ]


def appoint_team(
    state: LookBackState, request: Request[AppointTeam], terms: Terms
) -> Sequence[LookBackEvent]:
    """Whoever is named, every item that waits finds somebody who had no part in it."""
    lead = request.command.lead
    checked_text(lead.account, "lead", "回头看组组长")
    members = tuple(
        each
        for account, each in {one.account: one for one in request.command.members}.items()
        if account and account != lead.account
    )
    check_team((lead, *members), [each.candidate for each in state.pending])
    return [TeamAppointed(lead, members)]


def _check_opening(command: Begin) -> None:
    check_id_part(command.committee, "committee", "党委代码")
    checked_text(command.seed, "seed", "抽样种子")
    if command.half not in _HALVES:
        raise InvalidInputError("half_unknown", "半年只能是1（上半年）或2（下半年）。", "half")
    items = [each.item for each in command.population]
    if len(set(items)) != len(items):
        raise InvalidInputError("item_named_twice", "同一事项只能出现一次。", "population")
