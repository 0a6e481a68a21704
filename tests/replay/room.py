"""What it takes to record the ways through one room."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from models.facts import Decider
from tests.workflows.memory import MemoryWorld
from workflows.entity import Entity


class Driven(Protocol):
    """Anything whose workflow can be found."""

    @property
    def handle(self) -> WorkflowHandle[Any, Any]: ...


D = TypeVar("D", bound=Driven)


@dataclass(frozen=True, slots=True)
class Room(Generic[D]):
    """Its workflow, its rules, and the paths that lead through it.

    Attributes:
        begin: Makes an entity, not yet opened, on a server and a task queue.
        paths: Each opens the entity and drives it to where its history is worth keeping.
    """

    workflow: type[Entity]
    decider: Decider[Any, Any, Any]
    begin: Callable[[WorkflowEnvironment, str, MemoryWorld], D]
    paths: Sequence[Callable[[D], Awaitable[None]]]

    def named(self) -> dict[str, Callable[[D], Awaitable[None]]]:
        """Paths by the names under which they are on record: room and path."""
        return {f"{self.decider.entity}.{path.__name__}": path for path in self.paths}
