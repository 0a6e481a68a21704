"""Tables of policy and calendar versions. The migrations are the authority."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from store.tables import metadata

_C_TEXT = sa.Text(collation="C")
_INSTANT = sa.DateTime(timezone=True)

# Read model of `policy`: every version that was ever proposed.
policy_version = sa.Table(
    "policy_version",
    metadata,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("policy", sa.Text, nullable=False),  # canonical JSON, whole
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("proposed_by", _C_TEXT, nullable=False),
    sa.Column("proposed_at", _INSTANT, nullable=False),
    sa.Column("ended", _C_TEXT),  # adopted, withdrawn, replaced; NULL: waits for adoption
    sa.Column("ended_by", _C_TEXT),
    sa.Column("ended_at", _INSTANT),
    sa.Column("ended_reason", sa.Text),
    sa.Column("reach", _C_TEXT),  # of an adopted version
)

# Read model of `work_calendar`: one row per version and year that it brought.
work_calendar_year = sa.Table(
    "work_calendar_year",
    metadata,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("holidays", pg.ARRAY(sa.Date), nullable=False),
    sa.Column("make_up_workdays", pg.ARRAY(sa.Date), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("imported_at", _INSTANT, nullable=False),
)
