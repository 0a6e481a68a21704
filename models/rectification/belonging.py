"""Where a person belongs whom a command names: a fact from the roster, never from a client."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Belonging:
    """What the roster says of a named account on the day of the command.

    Whoever takes commands from people fills it in (`web/filling_in.py`). It is empty in commands
    that were recorded before it existed and in those of the system, whose people were looked up
    when the item was issued or taken over.

    Attributes:
        units: Codes of every unit that the account belongs to or holds a post in.
        roles: Roles that it holds anywhere.
        branches: Codes of the units below the general branches among `units`.
    """

    units: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
