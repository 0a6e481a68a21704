"""Nothing is decided here: a sign-in has happened or failed by the time it is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.facts import Fact, Request
from models.sign_in.commands import RecordEnd, RecordFailure, RecordSuccess, SignInCommand
from models.sign_in.events import Ended, Failed, SignInEvent, Succeeded

# Stream of those who typed a login that nobody has: it tells that someone guesses, not what.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SignInState:
    """Counts of one account and day."""

    successes: int = 0
    failures: int = 0


def number_for(account: str, on: date) -> str:
    """Number of the stream that an account's sign-ins of a day go to."""
    return f"{account}.{on:%Y%m%d}"


def decide(state: SignInState, request: Request[SignInCommand]) -> Sequence[SignInEvent]:
    """The event that records what happened."""
    match request.command:
        case RecordSuccess(session):
            return [Succeeded(session)]
        case RecordFailure(reason, failures):
            return [Failed(reason, failures)]
        case RecordEnd(session):
            return [Ended(session)]
    raise TypeError(f"not a command about sign-ins: {request.command!r}")


def evolve(state: SignInState, fact: Fact[SignInEvent]) -> SignInState:
    """The counts after one more fact."""
    match fact.event:
        case Succeeded():
            return replace(state, successes=state.successes + 1)
        case Failed():
            return replace(state, failures=state.failures + 1)
    return state
