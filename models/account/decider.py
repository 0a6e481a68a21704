"""Decider of an account; its stream is `{committee}/account/{account id}`."""

from __future__ import annotations

from models.account.commands import COMMANDS, AccountCommand
from models.account.events import EVENTS, AccountEvent, AttemptRefused
from models.account.rules import decide
from models.account.state import AccountStanding, AccountState, evolve
from models.clockless import ClocklessDecider

ACCOUNT: ClocklessDecider[AccountState, AccountCommand, AccountEvent] = ClocklessDecider(
    entity="account",
    commands=COMMANDS,
    events=EVENTS,
    state_type=AccountState,
    rules=decide,
    fold=evolve,
    refused=AttemptRefused,
    ended=lambda state: state.standing is AccountStanding.CLOSED,
)
