"""Inbox and digests."""

from __future__ import annotations

from alembic import op

revision = "0001_inbox"
down_revision = "0001_facts"
branch_labels = None
depends_on = None

_STATEMENTS = (
    # Rows change twice in their life: when a digest takes them and when they are read.
    """CREATE TABLE inbox_notice (
        notice text COLLATE "C" PRIMARY KEY,
        account text COLLATE "C" NOT NULL,
        about text COLLATE "C" NOT NULL,
        about_version bigint NOT NULL,
        kind text COLLATE "C" NOT NULL,
        level text COLLATE "C",
        is_urgent boolean NOT NULL,
        unit text COLLATE "C" NOT NULL,
        due_on date,
        vacant text[] NOT NULL,
        posted_at timestamptz NOT NULL,
        slot text COLLATE "C" NOT NULL,
        send_at timestamptz NOT NULL,
        digest text COLLATE "C",
        read_at timestamptz
    ) WITH (fillfactor = 80)""",
    "CREATE INDEX inbox_notice_page_idx ON inbox_notice (account, posted_at DESC, notice)",
    "CREATE INDEX inbox_notice_about_idx ON inbox_notice (about, about_version)",
    # Both partial indexes stay small however long the history grows.
    """CREATE INDEX inbox_notice_unread_idx ON inbox_notice (account, posted_at DESC, notice)
        WHERE read_at IS NULL""",
    """CREATE INDEX inbox_notice_waiting_idx ON inbox_notice (account, send_at)
        WHERE digest IS NULL AND read_at IS NULL""",
    """CREATE TABLE digest (
        stream text COLLATE "C" PRIMARY KEY,
        account text COLLATE "C" NOT NULL,
        slot text COLLATE "C" NOT NULL,
        begun_at timestamptz NOT NULL,
        notices integer
    )""",
    "CREATE INDEX digest_account_idx ON digest (account)",
    """CREATE TABLE digest_channel (
        stream text COLLATE "C",
        channel text COLLATE "C",
        outcome text COLLATE "C" NOT NULL,
        attempts integer NOT NULL,
        code text COLLATE "C" NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (stream, channel)
    )""",
    """CREATE INDEX digest_channel_pending_idx ON digest_channel (stream)
        WHERE outcome = 'pending'""",
)

_GRANTS = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON inbox_notice, digest, digest_channel TO fupan_app"
)


def upgrade() -> None:
    """Create the tables; the application's role may do everything with these rows."""
    for statement in (*_STATEMENTS, _GRANTS):
        op.execute(statement)
