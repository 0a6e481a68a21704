"""Items that continue another one: after a rebound, or after a transfer.

A closed item never reopens: what comes back is a new item that refers to the old one, so that no
closing date is ever wiped (peers.md §5.5).
"""

from __future__ import annotations

import re
from dataclasses import asdict, fields, replace
from datetime import date
from enum import Enum
from typing import Any

from models.errors import InvalidInputError
from models.facts import Open
from models.rectification.commands import Issue
from models.rectification.content import Content, content_of
from models.rectification.events import Rebounded, Transferred
from models.rectification.state import RectificationState

_REBOUND = re.compile(r"-R\d+$")
_TRANSFER = re.compile(r"-T(\d+)$")


def rebound_number(number: str, rebound_no: int) -> str:
    """Number of the item that takes a problem up again: `FP2026-001-R1`, then `FP2026-001-R2`."""
    return f"{_REBOUND.sub('', number)}-R{rebound_no}"


def transfer_number(number: str) -> str:
    """Number of the item with its new unit: `FP2026-001-T1`, then `FP2026-001-T2`."""
    found = _TRANSFER.search(number)
    return f"{_TRANSFER.sub('', number)}-T{int(found[1]) + 1 if found else 1}"


def check_link(number: str, parent: str, rebound_no: int) -> None:
    """Refuse a number that does not follow from the parent's.

    Raises:
        InvalidInputError: Anyone could otherwise hang an item onto another.
    """
    if number not in (rebound_number(parent, rebound_no), transfer_number(parent)):
        raise InvalidInputError(
            "number_not_linked", f"编号“{number}”与原事项“{parent}”不对应。", "number"
        )


def after_rebound(state: RectificationState, event: Rebounded, on: date) -> Open:
    """Open the item that takes the problem up again; who closed the old one has no part in it."""
    content = replace(
        _content(state),
        problem=event.finding,
        severity=event.severity,
        found_on=on,
        source="look_back",
    )
    return _open(
        state,
        Issue(
            **_plain_fields(content),
            **_unit_fields(state),
            number=event.child,
            owner=state.owner,
            owner_post=state.owner_post,
            due_on=event.due_on,
            parent=state.number,
            rebound_no=event.rebound_no,
            doers=state.doers,
        ),
    )


def after_transfer(state: RectificationState, event: Transferred) -> Open:
    """Open the item with its new unit; a verifier who could not verify there is dropped."""
    barred = (event.owner, *state.doers)
    keeps = event.unit != state.verifier_unit and state.verifier not in barred
    return _open(
        state,
        Issue(
            **_plain_fields(_content(state)),
            number=event.child,
            owner_unit=event.unit,
            parent_unit=event.parent_unit,
            secretary_role=event.secretary_role,
            owner=event.owner,
            owner_post=event.owner_post,
            liaison_post=state.liaison_post,
            due_on=event.due_on,
            verifier=state.verifier if keeps else "",
            verifier_unit=state.verifier_unit if keeps else "",
            verifier_post=state.verifier_post if keeps else "",
            verifier_role=state.verifier_role,
            measures=state.measures,
            committee=state.committee,
            review=state.review,
            parent=state.number,
            rebound_no=state.rebound_no,
            doers=state.doers,
        ),
    )


def _content(state: RectificationState) -> Content:
    if state.content is None:
        raise AssertionError("an item that never began cannot be continued")
    return content_of(state.content)


def _plain_fields(content: Content) -> dict[str, Any]:
    return {each.name: getattr(content, each.name) for each in fields(content)}


def _unit_fields(state: RectificationState) -> dict[str, Any]:
    return {
        "owner_unit": state.owner_unit,
        "parent_unit": state.parent_unit,
        "secretary_role": state.secretary_role,
        "liaison_post": state.liaison_post,
        "committee": state.committee,
        "review": state.review,
    }


def _open(state: RectificationState, command: Issue) -> Open:
    return Open(
        entity="rectification",
        stream=state.stream_of(command.number),
        command=command.name,
        data=as_data(command),
    )


def as_data(command: Issue) -> dict[str, Any]:
    """Fields of the command as JSON values, for an effect."""
    return {name: _json(value) for name, value in asdict(command).items()}


def _json(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_json(each) for each in value]
    if isinstance(value, dict):
        return {name: _json(each) for name, each in value.items()}
    return value
