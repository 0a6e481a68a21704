"""Decider of a common issue: stream `{committee}/common_issue/{period}-{problem_code}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.common_issue.commands import COMMANDS
from models.common_issue.events import EVENTS, AttemptRefused, CommonIssueEvent
from models.common_issue.evolve import evolve
from models.common_issue.reactions import react
from models.common_issue.rules import decide
from models.common_issue.stage import FINAL_STAGES
from models.common_issue.state import CommonIssueState
from models.errors import RuleRefusedError
from models.escalation.climbing import ladder_clocks
from models.facts import Clock, Command, Effect, Fact, Request
from models.terms import Terms, TermsVersion


class CommonIssueDecider:
    """Binds the functions of this room into the shape of `models.facts.Decider`."""

    entity = "common_issue"
    commands: Mapping[str, type[Command]] = COMMANDS
    events: Mapping[str, type[CommonIssueEvent]] = EVENTS
    state_type = CommonIssueState

    def initial(self) -> CommonIssueState:
        """State of a number that nobody has proposed yet."""
        return CommonIssueState()

    def decide(
        self, state: CommonIssueState, request: Request[Command], terms: Terms
    ) -> Sequence[CommonIssueEvent]:
        """What happens if the command is allowed."""
        return decide(state, request, terms)

    def evolve(self, state: CommonIssueState, fact: Fact[CommonIssueEvent]) -> CommonIssueState:
        """State after a fact."""
        return evolve(state, fact)

    def refusal(self, request: Request[Command], error: RuleRefusedError) -> CommonIssueEvent:
        """The refused attempt, for the auditor: command and rule, no text that anyone typed."""
        return AttemptRefused(request.command.name, error.code, error.message)

    def react(self, state: CommonIssueState, fact: Fact[CommonIssueEvent]) -> Sequence[Effect]:
        """What the world has to be told or asked because of a fact."""
        return react(state, fact)

    def clocks(self, state: CommonIssueState, terms: Terms) -> Sequence[Clock[Command]]:
        """The next rung of the units' promise to answer; none when it is kept."""
        return ladder_clocks(state, terms)

    def is_finished(self, state: CommonIssueState) -> bool:
        """True when every unit has answered, or nobody was asked."""
        return state.state in FINAL_STAGES

    def terms_version(self, state: CommonIssueState) -> TermsVersion:
        """Version of policy and calendar that the common issue lives under."""
        return state.terms


COMMON_ISSUE = CommonIssueDecider()
