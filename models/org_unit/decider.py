"""The unit's rules in the shape that every driver understands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.errors import RuleRefusedError
from models.facts import Clock, Effect, Fact, Request
from models.org_unit.commands import COMMANDS, OrgUnitCommand
from models.org_unit.events import EVENTS, AttemptRefused, OrgUnitEvent
from models.org_unit.kinds import UnitStanding
from models.org_unit.rules import decide
from models.org_unit.state import OrgUnitState, evolve
from models.terms import Terms, TermsVersion


class OrgUnitDecider:
    """Decider of entity `org_unit`; it has no clocks and tells nobody."""

    entity = "org_unit"
    commands: Mapping[str, type[OrgUnitCommand]] = COMMANDS
    events: Mapping[str, type[OrgUnitEvent]] = EVENTS
    state_type = OrgUnitState

    def initial(self) -> OrgUnitState:
        """A code that nobody has used yet."""
        return OrgUnitState()

    def decide(
        self, state: OrgUnitState, request: Request[OrgUnitCommand], terms: Terms
    ) -> Sequence[OrgUnitEvent]:
        """See `models.org_unit.rules`."""
        return decide(state, request)

    def evolve(self, state: OrgUnitState, fact: Fact[OrgUnitEvent]) -> OrgUnitState:
        """See `models.org_unit.state`."""
        return evolve(state, fact)

    def refusal(self, request: Request[OrgUnitCommand], error: RuleRefusedError) -> OrgUnitEvent:
        """The refused attempt, for the auditor."""
        return AttemptRefused(request.command.name, error.code, error.message)

    def react(self, state: OrgUnitState, fact: Fact[OrgUnitEvent]) -> Sequence[Effect]:
        """Nobody is told of the register's changes."""
        return ()

    def clocks(self, state: OrgUnitState, terms: Terms) -> Sequence[Clock[OrgUnitCommand]]:
        """A unit has no clocks."""
        return ()

    def is_finished(self, state: OrgUnitState) -> bool:
        """True when the unit has ended: nothing can happen to it any more."""
        return state.standing in (UnitStanding.MERGED, UnitStanding.DISSOLVED)

    def terms_version(self, state: OrgUnitState) -> TermsVersion:
        """A unit lives under no policy and no calendar."""
        return TermsVersion()


ORG_UNIT = OrgUnitDecider()
