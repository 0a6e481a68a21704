"""The entities of the year, one row each with the fold of its facts."""

from __future__ import annotations

from alembic import op

revision = "0004_year"
down_revision = "0001_facts"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """CREATE TABLE year_entry (
        stream text COLLATE "C" PRIMARY KEY,
        entity text COLLATE "C" NOT NULL,
        number text COLLATE "C" NOT NULL,
        title text NOT NULL,
        state text COLLATE "C" NOT NULL,
        state_label text NOT NULL,
        year integer NOT NULL,
        period text COLLATE "C" NOT NULL,
        unit text COLLATE "C" NOT NULL,
        parent_unit text COLLATE "C" NOT NULL,
        due_on date,
        level text COLLATE "C" NOT NULL,
        is_finished boolean NOT NULL,
        policy_version integer NOT NULL,
        calendar_version integer NOT NULL,
        version bigint NOT NULL,
        changed_at timestamptz NOT NULL,
        folded text NOT NULL
    ) WITH (fillfactor = 80)""",
    "CREATE INDEX year_entry_number_idx ON year_entry (entity, year, number)",
    "CREATE INDEX year_entry_unit_idx ON year_entry (unit, entity, number)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON year_entry TO fupan_app",
)


def upgrade() -> None:
    """Create the table with the indexes that its pages use."""
    for statement in _STATEMENTS:
        op.execute(statement)
