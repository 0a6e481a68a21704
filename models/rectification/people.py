"""Progress, evidence, and who is responsible."""

from __future__ import annotations

from collections.abc import Sequence

from models.errors import RuleRefusedError
from models.facts import Request
from models.inputs import checked_text
from models.rectification.commands import (
    AssignOwner,
    AssignVerifier,
    AttachEvidence,
    ReportProgress,
)
from models.rectification.events import (
    EvidenceAttached,
    OwnerAssigned,
    ProgressReported,
    RectificationEvent,
    VerifierAssigned,
)
from models.rectification.inputs import check_evidence
from models.rectification.separation import (
    check_named_owner,
    check_named_verifier,
    check_owner_belongs,
)
from models.rectification.state import RectificationState
from models.terms import Terms


def report_progress(
    state: RectificationState, request: Request[ReportProgress], terms: Terms
) -> Sequence[RectificationEvent]:
    """How far it is; the ledger shows the latest."""
    return [ProgressReported(checked_text(request.command.progress, "progress", "进展情况"))]


def attach_evidence(
    state: RectificationState, request: Request[AttachEvidence], terms: Terms
) -> Sequence[RectificationEvent]:
    """A file, known by its hash alone. The same file twice in a row is a slip."""
    command = request.command
    check_evidence(command.sha256, command.size_bytes, command.media_type)
    if command.sha256 == state.last_evidence:
        raise RuleRefusedError("evidence_repeated", "该佐证材料刚刚上传过，无需重复上传。")
    return [
        EvidenceAttached(
            command.sha256, command.size_bytes, command.media_type, state.evidence_count + 1
        )
    ]


def assign_verifier(
    state: RectificationState, request: Request[AssignVerifier], terms: Terms
) -> Sequence[RectificationEvent]:
    """The department names who verifies; never someone whose part, unit or post forbids it."""
    command = request.command
    verifier = checked_text(command.verifier, "verifier", "验收人账号")
    unit = checked_text(command.unit, "unit", "验收人所在单位")
    check_named_verifier(state, verifier, unit, command.verifier_belonging)
    return [VerifierAssigned(verifier, unit, command.post.strip())]


def assign_owner(
    state: RectificationState, request: Request[AssignOwner], terms: Terms
) -> Sequence[RectificationEvent]:
    """Another account of the unit becomes responsible; reminders go there from now on."""
    command = request.command
    owner = checked_text(command.owner, "owner", "整改责任人账号")
    check_owner_belongs(state.owner_unit, command.owner_belonging)
    check_named_owner(state, owner)
    post = checked_text(command.post, "post", "整改责任人职务")
    return [OwnerAssigned(owner, post, checked_text(command.reason, "reason", "变更理由"))]
