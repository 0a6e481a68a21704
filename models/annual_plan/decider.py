"""Decider of an annual plan: stream `{committee}/annual_plan/{year}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.annual_plan.clocks import clocks
from models.annual_plan.commands import COMMANDS
from models.annual_plan.events import EVENTS, AnnualPlanEvent, AttemptRefused
from models.annual_plan.evolve import evolve
from models.annual_plan.reactions import react
from models.annual_plan.rules import decide
from models.annual_plan.stage import Stage
from models.annual_plan.state import AnnualPlanState
from models.errors import RuleRefusedError
from models.facts import Clock, Command, Effect, Fact, Request
from models.terms import Terms, TermsVersion


class AnnualPlanDecider:
    """Binds the functions of this room into the shape of `models.facts.Decider`."""

    entity = "annual_plan"
    commands: Mapping[str, type[Command]] = COMMANDS
    events: Mapping[str, type[AnnualPlanEvent]] = EVENTS
    state_type = AnnualPlanState

    def initial(self) -> AnnualPlanState:
        """State of a year that nobody has planned yet."""
        return AnnualPlanState()

    def decide(
        self, state: AnnualPlanState, request: Request[Command], terms: Terms
    ) -> Sequence[AnnualPlanEvent]:
        """What happens if the command is allowed."""
        return decide(state, request, terms)

    def evolve(self, state: AnnualPlanState, fact: Fact[AnnualPlanEvent]) -> AnnualPlanState:
        """State after a fact."""
        return evolve(state, fact)

    def refusal(self, request: Request[Command], error: RuleRefusedError) -> AnnualPlanEvent:
        """The refused attempt, for the auditor: command and rule, no text that anyone typed."""
        return AttemptRefused(request.command.name, error.code, error.message)

    def react(self, state: AnnualPlanState, fact: Fact[AnnualPlanEvent]) -> Sequence[Effect]:
        """What the world has to be told or asked because of a fact."""
        return react(state, fact)

    def clocks(self, state: AnnualPlanState, terms: Terms) -> Sequence[Clock[Command]]:
        """Every promise that is open now."""
        return clocks(state, terms)

    def is_finished(self, state: AnnualPlanState) -> bool:
        """True when the year was closed, after which nothing remains to be done."""
        return state.stage is Stage.CLOSED

    def terms_version(self, state: AnnualPlanState) -> TermsVersion:
        """Version of policy and calendar that the plan lives under."""
        return state.terms


ANNUAL_PLAN = AnnualPlanDecider()
