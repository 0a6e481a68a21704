"""Which commands people may give over the API or the command line, and what they fill in.

The list is the domain's own: a command appears here by getting a label there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from models.facts import Command
from models.rectification.commands import COMMANDS
from models.rectification.labels import COMMAND_LABELS, CommandLabel
from web.schemas.generated import body_model

ISSUE = "issue"
ATTACH_EVIDENCE = "attach_evidence"

# The service knows these itself: from its settings, the register of units, the loop so far.
_HIDDEN: Mapping[str, frozenset[str]] = {
    ISSUE: frozenset({"committee", "parent", "rebound_no", "parent_unit"}),
    "transfer": frozenset({"parent_unit"}),
}
# These it can find out: the next number, the unit of an account.
_OPTIONAL: Mapping[str, frozenset[str]] = {
    ISSUE: frozenset({"number"}),
    "assign_verifier": frozenset({"unit"}),
}


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


FORMS: dict[str, CommandForm] = {
    name: _form(name, label) for name, label in COMMAND_LABELS.items()
}
