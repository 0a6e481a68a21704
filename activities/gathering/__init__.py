"""What has to be looked up in the facts before one entity can ask something of another.

A gatherer is one file; it is registered here under the name that rules use in `Open.gather` and
`Tell.gather`.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncEngine

from activities.gathering.active_units import ActiveUnits
from activities.gathering.bulletin_documents import BulletinDocuments
from activities.gathering.bulletin_figures import BulletinFigures
from activities.gathering.bulletin_units import BulletinUnits
from activities.gathering.common_findings import CommonFindings
from activities.gathering.document_number import DocumentNumber
from activities.gathering.look_back_documents import LookBackDocuments
from activities.gathering.look_back_population import LookBackPopulation
from activities.gathering.port import Gatherer
from activities.gathering.register_units import RegisterUnits
from store.evidence import EvidenceStore


def gatherers(engine: AsyncEngine, committee: str, kept: EvidenceStore) -> Mapping[str, Gatherer]:
    """Every gatherer by name.

    Args:
        engine: Database of the service.
        committee: First part of every stream id.
        kept: Where rendered documents are stored.
    """
    return {
        "active_units": ActiveUnits(engine),
        "bulletin_documents": BulletinDocuments(engine, kept),
        "bulletin_figures": BulletinFigures(engine),
        "bulletin_units": BulletinUnits(engine),
        "common_findings": CommonFindings(engine, committee),
        "document_number": DocumentNumber(engine),
        "look_back_documents": LookBackDocuments(engine, kept),
        "look_back_population": LookBackPopulation(engine, committee),
        "register_units": RegisterUnits(engine, committee),
    }
