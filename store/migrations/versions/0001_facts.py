"""Facts, their global order, and what entities promise."""

from __future__ import annotations

from alembic import op

revision = "0001_facts"
down_revision = None
branch_labels = None
depends_on = None

_STATEMENTS = (
    # Room in the page for the next version of the row: the head of a stream changes often.
    """CREATE TABLE stream (
        stream_pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        stream_id text COLLATE "C" NOT NULL UNIQUE,
        version bigint NOT NULL,
        head_hash bytea NOT NULL
    ) WITH (fillfactor = 50)""",
    # Holes in the sequence are fine: it is never shown, only its order counts.
    "CREATE SEQUENCE event_seq CACHE 1",
    """CREATE TABLE event (
        event_seq bigint NOT NULL DEFAULT nextval('event_seq') UNIQUE,
        stream_pk bigint NOT NULL REFERENCES stream,
        version bigint NOT NULL CHECK (version > 0),
        event_id uuid NOT NULL UNIQUE,
        type text COLLATE "C" NOT NULL,
        schema_version integer NOT NULL,
        body_hash bytea NOT NULL,
        envelope bytea NOT NULL CHECK (octet_length(envelope) <= 65535),
        event_hash bytea NOT NULL
            GENERATED ALWAYS AS (sha256('\\x00'::bytea || envelope)) STORED,
        payload bytea NOT NULL,
        inserted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (stream_pk, version)
    )""",
    # Rows live for milliseconds; without eager vacuum the dead ones make every poll slower.
    """CREATE TABLE pending (
        event_seq bigint PRIMARY KEY,
        event_hash bytea NOT NULL
    ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
            autovacuum_vacuum_cost_delay = 0)""",
    """CREATE TABLE leaf (
        leaf_index bigint PRIMARY KEY,
        event_seq bigint NOT NULL UNIQUE,
        leaf_hash bytea NOT NULL
    )""",
    """CREATE TABLE tree_node (
        level smallint,
        idx bigint,
        hash bytea NOT NULL,
        PRIMARY KEY (level, idx)
    )""",
    """CREATE TABLE log_state (
        id integer PRIMARY KEY CHECK (id = 1),
        incarnation uuid NOT NULL,
        size bigint NOT NULL,
        frontier bytea[] NOT NULL
    )""",
    "INSERT INTO log_state VALUES (1, gen_random_uuid(), 0, '{}')",
    """CREATE TABLE entity_timer (
        stream text COLLATE "C" PRIMARY KEY,
        next_clock_at timestamptz NOT NULL
    ) WITH (fillfactor = 70)""",
    "CREATE INDEX entity_timer_next_clock_at_idx ON entity_timer (next_clock_at)",
    """CREATE TABLE entity_start (
        stream text COLLATE "C" PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY UNIQUE
    )""",
    # A fence against accidents, the owner's included; tampering is found by the chain instead.
    """CREATE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'P0001';
    END $$""",
    *(
        f"""CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"""
        for table in ("event", "leaf", "tree_node")
    ),
)

_GRANTS = (
    """GRANT SELECT ON stream, event, pending, leaf, tree_node, log_state, entity_timer,
        entity_start TO fupan_app""",
    "GRANT INSERT ON event, pending TO fupan_app",
    "GRANT INSERT, UPDATE ON stream TO fupan_app",
    "GRANT INSERT, UPDATE, DELETE ON entity_timer, entity_start TO fupan_app",
    "GRANT USAGE ON SEQUENCE event_seq TO fupan_app",
    "GRANT SELECT, DELETE ON pending TO fupan_sequencer",
    "GRANT SELECT, INSERT ON leaf, tree_node TO fupan_sequencer",
    "GRANT SELECT, UPDATE ON log_state TO fupan_sequencer",
)


def upgrade() -> None:
    """Create the tables and let each role do what it has to, and nothing else."""
    for statement in (*_STATEMENTS, *_GRANTS):
        op.execute(statement)
