"""Tables of notices, digests and what was read. The migrations are the authority."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from store.tables import metadata

_C_TEXT = sa.Text(collation="C")
_INSTANT = sa.DateTime(timezone=True)

# Read model of `notice`, `digest` and `inbox`: one row per notice and account.
inbox_notice = sa.Table(
    "inbox_notice",
    metadata,
    sa.Column("notice", _C_TEXT, primary_key=True),
    sa.Column("account", _C_TEXT, nullable=False),
    sa.Column("about", _C_TEXT, nullable=False),
    sa.Column("about_version", sa.BigInteger, nullable=False),
    sa.Column("kind", _C_TEXT, nullable=False),
    sa.Column("level", _C_TEXT),  # NULL: the kind has none
    sa.Column("is_urgent", sa.Boolean, nullable=False),
    sa.Column("unit", _C_TEXT, nullable=False),  # empty: unknown
    sa.Column("due_on", sa.Date),
    sa.Column("vacant", pg.ARRAY(sa.Text), nullable=False),  # posts in Chinese, for overseers
    sa.Column("posted_at", _INSTANT, nullable=False),
    sa.Column("slot", _C_TEXT, nullable=False),
    sa.Column("send_at", _INSTANT, nullable=False),
    sa.Column("digest", _C_TEXT),  # stream of the digest that carries it; NULL: none yet
    sa.Column("read_at", _INSTANT),
    sa.Index("inbox_notice_page_idx", "account", sa.text("posted_at DESC"), "notice"),
    sa.Index("inbox_notice_about_idx", "about", "about_version"),
    sa.Index(
        "inbox_notice_unread_idx",
        "account",
        sa.text("posted_at DESC"),
        "notice",
        postgresql_where=sa.text("read_at IS NULL"),
    ),
    sa.Index(
        "inbox_notice_waiting_idx",
        "account",
        "send_at",
        postgresql_where=sa.text("digest IS NULL AND read_at IS NULL"),
    ),
)

# Read model of `digest`: one row per digest, and one per channel that it goes by.
digest = sa.Table(
    "digest",
    metadata,
    sa.Column("stream", _C_TEXT, primary_key=True),
    sa.Column("account", _C_TEXT, nullable=False, index=True),
    sa.Column("slot", _C_TEXT, nullable=False),
    sa.Column("begun_at", _INSTANT, nullable=False),
    sa.Column("notices", sa.Integer),  # how many; NULL: not composed yet
)

digest_channel = sa.Table(
    "digest_channel",
    metadata,
    sa.Column("stream", _C_TEXT, primary_key=True),
    sa.Column("channel", _C_TEXT, primary_key=True),
    sa.Column("outcome", _C_TEXT, nullable=False),  # pending, sent, skipped, given_up
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("code", _C_TEXT, nullable=False),  # of the last failure; empty: none
    sa.Column("changed_at", _INSTANT, nullable=False),
    sa.Index(
        "digest_channel_pending_idx", "stream", postgresql_where=sa.text("outcome = 'pending'")
    ),
)
