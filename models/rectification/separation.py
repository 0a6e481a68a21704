"""Nobody closes their own loop (domain.md §2.1): by account and by unit, also by delegation.

An act has two hands when it was delegated: the account that acts and the one it acts for. Both
have to pass. A unit counts as one's own when the act's authority comes from it, or when the acting
account itself belongs to it or holds a post in it.

What the committee's own department answers for is the exception: everyone who may approve belongs
to the committee, so there its leading posts count instead of the unit (ADR 0042). Verifying stays
with somebody of another unit, also there.
"""

from __future__ import annotations

from collections.abc import Iterable

from models.account.roles import ROLE_LABELS, Role
from models.errors import RuleRefusedError
from models.facts import Actor
from models.rectification.belonging import Belonging
from models.rectification.state import RectificationState
from models.separation import meets as _meets
from models.separation import units

# By their posts, whoever names them: the secretary of the committee and the administrators.
_NEVER_JUDGES = frozenset({"committee_secretary", "sys_admin", "sec_admin", "audit_admin"})
# Posts that decide on what the committee's own department answers for; who reopens it.
_LEADERS = frozenset({"org_head", "committee_deputy", "committee_secretary"})
_SUPERVISORS = frozenset({"auditor"})
_NOBODY: frozenset[str] = frozenset()
_ANOTHER_VERIFIER = "请由组织部另行指定验收人。"


def check_verifier(state: RectificationState, actor: Actor) -> None:
    """Refuse a verification by anyone who had a part in what is verified."""
    _check_judge(state, actor, "验收", _ANOTHER_VERIFIER)
    _check_had_no_part(state, actor)


def check_named_verifier(
    state: RectificationState, verifier: str, unit: str, belonging: Belonging
) -> None:
    """Refuse to name somebody who could never verify: by part, by any unit, or by any post."""
    named = Actor(
        verifier,
        unit=unit,
        own_units=belonging.units,
        own_roles=belonging.roles,
        own_branches=belonging.branches,
    )
    _check_judge(state, named, "验收", "请另选他人。")
    if verifier in state.doers:
        raise _took_part()


def check_owner_belongs(unit: str, belonging: Belonging) -> None:
    """Refuse an owner from elsewhere: only the unit's own people can answer for what it does."""
    if belonging.units and unit not in belonging.units:
        raise _refused(
            "owner_of_other_unit",
            f"整改责任人须是责任单位“{unit}”的人员，该账号不属于该单位，请另选他人。",
        )


def check_named_owner(state: RectificationState, owner: str) -> None:
    """Refuse to make whoever verifies, or has verified already, answer for the item."""
    if owner in {state.verifier, *state.verifiers}:
        raise _refused("owner_is_verifier", "验收人不能担任整改责任人，请另选他人。")


def check_ender(state: RectificationState, actor: Actor) -> None:
    """Refuse to end an item without closing it by the rectifier or by the unit."""
    if _meets(actor, (state.owner, *state.doers)):
        raise _refused("ender_took_part", "参与过整改的人不能终止该事项，请由他人办理。")
    if _is_of_the_unit(state, actor, _LEADERS):
        raise _refused("ender_same_unit", "责任单位的人员不能终止本单位的事项，请由他人办理。")


def check_second_signer(state: RectificationState, actor: Actor) -> None:
    """Refuse a second signature by the first signer, or by anyone who may not verify either."""
    check_returner(state, actor)
    if _meets(actor, state.verifiers):
        raise _refused("signer_is_verifier", "会签人不能是验收人本人，请由另一名负责人会签。")


def check_returner(state: RectificationState, actor: Actor) -> None:
    """Refuse to let anyone send a closing back who may not judge it at this stage."""
    excepted = _LEADERS if state.awaits_second_signer else _NOBODY
    _check_judge(state, actor, "验收", _ANOTHER_VERIFIER, excepted=excepted)
    _check_had_no_part(state, actor)


