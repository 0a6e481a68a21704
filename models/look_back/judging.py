"""认定: one verdict per item, by somebody who had no part in it."""

from __future__ import annotations

from collections.abc import Sequence

from models.calendar import on_shanghai
from models.errors import InvalidInputError, RuleRefusedError
from models.facts import SYSTEM_ACCOUNT, Request
from models.inputs import LONGEST_TEXT, check_future, check_length, checked_text
from models.look_back.commands import DropItem, Finish, Judge, RecordReport
from models.look_back.events import Finished, ItemDropped, Judged, LookBackEvent, ReportRecorded
from models.look_back.separation import check_judge
from models.look_back.state import LookBackState, SampledItem
from models.look_back.verdict import VERDICTS, Verdict
from models.rectification.content import Category
from models.terms import Terms

_MOST_NAMED = 5


def judge(state: LookBackState, request: Request[Judge], terms: Terms) -> Sequence[LookBackEvent]:
    """A verdict, or the correction of one; what was reopened stays reopened."""
    command, item = request.command, _item(state, request.command.item)
    if item.dropped_reason:
        raise RuleRefusedError("item_dropped", f"该事项已不再核查：{item.dropped_reason}。")
    check_judge(item.candidate, request.actor)
    _check_words(command)
    reason = _correction_reason(command, item)
    if item.is_reopened and not command.verdict.reopens:
        raise RuleRefusedError(
            "reopened_already",
            "该事项已按原认定重新立项，不能改为"
            f"“{VERDICTS[command.verdict]}”；如认定有误，请组织部部长终止新立事项。",
        )
    _check_due(command, item, request)
    return [
        Judged(
            item=item.candidate.item,
            verdict=command.verdict,
            note=command.note.strip(),
            finding=command.finding.strip(),
            due_on=command.due_on,
            former=item.verdict,
            correction_reason=reason,
        )
    ]


def drop_item(
    state: LookBackState, request: Request[DropItem], terms: Terms
) -> Sequence[LookBackEvent]:
    """Not looked at any more. Told by the item itself, it has ended; what has a verdict stays."""
    item = _item(state, request.command.item)
    has_ended = request.actor.account == SYSTEM_ACCOUNT
    if not item.is_pending:
        raise RuleRefusedError("item_settled", "该事项已有核查结果，不能再改为不核查。")
    if not has_ended:
        check_judge(item.candidate, request.actor)
    reason = checked_text(request.command.reason, "reason", "不再核查的理由")
    return [ItemDropped(item.candidate.item, reason, has_ended)]


def finish(state: LookBackState, request: Request[Finish], terms: Terms) -> Sequence[LookBackEvent]:
    """Done when nothing waits any more."""
    if waiting := [each.candidate.item for each in state.pending]:
        named = "、".join(waiting[:_MOST_NAMED])
        raise RuleRefusedError(
            "items_unjudged", f"尚有{len(waiting)}项未认定（{named}），请先逐项认定。"
        )
    requirements = request.command.requirements.strip()
    check_length(requirements, "requirements", "下步要求", LONGEST_TEXT)
    return [Finished(on_shanghai(request.at), requirements)]


def record_report(
    state: LookBackState, request: Request[RecordReport], terms: Terms
) -> Sequence[LookBackEvent]:
    """The files of the report are on record."""
    return [ReportRecorded(request.command.documents)]


def _item(state: LookBackState, number: str) -> SampledItem:
    item = state.item(number)
    if item is None:
        raise InvalidInputError("item_not_sampled", f"样本中没有事项“{number}”。", "item")
    return item


def _check_words(command: Judge) -> None:
    check_length(command.note, "note", "核查说明", LONGEST_TEXT)
    if command.verdict is Verdict.BASIC:
        checked_text(command.note, "note", "补强措施")
    if command.verdict.reopens:
        checked_text(command.finding, "finding", "发现的问题")
    elif command.finding.strip() or command.due_on is not None:
        raise InvalidInputError(
            "nothing_to_reopen", "只有认定为反弹或虚假整改时才填写发现的问题和新时限。", "finding"
        )


def _correction_reason(command: Judge, item: SampledItem) -> str:
    if item.verdict is None:
        return ""
    return checked_text(command.correction_reason, "correction_reason", "更正认定的理由")


def _check_due(command: Judge, item: SampledItem, request: Request[Judge]) -> None:
    """A new due day has to pass where the item is reopened, too."""
    if command.due_on is None:
        return
    if item.candidate.category == Category.LONG_TERM:
        raise InvalidInputError(
            "long_term_has_no_due", "长期坚持事项按季度检查，不设整改时限。", "due_on"
        )
    check_future(command.due_on, on_shanghai(request.at), "due_on", "整改时限")
