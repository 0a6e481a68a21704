"""Every route of the API."""

from __future__ import annotations

from fastapi import APIRouter

from web.routes import commands, evidence, health, inbox, items, reference, sessions

ROUTERS: tuple[APIRouter, ...] = (
    sessions.router,
    items.router,
    commands.router,
    evidence.router,
    inbox.router,
    reference.router,
    health.router,
)
