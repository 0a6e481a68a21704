"""改用新版制度或日历: a promised day moves only where it rested on an unannounced year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.common_issue.events import CommonIssueEvent, TermsAdopted
from models.common_issue.state import CommonIssueState
from models.escalation.countdown import Countdown
from models.escalation.ladder import begin
from models.facts import AdoptTerms, Request
from models.terms import Terms


def adopt_terms(
    state: CommonIssueState, request: Request[AdoptTerms], terms: Terms
) -> Sequence[CommonIssueEvent]:
    """Nothing when the common issue lives under these versions already."""
    if terms.version == state.terms:
        return []
    former = next(iter(state.countdowns), None)
    moved = _moved(state, request, terms, former)
    return [
        TermsAdopted(
            terms=terms.version,
            reason=request.command.reason,
            provisional=_is_provisional(state.asked_on, moved or former, terms),
            countdown=moved,
            former_due_on=former.due_on if former and moved else None,
        )
    ]


def _moved(
    state: CommonIssueState, request: Request[AdoptTerms], terms: Terms, former: Countdown | None
) -> Countdown | None:
    """The countdown to a day that the announced calendar has changed; None when it has not."""
    if former is None or state.asked_on is None or not state.provisional:
        return None
    due_on = terms.calendar.add_workdays(state.asked_on, terms.policy.common_issue.reply_workdays)
    if due_on == former.due_on:
        return None
    return begin(state.stream, former.subject, state.rounds + 1, due_on, request.at, terms)


def _is_provisional(asked_on: date | None, countdown: Countdown | None, terms: Terms) -> bool:
    return countdown is not None and terms.calendar.is_provisional(countdown.due_on, asked_on)
