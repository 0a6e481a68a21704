"""A throw-away entity: a book on loan. It shares nothing with fupan, which is its point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from models.errors import NotFoundError, RuleRefusedError
from models.facts import (
    AdoptTerms,
    Clock,
    Command,
    Effect,
    Event,
    Fact,
    Notify,
    Open,
    Recipient,
    Request,
)
from models.terms import Terms, TermsVersion


@dataclass(frozen=True, slots=True)
class Lend(Command):
    name: ClassVar[str] = "lend"
    reader: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class GiveBack(Command):
    name: ClassVar[str] = "give_back"
    lend_on_to: str = ""


@dataclass(frozen=True, slots=True)
class Leaf(Command):
    """Reading on changes nothing that a clock depends on."""

    name: ClassVar[str] = "leaf"


@dataclass(frozen=True, slots=True)
class Urge(Command):
    name: ClassVar[str] = "urge"
    number: int


@dataclass(frozen=True, slots=True)
class Lent(Event):
    type: ClassVar[str] = "loan.lent"
    reader: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class GivenBack(Event):
    type: ClassVar[str] = "loan.given_back"
    lend_on_to: str


@dataclass(frozen=True, slots=True)
class Leafed(Event):
    type: ClassVar[str] = "loan.leafed"
    pages: int


@dataclass(frozen=True, slots=True)
class Urged(Event):
    type: ClassVar[str] = "loan.urged"
    number: int


@dataclass(frozen=True, slots=True)
class TermsAdopted(Event):
    type: ClassVar[str] = "loan.terms_adopted"
    policy: int
    calendar: int


@dataclass(frozen=True, slots=True)
class AttemptRefused(Event):
    type: ClassVar[str] = "loan.attempt_refused"
    command: str
    code: str


@dataclass(frozen=True, slots=True)
class Loan:
    reader: str = ""
    due_at: datetime | None = None
    urged: int = 0
    pages: int = 0
    is_back: bool = False
    refused: int = 0
    terms: TermsVersion = field(default_factory=TermsVersion)


URGES = 2
URGE_EVERY = timedelta(days=7)
# From this version on the policy of this library has readers urged every day.
STRICT_POLICY = 90


class LoanDecider:
    """Rules: a reader gives back what they have; a late one is urged twice, a week apart."""

    entity = "loan"
    commands: Mapping[str, type[Command]] = {
        kind.name: kind for kind in (Lend, GiveBack, Leaf, Urge, AdoptTerms)
    }
    events: Mapping[str, type[Event]] = {
        kind.type: kind for kind in (Lent, GivenBack, Leafed, Urged, TermsAdopted, AttemptRefused)
    }
    state_type = Loan

    def initial(self) -> Loan:
        return Loan()

    def decide(  # noqa: C901  # one line a rule reads better than a class a rule
        self, state: Loan, request: Request[Command], terms: Terms
    ) -> Sequence[Event]:
        match request.command:
            case Lend(reader, due_at):
                if state.reader:
                    raise RuleRefusedError("already_lent", "已借出。")
                return [Lent(reader, due_at)]
            case _ if not state.reader:
                raise NotFoundError("no_loan", "没有此项借阅。")
            case GiveBack(lend_on_to):
                if request.actor.account != state.reader:
                    raise RuleRefusedError("not_the_reader", "只有借阅人可以归还。")
                return [GivenBack(lend_on_to)]
            case Leaf():
                return [Leafed(state.pages + 1)]
            case Urge(number):
                return [Urged(number)]
            case AdoptTerms():
                if terms.version == state.terms:
                    return []
                return [TermsAdopted(terms.version.policy, terms.version.calendar)]
            case _:
                raise AssertionError(request.command)

    def evolve(self, state: Loan, fact: Fact[Event]) -> Loan:
        match fact.event:
            case Lent(reader, due_at):
                return replace(state, reader=reader, due_at=due_at)
            case GivenBack():
                return replace(state, is_back=True)
            case Leafed(pages):
                return replace(state, pages=pages)
            case Urged(number):
                return replace(state, urged=number)
            case TermsAdopted(policy, calendar):
                return replace(state, terms=TermsVersion(policy, calendar))
            case _:
                return replace(state, refused=state.refused + 1)

    def refusal(self, request: Request[Command], error: RuleRefusedError) -> Event:
        return AttemptRefused(request.command.name, error.code)

    def react(self, state: Loan, fact: Fact[Event]) -> Sequence[Effect]:
        match fact.event:
            case Urged():
                return [Notify((Recipient("reader", account=state.reader),), "loan.urged")]
            case GivenBack(lend_on_to) if lend_on_to:
                due = (fact.at + timedelta(days=30)).isoformat()
                data: dict[str, Any] = {"reader": lend_on_to, "due_at": due}
                return [Open("loan", f"lib/loan/{lend_on_to}", "lend", data)]
            case _:
                return []

    def clocks(self, state: Loan, terms: Terms) -> Sequence[Clock[Command]]:
        if state.is_back or state.due_at is None or state.urged >= URGES:
            return []
        number = state.urged + 1
        is_strict = terms.version.policy >= STRICT_POLICY
        fires_at = state.due_at + number * (timedelta(days=1) if is_strict else URGE_EVERY)
        return [Clock(f"urge:{number}", fires_at, Urge(number))]

    def is_finished(self, state: Loan) -> bool:
        return state.is_back

    def terms_version(self, state: Loan) -> TermsVersion:
        return state.terms


LOAN = LoanDecider()
