"""Tables of units, accounts and sign-in. The migrations are the authority."""

from __future__ import annotations

import sqlalchemy as sa

from store.tables import metadata

_C_TEXT = sa.Text(collation="C")
_INSTANT = sa.DateTime(timezone=True)

# Read model of `org_unit`: one row per unit and span of days [valid_from, valid_to).
org_unit_span = sa.Table(
    "org_unit_span",
    metadata,
    sa.Column("code", _C_TEXT, primary_key=True),
    sa.Column("valid_from", sa.Date, primary_key=True),
    sa.Column("valid_to", sa.Date),  # exclusive; NULL: still so
    sa.Column("name", sa.Text, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("parent", _C_TEXT, nullable=False, index=True),  # empty for the committee
    sa.Column("tier", sa.Text),
    sa.Column("leader_post", sa.Text, nullable=False),
    sa.Column("location", sa.Text, nullable=False),
    sa.Column("members_count", sa.Integer),
    sa.Column("merged_into", _C_TEXT),  # on the last span of a unit that was merged
)

# Read models of `account`.
account = sa.Table(
    "account",
    metadata,
    sa.Column("account", _C_TEXT, primary_key=True),
    sa.Column("unit", _C_TEXT, nullable=False),
    sa.Column("opened_at", _INSTANT, nullable=False),
    sa.Column("closed_at", _INSTANT),
    sa.Column("is_locked", sa.Boolean, nullable=False),
    sa.Column("locked_until_at", _INSTANT),  # NULL: until unlocked
    sa.Column("must_change_password", sa.Boolean, nullable=False),
)

account_post = sa.Table(
    "account_post",
    metadata,
    sa.Column("account", _C_TEXT, primary_key=True),
    sa.Column("role", _C_TEXT, primary_key=True),
    sa.Column("unit", _C_TEXT, primary_key=True),
    sa.Column("from_on", sa.Date, primary_key=True),
    sa.Column("until_on", sa.Date),  # exclusive; NULL: until revoked
    sa.Index("account_post_role_unit_idx", "role", "unit"),
)

account_delegation = sa.Table(
    "account_delegation",
    metadata,
    sa.Column("account", _C_TEXT, primary_key=True),
    sa.Column("to_account", _C_TEXT, primary_key=True, index=True),
    sa.Column("from_on", sa.Date, primary_key=True),
    sa.Column("until_on", sa.Date, nullable=False),  # exclusive
)

# Ordinary tables, not derived from facts: personal data and secrets can be corrected and erased.
account_profile = sa.Table(
    "account_profile",
    metadata,
    sa.Column("account", _C_TEXT, primary_key=True),
    sa.Column("login", _C_TEXT, nullable=False, unique=True),
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False),  # empty: none
)

account_secret = sa.Table(
    "account_secret",
    metadata,
    sa.Column("account", _C_TEXT, primary_key=True),
    sa.Column("password_hash", sa.Text, nullable=False),
)

sign_in_failure = sa.Table(
    "sign_in_failure",
    metadata,
    sa.Column("login_digest", sa.LargeBinary, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("first_failed_at", _INSTANT, nullable=False),
    sa.Column("locked_until_at", _INSTANT),
)

session = sa.Table(
    "session",
    metadata,
    sa.Column("token_digest", sa.LargeBinary, primary_key=True),
    sa.Column("session", _C_TEXT, nullable=False, unique=True),
    sa.Column("account", _C_TEXT, nullable=False, index=True),
    sa.Column("opened_at", _INSTANT, nullable=False),
    sa.Column("used_at", _INSTANT, nullable=False),
)
