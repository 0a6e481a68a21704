"""Who reviews does not belong to what is reviewed, and does not answer for it (domain.md §2.1).

By account and by unit, also through a delegation. Where a general branch reviews its own branches
by delegation, only the branch itself is out of bounds for its people.
"""

from __future__ import annotations

from collections.abc import Collection

from models.account.roles import Role
from models.errors import InvalidInputError, RuleRefusedError
from models.facts import Actor
from models.inputs import LONGEST_WORD, check_length, checked_text
from models.review.commands import AppointTeam
from models.review.content import ReviewTier, TeamMember
from models.review.state import ReviewState
from models.separation import meets, units

MOST_MEMBERS = 20


def check_team(state: ReviewState, command: AppointTeam) -> None:
    """Refuse a team with somebody of the reviewed unit, or of its general branch.

    Raises:
        InvalidInputError: An account is missing, named twice, or the roster says nothing of it.
        RuleRefusedError: Somebody may not review this unit.
    """
    team = (command.lead, *command.members)
    if len(team) > MOST_MEMBERS:
        raise InvalidInputError(
            "team_too_large", f"复盘组不能超过{MOST_MEMBERS}人，请精简。", "members"
        )
    if len({each.account for each in team}) < len(team):
        raise InvalidInputError("member_repeated", "同一账号不能在复盘组中重复出现。", "members")
    for member in team:
        _check_member(state, member, _out_of_bounds(state, command.kin))
    if state.tier is ReviewTier.SUB:
        _check_delegated_lead(state, command.lead)


def check_recorder(state: ReviewState, actor: Actor) -> None:
    """Refuse a hand of the reviewed unit in the team's work, also by delegation."""
    if units(actor) & _out_of_bounds(state, state.kin):
        raise RuleRefusedError(
            "recorder_of_unit",
            "被复盘单位及其所属党总支的人员不能代复盘组办理，请由复盘组成员办理。",
        )


def check_answerer(state: ReviewState, actor: Actor) -> None:
    """Refuse that the team, or who wrote for it, answers its own draft in the unit's place."""
    if meets(actor, (*state.team_accounts, *state.authors)):
        raise RuleRefusedError(
            "answerer_is_team",
            "复盘组成员和记录人不能代表被复盘单位确认或提出异议，请由单位其他负责人办理。",
        )


def _out_of_bounds(state: ReviewState, kin: Collection[str]) -> frozenset[str]:
    if state.tier is ReviewTier.SUB:
        return frozenset({state.unit})
    return frozenset({state.unit, *kin})


def _check_member(state: ReviewState, member: TeamMember, barred: frozenset[str]) -> None:
    checked_text(member.account, "members", "复盘组成员账号")
    check_length(member.post, "members", "复盘组成员职务", LONGEST_WORD)
    belonging = member.belonging
    if not belonging.units:
        raise InvalidInputError(
            "member_unknown", f"名册中查不到账号“{member.account}”所在单位，请核对。", "members"
        )
    if barred.isdisjoint(belonging.units):
        return
    if Role.LIAISON_CADRE in belonging.roles:
        raise RuleRefusedError(
            "member_is_liaison",
            f"{member.post or member.account}是被复盘单位的联系领导，不能参加复盘组，请另选他人。",
        )
    raise RuleRefusedError(
        "member_of_unit",
        f"{member.post or member.account}属于被复盘单位或其党总支，不能参加复盘组，请另选他人。",
    )


def _check_delegated_lead(state: ReviewState, lead: TeamMember) -> None:
    belonging = lead.belonging
    if Role.GB_SECRETARY not in belonging.roles or state.parent_unit not in belonging.units:
        raise RuleRefusedError(
            "lead_not_gb_secretary",
            f"受托复盘须由党总支“{state.parent_unit}”书记担任组长，请重新确定组长。",
        )
