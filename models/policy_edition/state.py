"""Which version holds and which one waits for adoption."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.facts import Fact
from models.policy import Policy
from models.policy_edition.events import Adopted, PolicyEvent, Proposed, Withdrawn


@dataclass(frozen=True, slots=True)
class PolicyState:
    """The policy as of its last fact.

    Attributes:
        current: The version that holds; None before the first.
        draft: The version that waits; None when none does.
        draft_by: Account that proposed it.
        last_number: Highest number given to any version; numbers are never used twice.
    """

    current: Policy | None = None
    draft: Policy | None = None
    draft_by: str = ""
    last_number: int = 0


def evolve(state: PolicyState, fact: Fact[PolicyEvent]) -> PolicyState:
    """The policy after one more fact."""
    match fact.event:
        case Proposed(policy, _):
            return replace(
                state, draft=policy, draft_by=fact.actor.account, last_number=policy.version
            )
        case Adopted():
            return replace(state, current=state.draft, draft=None, draft_by="")
        case Withdrawn():
            return replace(state, draft=None, draft_by="")
    return state
