"""Decider of sign-ins; its streams are `{committee}/sign_in/{account id}.{yyyymmdd}`."""

from __future__ import annotations

from models.clockless import ClocklessDecider
from models.sign_in.commands import COMMANDS, SignInCommand
from models.sign_in.events import EVENTS, AttemptRefused, SignInEvent
from models.sign_in.rules import SignInState, decide, evolve

SIGN_IN: ClocklessDecider[SignInState, SignInCommand, SignInEvent] = ClocklessDecider(
    entity="sign_in",
    commands=COMMANDS,
    events=EVENTS,
    state_type=SignInState,
    rules=decide,
    fold=evolve,
    refused=AttemptRefused,
    ended=lambda state: False,
)
