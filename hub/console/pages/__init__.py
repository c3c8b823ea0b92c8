"""The pages, one file each; `hub.console.security.roles` says who may use which."""

from __future__ import annotations

from fastapi import APIRouter

from hub.console.pages import conflicts, home, signing, systems

ROUTERS: tuple[APIRouter, ...] = (signing.router, home.router, conflicts.router, systems.router)
