"""Tables of the facts, of their global order, and of what entities promise.

The migrations are the authority; a test holds this module equal to them.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

metadata = sa.MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_name)s_key",
        "ix": "%(table_name)s_%(column_0_name)s_idx",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)

_C_TEXT = sa.Text(collation="C")

# Head of every stream: a cache that the facts can always rebuild, and the row that writers of one
# stream queue up on.
stream = sa.Table(
    "stream",
    metadata,
    sa.Column("stream_pk", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("stream_id", _C_TEXT, nullable=False, unique=True),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("head_hash", sa.LargeBinary, nullable=False),
)

# Facts. INSERT only, by grants and by triggers.
event = sa.Table(
    "event",
    metadata,
    sa.Column("event_seq", sa.BigInteger, nullable=False, unique=True),
    sa.Column("stream_pk", sa.ForeignKey("stream.stream_pk"), primary_key=True),
    sa.Column("version", sa.BigInteger, primary_key=True),
    sa.Column("event_id", pg.UUID, nullable=False, unique=True),
    sa.Column("type", _C_TEXT, nullable=False),
    sa.Column("schema_version", sa.Integer, nullable=False),
    # SHA-256 over type, schema and data, without version and time: a resend compares equal.
    sa.Column("body_hash", sa.LargeBinary, nullable=False),
    # The exact bytes that are hashed; never parsed and written again.
    sa.Column("envelope", sa.LargeBinary, nullable=False),
    # RFC 6962 leaf hash, and at once the link of the stream's chain.
    sa.Column("event_hash", sa.LargeBinary, nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("inserted_at", sa.DateTime(timezone=True), nullable=False),
)

# Facts that have no place in the global order yet.
pending = sa.Table(
    "pending",
    metadata,
    sa.Column("event_seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("event_hash", sa.LargeBinary, nullable=False),
)

# The global order: dense from 0.
leaf = sa.Table(
    "leaf",
    metadata,
    sa.Column("leaf_index", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("event_seq", sa.BigInteger, nullable=False, unique=True),
    sa.Column("leaf_hash", sa.LargeBinary, nullable=False),
)

# Roots of completed subtrees 256 wide: level 0 covers 256 leaves, level 1 covers 256 of those.
tree_node = sa.Table(
    "tree_node",
    metadata,
    sa.Column("level", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("idx", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
)

# One row: how far the order has come. The incarnation changes when a backup is restored.
log_state = sa.Table(
    "log_state",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("incarnation", pg.UUID, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("frontier", pg.ARRAY(sa.LargeBinary), nullable=False),
)

# The next promise of each entity that has one, written with the facts that made it.
entity_timer = sa.Table(
    "entity_timer",
    metadata,
    sa.Column("stream", _C_TEXT, primary_key=True),
    sa.Column("next_clock_at", sa.DateTime(timezone=True), nullable=False, index=True),
)

# Streams whose facts were written first and whose workflow has still to be started, oldest first.
entity_start = sa.Table(
    "entity_start",
    metadata,
    sa.Column("stream", _C_TEXT, primary_key=True),
    sa.Column("position", sa.BigInteger, sa.Identity(always=True), nullable=False, unique=True),
    # What could not be started waits until then, so that it is in nobody's way.
    sa.Column("failures", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column(
        "not_before_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
    ),
)
