"""Every route of the API."""

from __future__ import annotations

from fastapi import APIRouter

from web.routes import (
    commands,
    duty_report,
    evidence,
    health,
    inbox,
    items,
    reference,
    sessions,
    year,
    year_documents,
)

ROUTERS: tuple[APIRouter, ...] = (
    sessions.router,
    items.router,
    commands.router,
    year_documents.router,
    year.router,
    duty_report.router,
    evidence.router,
    inbox.router,
    reference.router,
    health.router,
)
