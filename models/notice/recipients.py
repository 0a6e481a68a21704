"""From posts to accounts. A post that nobody holds is never passed over in silence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from models.account.roles import ROLE_LABELS, Role
from models.facts import Recipient


@dataclass(frozen=True, slots=True)
class Post:
    """A role in a unit; `unit` is a unit's code, empty for the committee's own."""

    role: str
    unit: str = ""

    @property
    def label(self) -> str:
        """Its name in Chinese, with the unit's code."""
        name = ROLE_LABELS[Role(self.role)] if self.role in set(Role) else self.role
        return f"{name}（{self.unit}）" if self.unit else name


# Told when a post is vacant: who can fill it, and who watches over the accounts.
OVERSEERS = (Post(Role.ORG_HEAD), Post(Role.SEC_ADMIN), Post(Role.SYS_ADMIN))


@dataclass(frozen=True, slots=True)
class Roster:
    """Who holds which post on one day, as far as one notice needs it.

    Attributes:
        holders: Accounts by post, those alone that can sign in.
        active: Accounts named in person that can still sign in.
        inapplicable: Posts that cannot exist, such as the general branch's secretary of a branch
            directly under the committee; they are neither told nor orphans.
    """

    holders: Mapping[Post, tuple[str, ...]]
    active: frozenset[str] = field(default_factory=frozenset)
    inapplicable: frozenset[Post] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is told.

    Attributes:
        accounts: Those meant, each once, in the order of the recipients.
        orphans: Posts without a holder, each once.
        overseers: Who is told of the orphans; may overlap `accounts`.
    """

    accounts: tuple[str, ...]
    orphans: tuple[Post, ...] = ()
    overseers: tuple[str, ...] = ()


def posts_asked(recipients: Iterable[Recipient]) -> tuple[Post, ...]:
    """Every post that a roster has to know for these recipients."""
    asked = (Post(recipient.role, recipient.unit) for recipient in recipients)
    return tuple(dict.fromkeys((*asked, *OVERSEERS)))


def resolve(recipients: Iterable[Recipient], roster: Roster) -> Resolution:
    """Accounts to tell, and posts that nobody holds.

    Someone named in person who can no longer sign in is replaced by the holders of the post: a
    deleted account must not stop a reminder (peers.md §5.4).
    """
    accounts: dict[str, None] = {}
    orphans: dict[Post, None] = {}
    for recipient in recipients:
        post = Post(recipient.role, recipient.unit)
        found = _meant(recipient, post, roster)
        accounts.update(dict.fromkeys(found))
        if not found and post not in roster.inapplicable:
            orphans[post] = None
    return Resolution(tuple(accounts), tuple(orphans), _overseers(roster) if orphans else ())


def _meant(recipient: Recipient, post: Post, roster: Roster) -> tuple[str, ...]:
    if recipient.account is not None and recipient.account in roster.active:
        return (recipient.account,)
    return tuple(roster.holders.get(post, ()))


def _overseers(roster: Roster) -> tuple[str, ...]:
    found = (account for post in OVERSEERS for account in roster.holders.get(post, ()))
    return tuple(dict.fromkeys(found))
