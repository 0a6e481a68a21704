"""Messages by which one entity brings others to life or hands them something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.facts import Actor
from models.terms import TermsVersion


@dataclass(frozen=True)
class CommandOrder:
    """A command that one entity's fact causes in another.

    Attributes:
        entity: Kind of the other entity.
        stream: Its stream id.
        command_id: Derived from the causing fact, so that twice is once.
        command: Wire name.
        data: Fields of the command as JSON values.
        actor: Who caused the fact.
        correlation: Loop id, handed on.
        opens: True when the entity may not exist yet.
        clock_offset_seconds: Simulations hand their clock on.
    """

    entity: str
    stream: str
    command_id: str
    command: str
    data: Mapping[str, Any]
    actor: Actor
    correlation: str
    opens: bool
    clock_offset_seconds: int = 0


@dataclass(frozen=True)
class RolloutPage:
    """One page of the open entities that shall live under new terms.

    Attributes:
        terms: Versions to adopt.
        reason: Why, recorded in every entity.
        actor: Who decided it.
        after: Stream id after which the page starts; empty for the first.
    """

    terms: TermsVersion
    reason: str
    actor: Actor
    after: str = ""


@dataclass(frozen=True)
class RolloutProgress:
    """How far a rollout has come.

    Attributes:
        done: Entities that adopted the terms in this page.
        after: Where the next page starts; None when no entity is left.
    """

    done: int
    after: str | None
