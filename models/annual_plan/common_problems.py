"""举一反三: the same problem in several units proposes a common issue (domain.md §2.6)."""

from __future__ import annotations

from collections.abc import Sequence

from models.annual_plan.commands import LookForCommonIssues
from models.annual_plan.events import AnnualPlanEvent, CommonIssueFound
from models.annual_plan.records import Found
from models.annual_plan.state import AnnualPlanState
from models.facts import Request
from models.inputs import check_id_part
from models.policy import CommonIssueTerms
from models.terms import Terms


def look_for_common_issues(
    state: AnnualPlanState, request: Request[LookForCommonIssues], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """Once for each problem and period; a half-year says nothing that its quarter has said."""
    known = set(state.common_issues)
    events: list[AnnualPlanEvent] = []
    for found in sorted(request.command.found, key=lambda each: (_is_half(each), each.period)):
        check_id_part(found.problem_code, "found", "问题代码")
        number = f"{found.period}-{found.problem_code}"
        if _is_common(found, terms.policy.common_issue) and not known & _said_by(found):
            known.add(number)
            units = tuple(dict.fromkeys(found.units))
            events.append(
                CommonIssueFound(number, found.period, found.problem_code, units, found.findings)
            )
    return events


def _is_common(found: Found, policy: CommonIssueTerms) -> bool:
    least = policy.units_in_half if _is_half(found) else policy.units_in_quarter
    return len(set(found.units)) >= least


def _said_by(found: Found) -> set[str]:
    """Numbers under which the same has been proposed, if it has."""
    year, _, span = found.period.partition("-")
    quarters = {"H1": ("Q1", "Q2"), "H2": ("Q3", "Q4")}.get(span, ())
    return {f"{year}-{each}-{found.problem_code}" for each in (span, *quarters)}


def _is_half(found: Found) -> bool:
    return "-H" in found.period
