"""When a notice leaves the house: daily digest, urgent slots, quiet hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from models.calendar import SHANGHAI, at_shanghai, on_shanghai
from models.policy import NoticeTerms

_DAY = timedelta(days=1)
_URGENT_STEP = timedelta(minutes=5)
_ID_FORMAT = "%Y%m%dT%H%M"


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment at which one person gets everything that waits.

    Attributes:
        id: Wall-clock time in Asia/Shanghai, `20261121T0930`: sorts, and equal moments are one.
        send_at: The same as an aware UTC instant.
    """

    id: str
    send_at: datetime


def slot_for(at: datetime, terms: NoticeTerms, urgent: bool) -> Slot:
    """The slot that takes a notice posted at an instant.

    A notice posted at the very moment of the daily digest goes to the next one. Urgent ones wait
    for the next full five minutes only, so that a burst of them still is one message.
    """
    return _slot(_next_urgent(at, terms) if urgent else _next_digest(at, terms))


def slot_after(missed: Slot, at: datetime, terms: NoticeTerms, urgent: bool) -> Slot:
    """The slot for a notice that came while its planned slot was already being sent."""
    later = max(at, missed.send_at + timedelta(seconds=1))
    return slot_for(later, terms, urgent)


def slot_named(slot_id: str) -> Slot:
    """The slot behind an id."""
    local = datetime.strptime(slot_id, _ID_FORMAT).replace(tzinfo=SHANGHAI)
    return Slot(slot_id, local.astimezone(UTC))


def after_quiet(at: datetime, terms: NoticeTerms) -> datetime:
    """The instant itself, or the end of the quiet hours that it falls into."""
    local = at.astimezone(SHANGHAI)
    if not _is_quiet(local.time(), terms):
        return at
    ends_tomorrow = local.time() >= terms.quiet_until
    return at_shanghai(local.date() + _DAY * ends_tomorrow, terms.quiet_until)


def _is_quiet(clock: time, terms: NoticeTerms) -> bool:
    """Quiet hours may wrap midnight; equal ends mean that there are none."""
    start, end = terms.quiet_from, terms.quiet_until
    if start <= end:
        return start <= clock < end
    return clock >= start or clock < end


def _next_digest(at: datetime, terms: NoticeTerms) -> datetime:
    # Yesterday's digest counts when the quiet hours have carried it over midnight.
    day = on_shanghai(at) - _DAY
    while True:
        moment = after_quiet(at_shanghai(day, terms.digest_at), terms)
        if moment > at:
            return moment
        day += _DAY


def _next_urgent(at: datetime, terms: NoticeTerms) -> datetime:
    past = timedelta(
        minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond
    )  # every zone in use is whole five minutes from UTC
    return after_quiet(at + (_URGENT_STEP - past if past else timedelta()), terms)


def _slot(send_at: datetime) -> Slot:
    return Slot(send_at.astimezone(SHANGHAI).strftime(_ID_FORMAT), send_at.astimezone(UTC))
