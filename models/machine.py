"""State machines as data: which command leads from where to where, and who may give it.

A room's rules ask its table, and its diagram in `docs/states` is drawn from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from models.account.roles import ROLE_LABELS
from models.errors import NotFoundError, RuleRefusedError
from models.facts import Actor


@dataclass(frozen=True, slots=True)
class Transition:
    """What one command may do.

    Attributes:
        command: Its wire name.
        sources: States in which it may be given.
        targets: States it may lead to; empty when it leaves the state alone.
        who: Role ids, and the parts that are bound to the entity.
        note: Guard in a few Chinese characters, for the diagram.
    """

    command: str
    sources: tuple[StrEnum, ...]
    targets: tuple[StrEnum, ...]
    who: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """One room's whole table with its words.

    Attributes:
        entity: Name of the entity.
        title: What it is called in Chinese, for example `回头看`.
        states: Chinese name by state, in order; the first means that nothing exists yet.
        final: States after which nothing can happen any more.
        transitions: Every command's transition.
        commands: Chinese name by command.
        parts: Chinese name by part that somebody plays towards one entity, beside the roles.
    """

    entity: str
    title: str
    states: Mapping[Any, str]  # a mapping is invariant in its keys, and each room has its own
    final: tuple[StrEnum, ...]
    transitions: tuple[Transition, ...]
    commands: Mapping[str, str]
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def nothing(self) -> StrEnum:
        """The state of a stream without facts."""
        first: StrEnum = next(iter(self.states))
        return first

    def transition(self, command: str) -> Transition:
        """What a command may do."""
        return next(each for each in self.transitions if each.command == command)

    def label_of(self, who: str) -> str:
        """Chinese name of a role or part."""
        return self.parts.get(who) or {str(role): name for role, name in ROLE_LABELS.items()}[who]

    def labels_of(self, who: tuple[str, ...]) -> str:
        """Chinese names of several, as in a sentence."""
        return "、".join(dict.fromkeys(self.label_of(each) for each in who))

    def check_state(self, command: str, state: StrEnum) -> None:
        """Refuse a command that the state does not allow.

        Raises:
            NotFoundError: There is no such entity.
            RuleRefusedError: It is in another state, or it exists already.
        """
        sources = self.transition(command).sources
        if state in sources:
            return
        if state == self.nothing:
            raise NotFoundError(f"{self.entity}_unknown", f"没有这项{self.title}，请核对编号。")
        label = self.commands[command]
        if sources == (self.nothing,):
            raise RuleRefusedError("number_used", f"该{self.title}已存在，不能再次“{label}”。")
        if state in self.final:
            raise RuleRefusedError(
                f"{self.entity}_ended",
                f"该{self.title}{self.states[state]}，不能再办理“{label}”。",
            )
        allowed = "、".join(self.states[each] for each in sources)
        raise RuleRefusedError(
            "wrong_state",
            f"该{self.title}目前为“{self.states[state]}”，不能办理“{label}”；"
            f"仅在“{allowed}”时可以办理。",
        )

    def check_role(self, command: str, actor: Actor) -> None:
        """Refuse an actor who holds none of a command's roles; parts are for the room to check.

        Raises:
            RuleRefusedError: None of the roles is among the actor's.
        """
        who = self.transition(command).who
        if not set(who) & set(actor.roles):
            raise self.not_entitled(command)

    def not_entitled(self, command: str) -> RuleRefusedError:
        """The refusal of somebody who may not give a command."""
        who = self.labels_of(self.transition(command).who)
        return RuleRefusedError(
            "not_entitled", f"“{self.commands[command]}”须由{who}办理，您不能办理。"
        )
