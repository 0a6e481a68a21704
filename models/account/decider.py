"""The account's rules in the shape that every driver understands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.account.commands import COMMANDS, AccountCommand
from models.account.events import EVENTS, AccountEvent, AttemptRefused
from models.account.rules import decide
from models.account.state import AccountStanding, AccountState, evolve
from models.errors import RuleRefusedError
from models.facts import Clock, Effect, Fact, Request
from models.terms import Terms, TermsVersion


class AccountDecider:
    """Decider of entity `account`; it has no clocks and tells nobody."""

    entity = "account"
    commands: Mapping[str, type[AccountCommand]] = COMMANDS
    events: Mapping[str, type[AccountEvent]] = EVENTS
    state_type = AccountState

    def initial(self) -> AccountState:
        """An id that nobody has used yet."""
        return AccountState()

    def decide(
        self, state: AccountState, request: Request[AccountCommand], terms: Terms
    ) -> Sequence[AccountEvent]:
        """See `models.account.rules`."""
        return decide(state, request)

    def evolve(self, state: AccountState, fact: Fact[AccountEvent]) -> AccountState:
        """See `models.account.state`."""
        return evolve(state, fact)

    def refusal(self, request: Request[AccountCommand], error: RuleRefusedError) -> AccountEvent:
        """The refused attempt, for the auditor."""
        return AttemptRefused(request.command.name, error.code, error.message)

    def react(self, state: AccountState, fact: Fact[AccountEvent]) -> Sequence[Effect]:
        """Nobody is told; the session shows what changed."""
        return ()

    def clocks(self, state: AccountState, terms: Terms) -> Sequence[Clock[AccountCommand]]:
        """A lock that expires is compared when someone signs in, so no clock is needed."""
        return ()

    def is_finished(self, state: AccountState) -> bool:
        """True when the account is closed."""
        return state.standing is AccountStanding.CLOSED

    def terms_version(self, state: AccountState) -> TermsVersion:
        """An account lives under no policy and no calendar."""
        return TermsVersion()


ACCOUNT = AccountDecider()
