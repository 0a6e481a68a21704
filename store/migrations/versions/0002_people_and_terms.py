"""Units, accounts, sign-in, policy and calendar."""

from __future__ import annotations

from alembic import op

revision = "0002_people_and_terms"
down_revision = "0001_facts"
branch_labels = None
depends_on = None

_STATEMENTS = (
    # One row per unit and span of days in which nothing about it changed.
    """CREATE TABLE org_unit_span (
        code text COLLATE "C" NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        name text NOT NULL,
        kind text NOT NULL,
        parent text COLLATE "C" NOT NULL,
        tier text,
        leader_post text NOT NULL,
        location text NOT NULL,
        members_count integer,
        merged_into text COLLATE "C",
        PRIMARY KEY (code, valid_from)
    )""",
    "CREATE INDEX org_unit_span_name_idx ON org_unit_span (name)",
    "CREATE INDEX org_unit_span_parent_idx ON org_unit_span (parent)",
    """CREATE TABLE account (
        account text COLLATE "C" PRIMARY KEY,
        unit text COLLATE "C" NOT NULL,
        opened_at timestamptz NOT NULL,
        closed_at timestamptz,
        is_locked boolean NOT NULL,
        locked_until_at timestamptz,
        must_change_password boolean NOT NULL
    )""",
    """CREATE TABLE account_post (
        account text COLLATE "C" NOT NULL,
        role text COLLATE "C" NOT NULL,
        unit text COLLATE "C" NOT NULL,
        from_on date NOT NULL,
        until_on date,
        PRIMARY KEY (account, role, unit, from_on)
    )""",
    "CREATE INDEX account_post_role_unit_idx ON account_post (role, unit)",
    """CREATE TABLE account_delegation (
        account text COLLATE "C" NOT NULL,
        to_account text COLLATE "C" NOT NULL,
        from_on date NOT NULL,
        until_on date NOT NULL,
        PRIMARY KEY (account, to_account, from_on)
    )""",
    "CREATE INDEX account_delegation_to_account_idx ON account_delegation (to_account)",
    # Personal data and secrets are no facts: they can be corrected and erased.
    """CREATE TABLE account_profile (
        account text COLLATE "C" PRIMARY KEY,
        login text COLLATE "C" NOT NULL UNIQUE,
        display_name text NOT NULL,
        email text NOT NULL
    )""",
    """CREATE TABLE account_secret (
        account text COLLATE "C" PRIMARY KEY,
        password_hash text NOT NULL
    )""",
    # Failures are counted by a digest of what was typed, so unknown logins behave like known ones.
    """CREATE TABLE sign_in_failure (
        login_digest bytea PRIMARY KEY,
        failures integer NOT NULL,
        first_failed_at timestamptz NOT NULL,
        locked_until_at timestamptz
    )""",
    # Only the digest of a token is kept: whoever reads this table cannot sign in with it.
    """CREATE TABLE session (
        token_digest bytea PRIMARY KEY,
        session text COLLATE "C" NOT NULL UNIQUE,
        account text COLLATE "C" NOT NULL,
        opened_at timestamptz NOT NULL,
        used_at timestamptz NOT NULL
    )""",
    "CREATE INDEX session_account_idx ON session (account)",
    """CREATE TABLE policy_version (
        version integer PRIMARY KEY,
        policy text NOT NULL,
        reason text NOT NULL,
        proposed_by text COLLATE "C" NOT NULL,
        proposed_at timestamptz NOT NULL,
        ended text COLLATE "C",
        ended_by text COLLATE "C",
        ended_at timestamptz,
        ended_reason text,
        reach text COLLATE "C"
    )""",
    """CREATE TABLE work_calendar_year (
        version integer NOT NULL,
        year integer NOT NULL,
        holidays date[] NOT NULL,
        make_up_workdays date[] NOT NULL,
        source text NOT NULL,
        imported_at timestamptz NOT NULL,
        PRIMARY KEY (version, year)
    )""",
)

_GRANTS = """GRANT SELECT, INSERT, UPDATE, DELETE ON org_unit_span, account, account_post,
    account_delegation, account_profile, account_secret, sign_in_failure, session,
    policy_version, work_calendar_year TO fupan_app"""


def upgrade() -> None:
    """Create the tables; the application's role may do everything with these rows."""
    for statement in (*_STATEMENTS, _GRANTS):
        op.execute(statement)
