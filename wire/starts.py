"""Messages by which one entity brings others to life or hands them something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
        gather: Name of what has to be looked up to complete `data`; empty when it is complete.
        occurred_at: When the causing fact occurred, aware UTC; what is looked up is as of then.
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
    gather: str = ""
    occurred_at: datetime | None = None


@dataclass(frozen=True)
class RolloutProgress:
    """What became of one page.

    Attributes:
        done: Entities of the page that are not behind any more.
        after: Where the next page starts; None when no entity is left.
        failed: Streams of entities that still are.
    """

    done: int
    after: str | None
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class RolloutOutcome:
    """What became of a whole rollout so far.

    Attributes:
        adopted: Entities that adopted the terms.
        failed_count: Entities that could not; the worker lets a later rollout try them again.
        failed: Streams of the first of them.
    """

    adopted: int = 0
    failed_count: int = 0
    failed: tuple[str, ...] = ()

    def after(self, page: RolloutProgress, most_named: int = 100) -> RolloutOutcome:
        """The outcome with one page more. Named are only some, for messages have a size."""
        return RolloutOutcome(
            self.adopted + page.done,
            self.failed_count + len(page.failed),
            (self.failed + page.failed)[:most_named],
        )


@dataclass(frozen=True)
class RolloutPage:
    """One page of the open entities that one decision reaches.

    Attributes:
        terms: Versions that they shall live under at least; version 0 of policy or calendar
            leaves that one as it is.
        reason: Why, recorded in every entity.
        actor: The system, on behalf of the one who decided it.
        after: Stream id after which the page starts; empty for the first.
        before: What became of the pages before this one.
    """

    terms: TermsVersion
    reason: str
    actor: Actor
    after: str = ""
    before: RolloutOutcome = field(default_factory=RolloutOutcome)
