"""A fact is put before people once; each of them sees it once."""

from __future__ import annotations

from collections.abc import Sequence

from models.errors import InvalidInputError, RuleRefusedError
from models.facts import SYSTEM_ACCOUNT, Request
from models.ids import derived_id
from models.notice.commands import NoticeCommand, PostNotice
from models.notice.events import NoticeEvent, Posted, Told
from models.notice.kinds import level_of
from models.notice.slots import Slot, slot_for
from models.notice.state import Notices


def decide(state: Notices, request: Request[NoticeCommand]) -> Sequence[NoticeEvent]:
    """What happens if the command is allowed; nothing when people were told already."""
    if request.actor.account != SYSTEM_ACCOUNT:
        raise RuleRefusedError("only_system_posts", "通知由系统发出，不接受人工代发。")
    match request.command:
        case PostNotice() as command:
            if command.about_version < 1:
                raise InvalidInputError("no_such_fact", "通知须对应一条记录。", "about_version")
            if command.about_version in state.told_of:
                return []
            return [_posted(command, slot_for(request.at, command.terms, command.urgent))]
    raise TypeError(f"not a command on notices: {request.command!r}")


def _posted(command: PostNotice, slot: Slot) -> Posted:
    return Posted(
        about=command.about,
        about_version=command.about_version,
        kind=command.kind,
        level=level_of(command.kind),
        urgent=command.urgent,
        unit=command.unit,
        due_on=command.due_on,
        told=tuple(_told(command, slot)),
        orphans=command.orphans,
    )


def _told(command: PostNotice, slot: Slot) -> Sequence[Told]:
    overseers = frozenset(command.overseers) if command.orphans else frozenset()
    return [
        Told(
            account=account,
            notice=derived_id(command.about, str(command.about_version), account),
            slot=slot.id,
            send_at=slot.send_at,
            is_overseer=account in overseers,
        )
        # Once each, those meant first: an overseer who is meant as well gets one notice.
        for account in dict.fromkeys((*command.accounts, *sorted(overseers)))
    ]
