"""Tells an absent database from a mistake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
from sqlalchemy.exc import DBAPIError

from models.errors import TransientError

# The server went away, refuses for now, or undid the transaction for another one's sake.
_OUTAGES = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
)


@contextmanager
def outages_are_transient() -> Iterator[None]:
    """Within, the loss of the database is an error that may be tried again.

    Raises:
        TransientError: The database was lost. What was under way may or may not be stored.
    """
    try:
        yield
    except _OUTAGES as error:
        raise _transient() from error
    except asyncpg.InterfaceError as error:
        # The driver uses this class for wrong arguments too.
        if "closed" not in str(error):
            raise
        raise _transient() from error
    except DBAPIError as error:
        if not isinstance(getattr(error.orig, "__cause__", None), _OUTAGES):
            raise
        raise _transient() from error


def is_about_a_value(error: DBAPIError) -> bool:
    """True when the database or its driver refuses what it was given, not when it is away."""
    cause = getattr(error.orig, "__cause__", None)
    # The driver refuses values by an interface error that is a `ValueError` as well.
    by_driver = isinstance(cause, asyncpg.InterfaceError) and isinstance(cause, ValueError)
    return by_driver or isinstance(cause, asyncpg.DataError)


def _transient() -> TransientError:
    return TransientError("database_unavailable", "数据库暂时无法访问，请稍后重试。")
