"""A year's figures: of each quarter those that its bulletin published, else as of now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from models.bulletin.figures import Figures
from models.bulletin.quarter import Quarter
from models.bulletin.state import BulletinState
from models.calendar import on_shanghai
from models.duty_report.annual_figures import AnnualFigures, annual_figures
from models.errors import NotFoundError
from store.queries.bulletin import figures_at
from store.queries.year import states_of


async def annual_figures_at(
    connection: AsyncConnection, committee: str, year: int, as_of: datetime
) -> AnnualFigures:
    """The figures of the quarters that have begun by an instant.

    Args:
        connection: Any role that reads.
        committee: First part of every stream id.
        year: The civil year.
        as_of: Aware UTC.

    Raises:
        NotFoundError: The year has not begun.
    """
    published = await _published(connection, committee, year)
    quarters = []
    for number in (1, 2, 3, 4):
        if Quarter(year, number).first_on > on_shanghai(as_of):
            break
        figures = published.get(number)
        quarters.append(figures or await figures_at(connection, committee, year, number, as_of))
    if not quarters:
        raise NotFoundError("year_not_begun", f"{year}年尚未开始，没有可以汇总的数据。")
    look_backs = await states_of(connection, "look_back", year, committee)
    return annual_figures(year, quarters, published, look_backs.values())


async def _published(
    connection: AsyncConnection, committee: str, year: int
) -> Mapping[int, Figures]:
    """Figures by quarter of the issued bulletins; a correction takes the place of what it mends."""
    found: dict[int, Figures] = {}
    states = await states_of(connection, "bulletin", year, committee)
    for state in sorted(states.values(), key=_issue_order):
        if state.issued_on is not None and state.figures is not None:
            found[state.quarter] = state.figures
    return found


def _issue_order(state: BulletinState) -> tuple[str, str]:
    return str(state.issued_on or ""), state.number
