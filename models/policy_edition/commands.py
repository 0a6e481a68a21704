"""Commands on the policy of one committee."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.facts import Command
from models.policy import Policy
from models.policy_edition.events import Reach


class PolicyCommand(Command):
    """Base of the policy's commands."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Establish(PolicyCommand):
    """Make the first version out of the built-in defaults; does nothing when there is one."""

    name: ClassVar[str] = "establish"
    policy: Policy


@dataclass(frozen=True, slots=True)
class Propose(PolicyCommand):
    """Write a whole version down. Its number is given by the stream, not by the proposer."""

    name: ClassVar[str] = "propose"
    policy: Policy
    reason: str


@dataclass(frozen=True, slots=True)
class Adopt(PolicyCommand):
    """Let the proposed version hold. `reach` has no default: it must be said."""

    name: ClassVar[str] = "adopt"
    version: int
    reach: Reach
    reason: str


@dataclass(frozen=True, slots=True)
class Withdraw(PolicyCommand):
    """Drop the proposed version."""

    name: ClassVar[str] = "withdraw"
    version: int
    reason: str


COMMANDS: dict[str, type[PolicyCommand]] = {
    kind.name: kind for kind in (Establish, Propose, Adopt, Withdraw)
}
