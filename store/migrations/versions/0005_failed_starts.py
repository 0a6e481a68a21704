"""What could not be started moves behind on the list of streams that wait for a workflow."""

from __future__ import annotations

from alembic import op

revision = "0005_failed_starts"
down_revision = "0001_facts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Remember how often a start failed, and when to try again."""
    op.execute(
        "ALTER TABLE entity_start ADD failures integer NOT NULL DEFAULT 0,"
        " ADD not_before_at timestamptz NOT NULL DEFAULT now()"
    )


def downgrade() -> None:
    """Forget it."""
    op.execute("ALTER TABLE entity_start DROP failures, DROP not_before_at")
