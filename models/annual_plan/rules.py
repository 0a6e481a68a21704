"""What may happen to a plan: the table of transitions first, then the rule of the command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from models.annual_plan.approval import approve, return_plan, submit
from models.annual_plan.by_hand import assign, unassign
from models.annual_plan.changes import (
    record_cancelled,
    record_covered,
    record_postponed,
    refresh_units,
)
from models.annual_plan.common_problems import look_for_common_issues
from models.annual_plan.drafting import begin, propose
from models.annual_plan.escalation import (
    acknowledge_escalation,
    raise_level,
    remind,
    repeat_level,
)
from models.annual_plan.events import AnnualPlanEvent
from models.annual_plan.forecast import alarm_coverage
from models.annual_plan.machine import MACHINE
from models.annual_plan.running import (
    close_year,
    confirm_month,
    end_half,
    end_quarter,
    open_month,
    open_next_year,
)
from models.annual_plan.state import AnnualPlanState
from models.annual_plan.terms_adoption import adopt_terms
from models.facts import Command, Request
from models.terms import Terms

Rule = Callable[[AnnualPlanState, Request[Any], Terms], Sequence[AnnualPlanEvent]]

# Each rule bears the wire name of its command.
RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        begin,
        propose,
        assign,
        unassign,
        submit,
        approve,
        return_plan,
        open_month,
        confirm_month,
        refresh_units,
        record_covered,
        record_postponed,
        record_cancelled,
        look_for_common_issues,
        end_quarter,
        end_half,
        alarm_coverage,
        open_next_year,
        close_year,
        acknowledge_escalation,
        remind,
        raise_level,
        repeat_level,
        adopt_terms,
    )
}


def decide(
    state: AnnualPlanState, request: Request[Command], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """What happens if the command is allowed.

    Raises:
        NotFoundError: There is no such plan.
        RuleRefusedError: Stage, role or a rule forbids it.
        InvalidInputError: The command's own fields make no sense.
    """
    name = request.command.name
    MACHINE.check_state(name, state.stage)
    MACHINE.check_role(name, request.actor)
    return RULES[name](state, request, terms)
