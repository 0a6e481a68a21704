"""Who may see what: one decision for lists, single items, timelines and files alike.

Who may *do* what is not decided here but by the rules of each room, on every command. Yet a
refusal must not tell of an item that the asker may not know of, see `check_may_know`.

Items: units see their own items, a general branch those of its branches too. Posts that work across
units (committee, department, review teams, verifiers, liaison cadres, auditors) see all. The
system administrator sees the ledger because he imports it, but drives nothing; the security
administrator keeps accounts and policy and sees no content.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from models.account.roles import Role
from models.annual_plan.stage import Stage as PlanStage
from models.annual_plan.state import AnnualPlanState
from models.bulletin.stage import BulletinStage
from models.bulletin.state import BulletinState
from models.common_issue.stage import Stage as CommonIssueStage
from models.common_issue.state import CommonIssueState
from models.errors import NotFoundError
from models.facts import Actor
from models.look_back.state import LookBackState
from models.rectification.parts import plays
from models.rectification.state import RectificationState
from models.review.parts import plays as plays_in_review
from models.review.stage import ReviewStage
from models.review.state import ReviewState
from models.room_words import ROOM_WORDS
from models.separation import meets

_SEES_ALL = frozenset(
    {
        Role.COMMITTEE_SECRETARY,
        Role.COMMITTEE_DEPUTY,
        Role.ORG_HEAD,
        Role.ORG_OFFICER,
        Role.REVIEW_LEAD,
        Role.REVIEW_MEMBER,
        Role.VERIFIER,
        Role.LIAISON_CADRE,
        Role.AUDITOR,
        Role.SYS_ADMIN,
        Role.AUDIT_ADMIN,
    }
)
_SEES_BRANCHES = frozenset({Role.GB_SECRETARY})
_SEES_OWN_UNIT = frozenset({Role.GB_SECRETARY, Role.BRANCH_SECRETARY, Role.OWNER})
_READS_ALL = frozenset(
    {
        Role.COMMITTEE_SECRETARY,
        Role.COMMITTEE_DEPUTY,
        Role.ORG_HEAD,
        Role.ORG_OFFICER,
        Role.AUDITOR,
    }
)
_REVIEW_TEAMS = frozenset({Role.REVIEW_LEAD, Role.REVIEW_MEMBER})


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose items someone may see.

    Attributes:
        units: Codes of units; None means all of them, an empty set none.
    """

    units: frozenset[str] | None

    def covers(self, unit: str) -> bool:
        """True when items of that unit may be seen."""
        return self.units is None or unit in self.units


def scope_of(actor: Actor) -> Scope:
    """Whose items an account may see by its posts."""
    roles = set(actor.roles)
    if roles & _SEES_ALL:
        return Scope(None)
    units = {actor.unit} if roles & _SEES_OWN_UNIT and actor.unit else set()
    if roles & _SEES_BRANCHES:
        units.update(actor.units_in_charge)
    return Scope(frozenset(units))


def check_may_see(actor: Actor, number: str, unit: str) -> None:
    """Let pass who may see an item of that unit.

    Raises:
        NotFoundError: Not for this account's eyes: it does not even learn that the item exists.
    """
    if not scope_of(actor).covers(unit):
        raise item_not_found(number)


def check_may_know(actor: Actor, number: str, state: RectificationState) -> None:
    """Let pass who may learn why a command on the item was refused.

    Wider than seeing: whoever was named for the item, or is asked to take it over, knows of it.

    Raises:
        NotFoundError: Neither: the answer is that for an item that does not exist.
    """
    is_asked = state.transfer is not None and plays(state, actor, "target_secretary")
    if not (is_asked or plays(state, actor, "owner") or plays(state, actor, "verifier")):
        check_may_see(actor, number, state.owner_unit)


def item_not_found(number: str) -> NotFoundError:
    """The same words for an item that does not exist and for one of somebody else."""
    return NotFoundError("item_not_found", f"没有编号为“{number}”的事项，或您无权查看。")


class Sight(IntEnum):
    """How much is seen, from nothing to everything."""

    NOTHING = 0
    OUTLINE = 1  # number, title, state
    CONTENT = 2  # what it says, but not how it came to say so
    WHOLE = 3  # timeline, too


def sight_of(actor: Actor, state: Any) -> Sight:
    """How much an actor may read of one entity, by its state; one without facts is nothing."""
    if _is_nothing(state):
        return Sight.NOTHING
    if reads_all(actor):
        return Sight.WHOLE
    return _SIGHTS[type(state)](actor, state)


def reads_all(actor: Actor) -> bool:
    """True for posts to which nothing of the year is closed."""
    return bool(set(actor.roles) & _READS_ALL)


