"""The pages, one file each; `hub.console.security.roles` says who may use which."""

from __future__ import annotations

from fastapi import APIRouter

from hub.console.pages import (
    audit,
    conflicts,
    customers,
    deadlines,
    home,
    invoices,
    live,
    matches,
    oidc,
    parting,
    quarantine,
    rules,
    runs,
    search,
    second_factor,
    signing,
    systems,
    tokens,
    users,
)

_PAGES = (
    signing,
    second_factor,
    oidc,
    home,
    deadlines,
    conflicts,
    rules,
    matches,
    invoices,
    customers,
    parting,
    search,
    runs,
    live,
    quarantine,
    systems,
    audit,
    users,
    tokens,
)
ROUTERS: tuple[APIRouter, ...] = tuple(page.router for page in _PAGES)
