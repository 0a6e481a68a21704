"""Table of the year's entities: plans, reviews, common issues, bulletins, look-backs."""

from __future__ import annotations

import sqlalchemy as sa

from store.tables import metadata

_C_TEXT = sa.Text(collation="C")


def _code(name: str) -> sa.Column[str]:
    """Text for machines: compared byte by byte."""
    return sa.Column(name, _C_TEXT, nullable=False)


# One row per stream. Columns mean what `models.overview.Overview` says; `folded` is the state; the
# versions are those of the terms that it lives under.
year_entry = sa.Table(
    "year_entry",
    metadata,
    _code("stream"),
    _code("entity"),
    _code("number"),
    sa.Column("title", sa.Text, nullable=False),
    _code("state"),
    sa.Column("state_label", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    _code("period"),
    _code("unit"),
    _code("parent_unit"),
    sa.Column("due_on", sa.Date),
    _code("level"),
    sa.Column("is_finished", sa.Boolean, nullable=False),
    sa.Column("policy_version", sa.Integer, nullable=False),
    sa.Column("calendar_version", sa.Integer, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("folded", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("stream"),
    sa.Index("year_entry_number_idx", "entity", "year", "number"),
    sa.Index("year_entry_unit_idx", "unit", "entity", "number"),
)
