"""Checks that the facts are whole, in order and unchanged, and that read models follow from them.

Everything is computed again from the stored bytes; nothing that the database says of itself is
believed. Memory stays bounded, however many facts there are.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from store.driver import bare_driver_of
from store.read_models import TABLES
from store.read_models.ledger import follow_ledger
from store.rebuild import first_difference
from store.verification.chains import check_chains
from store.verification.fault import Fault, FaultError
from store.verification.order import check_order

__all__ = ["Fault", "verify"]

Progress = Callable[[str, int, int], None]


async def verify(
    connection: AsyncConnection, on_progress: Progress = lambda part, done, total: None
) -> Fault | None:
    """The first fault, or None when everything holds. Changes nothing, and stops nobody.

    Args:
        connection: Any role that reads, not inside a transaction.
        on_progress: Told the part (`chains`, `order`, `read_models`), and facts done of how many.
    """
    await connection.execution_options(isolation_level="AUTOCOMMIT")
    driver = await bare_driver_of(connection)
    transaction = driver.transaction(isolation="repeatable_read")  # one snapshot for all of it
    await transaction.start()
    try:
        total = await driver.fetchval("SELECT count(*) FROM event")
        await check_chains(driver, lambda done: on_progress("chains", done, total))
        await check_order(driver, total, lambda done: on_progress("order", done, total))
        # The ledger was compared with the fold of each stream, which shares no code with it.
        others = [model for model in TABLES if model is not follow_ledger]
        difference = await first_difference(
            connection, driver, others, lambda done: on_progress("read_models", done, total)
        )
    except FaultError as found:
        return found.fault
    finally:
        await transaction.rollback()
    return None if difference is None else Fault.of_row(difference)
