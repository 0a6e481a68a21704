"""What stands around commands: keys against doubling, numbers drawn, names of evidence files.

None of this is a fact: keys are pruned, numbers are only reserved, and names may hold personal
data, so they can be erased while the file's hash stays in the facts.
"""

from __future__ import annotations

from alembic import op

revision = "0001_command_edge"
down_revision = "0001_facts"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """CREATE TABLE command_key (
        command_id uuid PRIMARY KEY,
        request_hash bytea NOT NULL,
        number text COLLATE "C",
        received_at timestamptz NOT NULL DEFAULT now()
    )""",
    "CREATE INDEX command_key_received_at_idx ON command_key (received_at)",
    """CREATE TABLE item_number (
        year integer PRIMARY KEY,
        last integer NOT NULL
    )""",
    """CREATE TABLE evidence_file (
        stream text COLLATE "C",
        sha256 text COLLATE "C",
        file_name text NOT NULL,
        content_type text COLLATE "C" NOT NULL,
        size_bytes bigint NOT NULL,
        account text COLLATE "C" NOT NULL,
        uploaded_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (stream, sha256)
    )""",
    "CREATE INDEX evidence_file_sha256_idx ON evidence_file (sha256)",
    "GRANT SELECT, INSERT, DELETE ON command_key TO fupan_app",
    "GRANT UPDATE (number) ON command_key TO fupan_app",
    "GRANT SELECT, INSERT, UPDATE ON item_number TO fupan_app",
    "GRANT SELECT, INSERT, DELETE ON evidence_file TO fupan_app",
)


def upgrade() -> None:
    """Create the three tables."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for table in ("evidence_file", "item_number", "command_key"):
        op.drop_table(table)