def check_approver(state: RectificationState, actor: Actor, askers: Iterable[str]) -> None:
    """Refuse an approval by whoever asked for it, whom it serves, their unit, or a doer."""
    if _meets(actor, askers):
        raise _refused("approver_is_requester", "申请人不能审批自己的申请，请由他人审批。")
    if _meets(actor, (state.owner,)):
        raise _refused("approver_is_owner", "整改责任人不能审批自己事项的申请，请由他人审批。")
    if _is_of_the_unit(state, actor, _LEADERS):
        raise _refused("approver_same_unit", "责任单位的人员不能审批本单位的申请，请由他人审批。")
    if _meets(actor, state.doers):
        raise _refused("approver_took_part", "参与过该事项整改的人不能审批，请由他人审批。")


def check_reopener(state: RectificationState, actor: Actor) -> None:
    """Refuse a look-back by the rectifier or by whoever closed the item (domain.md §2.8)."""
    advice = "请由其他复盘组成员或纪委办理。"
    _check_judge(state, actor, "复查", advice, is_auditor_barred=False, excepted=_SUPERVISORS)
    if _is_above(state, actor):
        raise _refused("reopener_in_charge", "所属总支的人员不能复查该事项，请由他人办理。")
    if _meets(actor, (*state.verifiers, *state.countersigners)):
        raise _refused("reopener_is_verifier", "原验收人不能复查自己的验收，请由他人办理。")


def _check_judge(
    state: RectificationState,
    actor: Actor,
    act: str,
    advice: str,
    *,
    is_auditor_barred: bool = True,
    excepted: frozenset[str] = _NOBODY,
) -> None:
    if _meets(actor, (state.owner,)):
        raise _refused("verifier_is_owner", f"整改责任人不能{act}自己的事项，{advice}")
    if _is_of_the_unit(state, actor, excepted):
        raise _refused("verifier_same_unit", f"责任单位的人员不能{act}本单位的事项，{advice}")
    roles = {*actor.roles, *actor.own_roles}
    if "gb_secretary" in roles and _is_in_charge(state, actor):
        raise _refused("verifier_in_charge", f"党总支书记不能{act}本总支负责的事项，{advice}")
    if "liaison_cadre" in roles:
        raise _refused("verifier_is_liaison", f"联系领导不能{act}，{advice}")
    if barred := sorted(roles & _NEVER_JUDGES):
        who = ROLE_LABELS[Role(barred[0])]
        raise _refused("verifier_is_barred", f"{who}不能{act}，{advice}")
    if is_auditor_barred and "auditor" in roles:
        raise _refused("verifier_is_auditor", f"纪委（审计）负责监督，不能{act}，{advice}")


def _check_had_no_part(state: RectificationState, actor: Actor) -> None:
    if _meets(actor, state.plan_authors):
        raise _refused("verifier_is_plan_author", "整改方案的报送人不能验收，请另行指定验收人。")
    if _meets(actor, state.closure_requesters):
        raise _refused("verifier_is_requester", "申请销号的人不能验收，请另行指定验收人。")
    if _meets(actor, state.doers):
        raise _took_part()


def _is_of_the_unit(state: RectificationState, actor: Actor, excepted: frozenset[str]) -> bool:
    """True for the responsible unit's people; not for some posts, if the unit is the committee."""
    if state.owner_unit not in units(actor):
        return False
    acts_by_post = actor.unit == state.owner_unit and bool(excepted & set(actor.roles))
    return not (state.is_committees_own and acts_by_post)


def _is_in_charge(state: RectificationState, actor: Actor) -> bool:
    is_leading = "gb_secretary" in actor.roles and state.parent_unit in units(actor)
    return is_leading or _is_above(state, actor)


def _is_above(state: RectificationState, actor: Actor) -> bool:
    """True for people of the general branch that the responsible unit belongs to."""
    return state.owner_unit in {*actor.units_in_charge, *actor.own_branches}


def _took_part() -> RuleRefusedError:
    return _refused("verifier_took_part", "参与过该事项整改的人不能验收，请另行指定验收人。")


def _refused(code: str, message: str) -> RuleRefusedError:
    return RuleRefusedError(code, message)
