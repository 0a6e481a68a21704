"""What has to be looked up in the facts before one entity can ask something of another.

A gatherer is one file; it is registered here under the name that rules use in `Open.gather` and
`Tell.gather`.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncEngine

from activities.gathering.port import Gatherer


def gatherers(engine: AsyncEngine, committee: str) -> Mapping[str, Gatherer]:
    """Every gatherer by name.

    Args:
        engine: Database of the service.
        committee: First part of every stream id.
    """
    return {}
