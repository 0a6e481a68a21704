"""What is known of one item after its facts. It travels in workflow payloads: nothing grows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from models.escalation.countdown import Countdown, Subject
from models.ids import stream_id
from models.rectification.content import Content, Measure
from models.rectification.item_state import ItemState
from models.terms import TermsVersion

# More people than ever work on one item; the state must not grow without end.
MOST_DOERS = 50


@dataclass(frozen=True, slots=True)
class PendingExtension:
    """An extension that waits for its answer. `asked_by`: account, and whom it acted for."""

    due_on: date
    is_exceptional: bool
    asked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PendingTransfer:
    """A transfer that waits for the other unit. `due_on` None keeps the present due day."""

    unit: str
    parent_unit: str
    secretary_role: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class RectificationState:
    """An item as of its last fact.

    Tuples of accounts hold the one who acted and, after a delegation, the one acted for.

    Attributes:
        content: Problem, cause, goal; None before the item exists.
        due_on: Original due day; None for long-term items.
        extended_due_on: Due day after the last extension; None without one.
        plan_authors, closure_requesters, verifiers, countersigners: Who did it last.
        doers: Who answered for it or did any of the work, on the items that it continues too,
            earlier owners and plans included. A person counts once, and only the latest
            `MOST_DOERS` are kept.
        steps_begun: Countdowns of steps so far; the next one's round is one more.
        countdowns: What is promised now, at most one of each subject.
        level_points: Points taken so far, zero or negative.
        quarter_reported_on: Day on which the pending checkpoint was reported; None before.
        clean_quarters: Clean quarters in a row.
        look_back: Number of the look-back that has the item in its sample; empty for none.
    """

    state: ItemState = ItemState.NONE
    committee: str = ""
    number: str = ""
    content: Content | None = None
    is_imported: bool = False
    owner_unit: str = ""
    parent_unit: str = ""
    secretary_role: str = "branch_secretary"
    owner: str = ""
    owner_post: str = ""
    liaison_post: str = ""
    verifier: str = ""
    verifier_unit: str = ""
    verifier_post: str = ""
    verifier_role: str = "verifier"
    measures: tuple[Measure, ...] = ()
    issued_on: date | None = None
    due_on: date | None = None
    extended_due_on: date | None = None
    term_workdays: int | None = None
    deadline_version: int = 0
    provisional: bool = False
    extension: PendingExtension | None = None
    extension_count: int = 0
    transfer: PendingTransfer | None = None
    progress: str = ""
    evidence_count: int = 0
    last_evidence: str = ""
    plan_no: int = 0
    reject_no: int = 0
    rebound_no: int = 0
    review: str = ""
    parent: str = ""
    child: str = ""
    plan_authors: tuple[str, ...] = ()
    closure_requesters: tuple[str, ...] = ()
    verifiers: tuple[str, ...] = ()
    countersigners: tuple[str, ...] = ()
    doers: tuple[str, ...] = ()
    awaits_second_signer: bool = False
    opinion: str = ""
    closed_on: date | None = None
    is_on_time: bool | None = None
    observe_from_on: date | None = None
    archive_on: date | None = None
    countdowns: tuple[Countdown, ...] = ()
    steps_begun: int = 0
    level_points: int = 0
    quarter_reported_on: date | None = None
    clean_quarters: int = 0
    look_back: str = ""
    terms: TermsVersion = field(default_factory=TermsVersion)

    @property
    def stream(self) -> str:
        """The item's own stream id."""
        return self.stream_of(self.number)

    def stream_of(self, number: str) -> str:
        """Stream id of an item of the same committee."""
        return stream_id(self.committee, "rectification", number)

    @property
    def is_committees_own(self) -> bool:
        """True when the committee's own department answers: its secretary signs for the unit."""
        return self.secretary_role == "committee_secretary"

    @property
    def effective_due_on(self) -> date | None:
        """The due day that counts: extended if it was, else the original; None for none."""
        return self.extended_due_on or self.due_on

    def is_overdue_on(self, day: date) -> bool:
        """True when the item is open and its due day has passed; on the due day it is in time."""
        due_on = self.effective_due_on
        return self.state.is_open and due_on is not None and day > due_on

    def with_doers(self, *accounts: str) -> RectificationState:
        """The state in which these accounts have had a part in the work."""
        new = tuple(dict.fromkeys(each for each in accounts if each))
        kept = tuple(each for each in self.doers if each not in new)
        return replace(self, doers=(kept + new)[-MOST_DOERS:])

    def countdown(self, subject: Subject) -> Countdown | None:
        """The subject's countdown; None when nothing of the kind is promised."""
        return next((each for each in self.countdowns if each.subject is subject), None)

    def with_countdowns(self, *new: Countdown) -> RectificationState:
        """The state with countdowns begun; each takes the place of its subject's former one."""
        subjects = {each.subject for each in new}
        kept = tuple(each for each in self.countdowns if each.subject not in subjects)
        steps = [each.round for each in new if each.subject is not Subject.ITEM]
        return replace(self, countdowns=kept + new, steps_begun=max(self.steps_begun, *steps, 0))

    def without(self, *subjects: Subject) -> RectificationState:
        """The state with countdowns ended."""
        kept = tuple(each for each in self.countdowns if each.subject not in subjects)
        return replace(self, countdowns=kept)


def quarter_end(day: date) -> date:
    """Last day of the quarter that a day lies in."""
    month = (day.month - 1) // 3 * 3 + 4
    first_after = date(day.year + (month > 12), (month - 1) % 12 + 1, 1)
    return first_after - timedelta(days=1)
