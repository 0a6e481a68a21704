"""Turns away what cannot be read or cannot begin, before anything is sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from models.errors import FupanError, InvalidInputError, NotFoundError
from models.facts import Decider, Request
from wire.codec import from_json
from wire.messages import CommandMessage, EntityInput


def check_shape(decider: Decider[Any, Any, Any], message: CommandMessage) -> None:
    """Name a faulty field before anything is sent."""
    kind = decider.commands.get(message.name)
    if kind is None:
        raise InvalidInputError("unknown_command", f"没有名为“{message.name}”的操作。", "name")
    from_json(kind, message.data)


def check_opening(
    decider: Decider[Any, Any, Any], message: CommandMessage, start: EntityInput
) -> None:
    """A command that needs an existing entity must not leave an empty one behind."""
    command = from_json(decider.commands[message.name], message.data)
    at = datetime.now(UTC) + timedelta(seconds=start.clock_offset_seconds)
    request = Request(message.id, message.actor, at, command)
    try:
        decider.decide(decider.initial(), request, start.terms)
    except (NotFoundError, InvalidInputError):
        raise
    except FupanError:
        return  # the entity itself refuses, and records the attempt
