"""Table of the rectification ledger (整改台账). The migrations are the authority."""

from __future__ import annotations

import sqlalchemy as sa

from store.tables import metadata

_C_TEXT = sa.Text(collation="C")

_SEARCHED = (
    "number",
    "problem",
    "goal",
    "measures",
    "progress",
    "owner_post",
    "opinion",
    "remark",
)
_JOINED = " || E'\\n' || ".join(_SEARCHED)


def _code(name: str) -> sa.Column[str]:
    """Text for machines: compared byte by byte."""
    return sa.Column(name, _C_TEXT, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


# One row per item. Columns that `models.rectification.ledger_entry.LedgerEntry` names mean what it
# says there; empty text where nothing is known, NULL where a date is none.
ledger_item = sa.Table(
    "ledger_item",
    metadata,
    _code("stream"),
    _code("number"),
    _code("number_key"),  # the number with its digits padded, so that text order is number order
    _code("state"),
    _code("owner_unit"),
    _code("parent_unit"),
    _code("owner"),
    _text("owner_post"),
    _text("liaison_post"),
    _code("verifier"),
    _text("verifier_post"),
    _code("verified_by"),
    _code("countersigned_by"),
    _text("problem"),
    _text("goal"),
    _text("measures"),
    _code("category"),
    _text("source"),
    _text("party_plus"),
    _text("work_axis"),
    _text("cause_kind"),
    _text("cause"),
    _count("severity"),
    _text("remark"),
    sa.Column("found_on", sa.Date, nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("due_on", sa.Date),
    sa.Column("extended_due_on", sa.Date),
    _count("deadline_version"),
    _flag("provisional"),
    _count("extension_count"),
    _flag("extension_pending"),
    _flag("transfer_pending"),
    sa.Column("level", _C_TEXT),
    _count("points"),
    _text("progress"),
    _count("evidence_count"),
    _count("reject_no"),
    _count("clean_quarters"),
    _count("rebound_no"),
    _code("parent"),
    _code("child"),
    _text("opinion"),
    sa.Column("closed_on", sa.Date),
    sa.Column("is_on_time", sa.Boolean),
    _flag("imported"),
    _count("policy_version"),
    _count("calendar_version"),
    # Not of the entry: the fact up to which the row is current.
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    # Computed by the database: all texts in small letters, for searching in one place;
    sa.Column("searched", _C_TEXT, sa.Computed(f"lower({_JOINED})"), nullable=False),
    # the due day that counts, and the same far away where there is none.
    sa.Column("effective_due_on", sa.Date, sa.Computed("coalesce(extended_due_on, due_on)")),
    sa.Column(
        "due_key",
        sa.Date,
        sa.Computed("coalesce(extended_due_on, due_on, '9999-12-31'::date)"),
        nullable=False,
    ),
    sa.PrimaryKeyConstraint("stream"),
    sa.Index("ledger_item_number_idx", "number_key", "stream"),
    sa.Index("ledger_item_due_idx", "due_key", "number_key", "stream"),
    sa.Index("ledger_item_owner_unit_idx", "owner_unit", "number_key"),
    sa.Index("ledger_item_state_idx", "state", "number_key"),
    sa.Index(
        "ledger_item_level_idx",
        "level",
        "number_key",
        postgresql_where=sa.text("level IS NOT NULL"),
    ),
    sa.Index(
        "ledger_item_open_idx",
        "due_key",
        "number_key",
        postgresql_where=sa.text(
            "state IN ('issued', 'accepted', 'plan_review', 'in_progress', 'pending_verify')"
        ),
    ),
)
