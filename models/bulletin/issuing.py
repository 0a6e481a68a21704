"""印发: number, delivery, files; and 更正, which never touches what was issued."""

from __future__ import annotations

from collections.abc import Sequence

from models.bulletin.addressees import AddressedUnit
from models.bulletin.commands import Correct, RecordRendering, TakeNumber
from models.bulletin.events import (
    BulletinEvent,
    Closed,
    Corrected,
    Issued,
    RenderingRecorded,
)
from models.bulletin.promise import Promise, promised
from models.bulletin.state import BulletinState, number_of_bulletin
from models.calendar import on_shanghai
from models.errors import InvalidInputError, RuleRefusedError
from models.escalation.countdown import Subject
from models.facts import Request
from models.inputs import checked_text
from models.terms import Terms


def take_number(
    state: BulletinState, request: Request[TakeNumber], terms: Terms
) -> Sequence[BulletinEvent]:
    """Issued the moment it has its number, so that no number is drawn for nothing."""
    command = request.command
    if command.serial < 1:
        raise InvalidInputError("serial_malformed", "发文顺序号须从1起。", "serial")
    issued_on = on_shanghai(request.at)
    issued = Issued(
        document_number=f"{state.document_code}〔{command.year}〕{command.serial}号",
        issued_on=issued_on,
        units=command.units,
        promise=_acknowledgement(state, request, command.units, terms),
    )
    return [issued] if command.units else [issued, Closed()]


def record_rendering(
    state: BulletinState, request: Request[RecordRendering], terms: Terms
) -> Sequence[BulletinEvent]:
    """Once: what was issued stays byte for byte what it was."""
    if state.files:
        return []
    if not request.command.files:
        raise InvalidInputError("files_missing", "没有可归存的文件。", "files")
    return [RenderingRecorded(request.command.files)]


def correct(
    state: BulletinState, request: Request[Correct], terms: Terms
) -> Sequence[BulletinEvent]:
    """A new bulletin with its own number; of several corrections each corrects the one before."""
    if state.corrected_by:
        raise RuleRefusedError(
            "corrected_already", f"该通报已由{state.corrected_by}更正，如仍有误，请更正后者。"
        )
    reason = checked_text(request.command.reason, "reason", "更正原因")
    return [Corrected(number_of_bulletin(state.period, state.correction + 1), reason)]


def _acknowledgement(
    state: BulletinState,
    request: Request[TakeNumber],
    units: tuple[AddressedUnit, ...],
    terms: Terms,
) -> Promise | None:
    if not units:
        return None
    span = (on_shanghai(request.at), terms.policy.bulletin.acknowledge_workdays)
    subject, round_ = Subject.ACKNOWLEDGE_BULLETIN, state.steps_begun + 1
    return promised(state.stream, subject, round_, span, request.at, terms)
