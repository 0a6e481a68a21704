"""The rectification ledger."""

from __future__ import annotations

from alembic import op

revision = "0003_ledger"
down_revision = "0001_facts"
branch_labels = None
depends_on = None

_OPEN = "state IN ('issued', 'accepted', 'plan_review', 'in_progress', 'pending_verify')"

_STATEMENTS = (
    # Room in the page: an item changes some thirty times in its life, mostly outside the indexes.
    """CREATE TABLE ledger_item (
        stream text COLLATE "C" PRIMARY KEY,
        number text COLLATE "C" NOT NULL,
        number_key text COLLATE "C" NOT NULL,
        state text COLLATE "C" NOT NULL,
        owner_unit text COLLATE "C" NOT NULL,
        parent_unit text COLLATE "C" NOT NULL,
        owner text COLLATE "C" NOT NULL,
        owner_post text NOT NULL,
        liaison_post text NOT NULL,
        verifier text COLLATE "C" NOT NULL,
        verifier_post text NOT NULL,
        verified_by text COLLATE "C" NOT NULL,
        countersigned_by text COLLATE "C" NOT NULL,
        problem text NOT NULL,
        goal text NOT NULL,
        measures text NOT NULL,
        category text COLLATE "C" NOT NULL,
        source text NOT NULL,
        party_plus text NOT NULL,
        work_axis text NOT NULL,
        cause_kind text NOT NULL,
        cause text NOT NULL,
        severity integer NOT NULL,
        remark text NOT NULL,
        found_on date NOT NULL,
        issued_on date NOT NULL,
        due_on date,
        extended_due_on date,
        deadline_version integer NOT NULL,
        provisional boolean NOT NULL,
        extension_count integer NOT NULL,
        extension_pending boolean NOT NULL,
        transfer_pending boolean NOT NULL,
        level text COLLATE "C",
        points integer NOT NULL,
        progress text NOT NULL,
        evidence_count integer NOT NULL,
        reject_no integer NOT NULL,
        clean_quarters integer NOT NULL,
        rebound_no integer NOT NULL,
        parent text COLLATE "C" NOT NULL,
        child text COLLATE "C" NOT NULL,
        opinion text NOT NULL,
        closed_on date,
        is_on_time boolean,
        imported boolean NOT NULL,
        policy_version integer NOT NULL,
        calendar_version integer NOT NULL,
        version bigint NOT NULL,
        changed_at timestamptz NOT NULL,
        searched text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(
            number || E'\\n' || problem || E'\\n' || goal || E'\\n' || measures || E'\\n'
            || progress || E'\\n' || owner_post || E'\\n' || opinion || E'\\n' || remark)) STORED,
        effective_due_on date GENERATED ALWAYS AS (coalesce(extended_due_on, due_on)) STORED,
        due_key date NOT NULL
            GENERATED ALWAYS AS (coalesce(extended_due_on, due_on, '9999-12-31'::date)) STORED
    ) WITH (fillfactor = 80)""",
    "CREATE INDEX ledger_item_number_idx ON ledger_item (number_key, stream)",
    "CREATE INDEX ledger_item_due_idx ON ledger_item (due_key, number_key, stream)",
    "CREATE INDEX ledger_item_owner_unit_idx ON ledger_item (owner_unit, number_key)",
    "CREATE INDEX ledger_item_state_idx ON ledger_item (state, number_key)",
    """CREATE INDEX ledger_item_level_idx ON ledger_item (level, number_key)
        WHERE level IS NOT NULL""",
    f"CREATE INDEX ledger_item_open_idx ON ledger_item (due_key, number_key) WHERE {_OPEN}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ledger_item TO fupan_app",
)


def upgrade() -> None:
    """Create the table with the indexes that its pages use."""
    for statement in _STATEMENTS:
        op.execute(statement)
