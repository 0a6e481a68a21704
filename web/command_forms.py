"""Which commands people may give over the API or the command line, and what they fill in.

The list is the domain's own: a command appears here by getting a label there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from models.errors import InvalidInputError
from models.facts import Command
from models.room_words import ROOM_WORDS
from models.rooms import DECIDERS
from models.words import CommandLabel, RoomWords
from web.schemas.generated import body_model
from wire.faults import field_of, reason_of

ITEM = "rectification"
ANNUAL_PLAN = "annual_plan"
REVIEW = "review"
ISSUE = "issue"
ATTACH_EVIDENCE = "attach_evidence"

# The service knows these itself: from its settings, the registers of units and accounts, the loop
# so far. Nobody may say otherwise. Where named people belong is hidden wherever it occurs.
_HIDDEN: Mapping[tuple[str, str], frozenset[str]] = {
    (ITEM, ISSUE): frozenset(
        {
            *("committee", "parent", "rebound_no", "doers", "parent_unit", "secretary_role"),
            *("review", "term_workdays"),
        }
    ),
    (ITEM, "assign_verifier"): frozenset({"unit"}),
    (ITEM, "reopen"): frozenset({"look_back"}),
    (ITEM, "transfer"): frozenset({"parent_unit", "secretary_role"}),
    (ANNUAL_PLAN, "begin"): frozenset({"year", "committee", "units", "carried"}),
    (ANNUAL_PLAN, "refresh_units"): frozenset({"units"}),
    (REVIEW, "plan"): frozenset(
        {"unit_name", "parent_unit", "secretary_role", "tier", "plan", "committee", "number"}
    ),
    (REVIEW, "appoint_team"): frozenset({"kin"}),
}
# This it can find out: the next number.
_OPTIONAL: Mapping[tuple[str, str], frozenset[str]] = {(ITEM, ISSUE): frozenset({"number"})}


@dataclass(frozen=True, slots=True)
class CommandForm:
    """One command as people meet it.

    Attributes:
        entity: Whose command it is.
        name: Wire name.
        kind: The domain's class.
        label: Name and description in Chinese.
        body: What a client sends.
    """

    entity: str
    name: str
    kind: type[Command]
    label: CommandLabel
    body: type[BaseModel]

    @property
    def words(self) -> RoomWords:
        """What its fields are called."""
        return ROOM_WORDS[self.entity]


def _form(entity: str, name: str, label: CommandLabel) -> CommandForm:
    kind = DECIDERS[entity].commands[name]
    nothing: frozenset[str] = frozenset()
    body = body_model(
        kind,
        label.title,
        entity,
        hidden=_HIDDEN.get((entity, name), nothing),
        optional=_OPTIONAL.get((entity, name), nothing),
    )
    return CommandForm(entity, name, kind, label, body)


ROOM_FORMS: dict[str, dict[str, CommandForm]] = {
    entity: {name: _form(entity, name, label) for name, label in words.commands.items()}
    for entity, words in ROOM_WORDS.items()
}
FORMS = ROOM_FORMS[ITEM]


def checked_body(form: CommandForm, data: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as JSON values, checked and completed with defaults.

    Raises:
        InvalidInputError: A field does not fit; names it.
    """
    try:
        return form.body.model_validate(dict(data)).model_dump(mode="json")
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        where = field_of(fault)
        raise InvalidInputError(
            "malformed_field", f"字段“{where}”有误：{reason_of(fault)}。", where
        ) from error
