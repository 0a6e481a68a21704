"""The draft of the year's duty report, set on pages for those who may see the whole year."""

from __future__ import annotations

from datetime import UTC, datetime

import documents.docx
import documents.pdf
from models.duty_report.report import duty_report
from models.errors import InvalidInputError, NotFoundError
from models.facts import Actor
from store.queries.annual_figures import annual_figures_at
from store.queries.terms import current_terms
from web.access import scope_of
from web.parts import Parts

_RENDERERS = {"docx": documents.docx.render, "pdf": documents.pdf.render}


async def draft_of_duty_report(parts: Parts, actor: Actor, year: int, ending: str) -> bytes:
    """The draft as a file; nothing is stored.

    Args:
        parts: The installation.
        actor: Who asks.
        year: The civil year.
        ending: `docx` or `pdf`.

    Raises:
        InvalidInputError: There is no such format.
        NotFoundError: The year has not begun, or is not for the actor's eyes.
    """
    if ending not in _RENDERERS:
        raise InvalidInputError("format_unknown", "述职报告的格式只能是 docx 或 pdf。", "ending")
    if scope_of(actor).units is not None:
        raise NotFoundError("year_not_found", f"没有{year}年的汇总数据，或您无权查看。")
    async with parts.engine.connect() as connection:
        figures = await annual_figures_at(
            connection, parts.settings.committee, year, datetime.now(UTC)
        )
        terms = await current_terms(connection)
    return _RENDERERS[ending](duty_report(figures, terms.policy.bulletin))
