"""Decider of the policy; its only stream is `{committee}/policy/main`."""

from __future__ import annotations

from models.clockless import ClocklessDecider
from models.policy_edition.commands import COMMANDS, PolicyCommand
from models.policy_edition.events import EVENTS, AttemptRefused, PolicyEvent
from models.policy_edition.rules import decide
from models.policy_edition.state import PolicyState, evolve

POLICY: ClocklessDecider[PolicyState, PolicyCommand, PolicyEvent] = ClocklessDecider(
    entity="policy",
    commands=COMMANDS,
    events=EVENTS,
    state_type=PolicyState,
    rules=decide,
    fold=evolve,
    refused=AttemptRefused,
    ended=lambda state: False,
)
