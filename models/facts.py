"""What the whole system is made of: commands come in, events go out, state is their fold.

Rules are pure functions of facts. Nothing here or in any room beside it reads a clock, a random
number, the environment or a database; whatever a rule needs to know arrives as an argument.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from models.errors import RuleRefusedError
from models.terms import Terms, TermsVersion

SYSTEM_ACCOUNT = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account with its posts, as they were when the command was accepted.

    Attributes:
        account: Opaque account id, never a person's name; `SYSTEM_ACCOUNT` for clocks.
        roles: Ids of the roles that the account holds (glossary §2.1), empty for an outsider.
        unit: Code of the unit that the account belongs to; empty for the system.
        units_in_charge: Codes of the units below `unit` (a general branch's branches).
        on_behalf_of: Account that delegated the act; None when the actor acts for itself.
        own_units: Codes of every unit that `account`, or the account it acts for, belongs to or
            holds a post in. `unit` is only where the act's authority comes from; rules that keep
            duties apart look at both.
        own_roles: Roles that the two of them hold anywhere, whatever the act's authority.
        own_branches: Codes of the units below the general branches among `own_units`.
    """

    account: str
    roles: tuple[str, ...] = ()
    unit: str = ""
    units_in_charge: tuple[str, ...] = ()
    on_behalf_of: str | None = None
    own_units: tuple[str, ...] = ()
    own_roles: tuple[str, ...] = ()
    own_branches: tuple[str, ...] = ()


SYSTEM = Actor(account=SYSTEM_ACCOUNT, roles=("system",))


class Command:
    """Base of every command. `name` is its wire name, chosen once: imperative, `submit_plan`."""

    name: ClassVar[str]
    __slots__ = ()


class Event:
    """Base of every event. `type` is its wire name, chosen once: `rectification.plan_submitted`.

    `schema_version` grows when a stored shape changes; an upcaster then reads the older one.
    """

    type: ClassVar[str]
    schema_version: ClassVar[int] = 1
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class AdoptTerms(Command):
    """Take over another version of policy or calendar; every entity understands it.

    Attributes:
        reason: Why, in the words of the one who decided that the change reaches open entities.
    """

    name: ClassVar[str] = "adopt_terms"
    reason: str = ""


C_contra = TypeVar("C_contra", bound=Command, contravariant=True)
C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Request(Generic[C]):
    """A command together with who asks and when.

    Attributes:
        id: The client's command id: the idempotency key of everything that follows.
        actor: Who asks.
        at: Instant of the decision, aware UTC (the workflow's time, never the client's).
        command: What is asked.
    """

    id: str
    actor: Actor
    at: datetime
    command: C


@dataclass(frozen=True, slots=True)
class Fact(Generic[E]):
    """An event as it stands in its stream.

    Attributes:
        version: Place in the stream, from 1, without holes.
        at: When it occurred, aware UTC; imported history keeps its own dates.
        actor: Who caused it.
        step: Command id or clock key that caused it.
        event: What happened.
    """

    version: int
    at: datetime
    actor: Actor
    step: str
    event: E


@dataclass(frozen=True, slots=True)
class Clock(Generic[C]):
    """A promise to act at an instant, unless something happens before.

    Attributes:
        key: Unique in the stream for ever, for example `item:1:yellow`; the event ids of what
            the clock causes derive from it, so the same clock can never fire twice.
        fires_at: Aware UTC instant, jitter included.
        command: What the system asks when the clock fires.
    """

    key: str
    fires_at: datetime
    command: C


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone to be told: a role in a unit, or one account when that is known.

    Attributes:
        role: Role id, for example `branch_secretary`.
        unit: Code of the unit whose holder of the role is meant; empty for the committee's own.
        account: A particular account, which then overrides role and unit.
    """

    role: str
    unit: str = ""
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Notify:
    """Effect: tell recipients of a fact.

    Attributes:
        recipients: Who; each account is told once even if several entries mean it.
        kind: Notice kind, for example `escalation.yellow`; chooses text and urgency.
        urgent: True skips the daily digest (never the quiet hours).
    """

    recipients: tuple[Recipient, ...]
    kind: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """Effect: bring another entity to life; its stream id is derived, so twice is once.

    Attributes:
        entity: Kind of the entity, which names its workflow.
        stream: Its stream id, which is also its workflow id.
        command: Wire name of its first command.
        data: The first command's fields as JSON values.
        correlation: Loop id of the other entity; empty hands on the own one.
        gather: Name of what has to be looked up in the facts to complete `data` before the
            command is sent (`store/gathering`); empty when `data` is complete. What was found
            becomes part of the command, and so of the fact.
    """

    entity: str
    stream: str
    command: str
    data: Mapping[str, Any] = field(default_factory=dict)
    correlation: str = ""
    gather: str = ""


@dataclass(frozen=True, slots=True)
class Tell:
    """Effect: send a command to an entity that lives already, itself included.

    Fields as in `Open`.
    """

    entity: str
    stream: str
    command: str
    data: Mapping[str, Any] = field(default_factory=dict)
    correlation: str = ""
    gather: str = ""


Effect = Notify | Open | Tell


class Decider(Protocol[S, C, E]):
    """The rules of one entity, without time, storage or network.

    Laws, each held by property tests: `decide` never changes state; `evolve` accepts every event
    that `decide` returns; a clock disappears from `clocks` once its command has been decided.
    """

    @property
    def entity(self) -> str:
        """Name of the entity, second part of its stream ids: `rectification`."""

    @property
    def commands(self) -> Mapping[str, type[C]]:
        """Every command class by wire name."""

    @property
    def events(self) -> Mapping[str, type[E]]:
        """Every event class by wire name."""

    @property
    def state_type(self) -> type[S]:
        """The dataclass of the state, for carrying it through continue-as-new."""

    def initial(self) -> S:
        """State of a stream without facts."""

    def decide(self, state: S, request: Request[C], terms: Terms) -> Sequence[E]:
        """What happens if the command is allowed.

        Raises:
            RuleRefusedError: A rule forbids it.
            InvalidInputError: The command's own fields make no sense.
        """

    def evolve(self, state: S, fact: Fact[E]) -> S:
        """State after a fact."""

    def refusal(self, request: Request[C], error: RuleRefusedError) -> E:
        """The event that records a refused attempt for the auditor; changes nothing else."""

    def react(self, state: S, fact: Fact[E]) -> Sequence[Effect]:
        """What the world has to be told or asked because of a fact; `state` is after the fact."""

    def clocks(self, state: S, terms: Terms) -> Sequence[Clock[C]]:
        """Every promise that is open now, in no particular order."""

    def is_finished(self, state: S) -> bool:
        """True when no clock can fire and no command can succeed any more."""

    def terms_version(self, state: S) -> TermsVersion:
        """Version of policy and calendar that the stream lives under."""
