"""Nobody looks back on their own closing (domain.md §2.8): by item, account and unit.

The rule is that of reopening an item, so that a verdict can never be refused there.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.errors import RuleRefusedError
from models.facts import Actor
from models.look_back.candidate import Candidate
from models.look_back.commands import TeamMember
from models.rectification.separation import check_reopener
from models.rectification.state import RectificationState

_MOST_NAMED = 5


def check_judge(candidate: Candidate, actor: Actor) -> None:
    """Refuse whoever closed the item, answers for it, or belongs to its unit."""
    item = RectificationState(
        owner=candidate.owner,
        owner_unit=candidate.unit,
        parent_unit=candidate.parent_unit,
        secretary_role=candidate.secretary_role,
        verifiers=candidate.verifiers,
        countersigners=candidate.countersigners,
    )
    check_reopener(item, actor)


def check_team(team: Sequence[TeamMember], candidates: Sequence[Candidate]) -> None:
    """Refuse a team of which nobody may judge some of the items."""
    orphans = [
        each.item for each in candidates if not any(_may_judge(member, each) for member in team)
    ]
    if orphans:
        named = "、".join(orphans[:_MOST_NAMED])
        more = f"等{len(orphans)}项" if len(orphans) > _MOST_NAMED else ""
        raise RuleRefusedError(
            "team_is_involved",
            f"所列成员均与{named}{more}有关（原验收人、会签人、责任人或责任单位人员），"
            "请增加与其无关的成员。",
        )


def _may_judge(member: TeamMember, candidate: Candidate) -> bool:
    belonging = member.belonging
    is_of_it = candidate.unit in belonging.units
    named = Actor(
        member.account,
        belonging.roles,
        unit=candidate.unit if is_of_it else "",
        own_units=belonging.units,
        own_roles=belonging.roles,
        own_branches=belonging.branches,
    )
    try:
        check_judge(candidate, named)
    except RuleRefusedError:
        return False
    return True