def knows_of(actor: Actor, state: Any) -> bool:
    """True when an actor may learn why a command was refused, which tells the entity's state."""
    return sight_of(actor, state) > Sight.NOTHING and not _is_kept_secret(actor, state)


def not_found(entity: str, number: str) -> NotFoundError:
    """The same words for what does not exist and for what is not for the asker's eyes."""
    title = ROOM_WORDS[entity].title
    return NotFoundError(f"{entity}_not_found", f"没有编号为“{number}”的{title}，或您无权查看。")


def as_seen_by(actor: Actor, state: Any) -> Any:
    """The state with what others answered, wrote or are told taken out of it.

    For an outline as well: a visit without notice does not show in a review's state.
    """
    sight = sight_of(actor, state)
    if isinstance(state, ReviewState) and _is_kept_secret(actor, state):
        return replace(state, state=ReviewStage.PLANNED, visit_on=None, is_unannounced=False)
    if sight is Sight.WHOLE:
        return state
    if isinstance(state, BulletinState):
        return replace(state, editors={}, submitters=(), silent=())
    if isinstance(state, CommonIssueState):
        return _with_own_answers(state, actor)
    if isinstance(state, AnnualPlanState):
        return replace(state, authors=())
    return state


def _is_nothing(state: Any) -> bool:
    stage = state.stage if isinstance(state, AnnualPlanState) else state.state
    return bool(stage == "none")


def _is_kept_secret(actor: Actor, state: Any) -> bool:
    """True while a visit without notice is still to come, for those who are to be visited."""
    if not isinstance(state, ReviewState) or _reads_minutes(actor, state):
        return False
    return state.is_unannounced and state.state is ReviewStage.NOTIFIED


def _sight_of_plan(actor: Actor, state: AnnualPlanState) -> Sight:
    if set(actor.roles) & _REVIEW_TEAMS:
        return Sight.WHOLE
    is_approved = state.stage in (PlanStage.RUNNING, PlanStage.CLOSED)
    return Sight.CONTENT if is_approved and _reads_notices(actor) else Sight.NOTHING


def _sight_of_review(actor: Actor, state: ReviewState) -> Sight:
    if _reads_minutes(actor, state):
        return Sight.WHOLE
    is_own = set(actor.roles) & _SEES_OWN_UNIT and actor.unit == state.unit
    if is_own and not _is_kept_secret(actor, state):
        return Sight.WHOLE
    return Sight.OUTLINE if scope_of(actor).covers(state.unit) else Sight.NOTHING


def _reads_minutes(actor: Actor, state: ReviewState) -> bool:
    """Whoever conducts the review, or sees everything."""
    is_of_team = meets(actor, state.team_accounts)
    return is_of_team or plays_in_review(state, actor, "gb_secretary") or reads_all(actor)


def _sight_of_common_issue(actor: Actor, state: CommonIssueState) -> Sight:
    if set(actor.roles) & _REVIEW_TEAMS:
        return Sight.WHOLE
    scope = scope_of(actor)
    is_asked = any(scope.covers(unit.code) for unit in state.asked)
    is_out = state.state in (CommonIssueStage.REPLYING, CommonIssueStage.CLOSED)
    return Sight.CONTENT if is_asked and is_out else Sight.NOTHING


def _with_own_answers(state: CommonIssueState, actor: Actor) -> CommonIssueState:
    scope = scope_of(actor)
    return replace(
        state,
        units=(),
        findings=(),
        asked=tuple(each for each in state.asked if scope.covers(each.code)),
        answers=tuple(each for each in state.answers if scope.covers(each.unit)),
    )


def _sight_of_bulletin(actor: Actor, state: BulletinState) -> Sight:
    is_out = state.state in (BulletinStage.ISSUED, BulletinStage.CLOSED)
    return Sight.CONTENT if is_out and _reads_notices(actor) else Sight.NOTHING


def _sight_of_look_back(actor: Actor, state: LookBackState) -> Sight:
    team = tuple(member.account for member in state.team)
    return Sight.WHOLE if meets(actor, team) else Sight.NOTHING


def _reads_notices(actor: Actor) -> bool:
    """Everybody with a post but the security administrator, who sees no content."""
    return bool(set(actor.roles) - {Role.SEC_ADMIN})


_SIGHTS: Mapping[type[Any], Callable[[Actor, Any], Sight]] = {
    AnnualPlanState: _sight_of_plan,
    ReviewState: _sight_of_review,
    CommonIssueState: _sight_of_common_issue,
    BulletinState: _sight_of_bulletin,
    LookBackState: _sight_of_look_back,
}
