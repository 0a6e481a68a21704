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
from models.rectification.commands import COMMANDS
from models.rectification.labels import COMMAND_LABELS, CommandLabel
from web.schemas.generated import body_model
from wire.faults import field_of, reason_of

ISSUE = "issue"
ATTACH_EVIDENCE = "attach_evidence"

# The service knows these itself: from its settings, the registers of units and accounts, the loop
# so far. Separation of duties rests on them, so nobody may say otherwise.
_HIDDEN: Mapping[str, frozenset[str]] = {
    ISSUE: frozenset(
        {
            *("committee", "parent", "rebound_no", "doers", "parent_unit", "secretary_role"),
            *("owner_belonging", "verifier_unit", "verifier_belonging"),
        }
    ),
    "assign_owner": frozenset({"owner_belonging"}),
    "assign_verifier": frozenset({"unit", "verifier_belonging"}),
    "transfer": frozenset({"parent_unit", "secretary_role"}),
    "accept_transfer": frozenset({"owner_belonging"}),
}
# This it can find out: the next number.
_OPTIONAL: Mapping[str, frozenset[str]] = {ISSUE: frozenset({"number"})}


@dataclass(frozen=True, slots=True)
class CommandForm:
    """One command as people meet it.

    Attributes:
        name: Wire name.
        kind: The domain's class.
        label: Name and description in Chinese.
        body: What a client sends.
    """

    name: str
    kind: type[Command]
    label: CommandLabel
    body: type[BaseModel]


def _form(name: str, label: CommandLabel) -> CommandForm:
    kind = COMMANDS[name]
    body = body_model(
        kind,
        label.title,
        hidden=_HIDDEN.get(name, frozenset()),
        optional=_OPTIONAL.get(name, frozenset()),
    )
    return CommandForm(name, kind, label, body)


FORMS: dict[str, CommandForm] = {name: _form(name, label) for name, label in COMMAND_LABELS.items()}


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
