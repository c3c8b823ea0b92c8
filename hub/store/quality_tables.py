"""The table of how good the golden records were, day by day."""

from __future__ import annotations

from sqlalchemy import Column, Float
from sqlmodel import Field, SQLModel


class QualityOfDay(SQLModel, table=True):
    """What was found of an entity on a day (UTC), in a sample; shares from 0 to 1."""

    __tablename__ = "quality"

    day: str = Field(primary_key=True)
    entity: str = Field(primary_key=True)
    looked_at: int
    filled: float = Field(sa_column=Column(Float, nullable=False))
    matched: float = Field(sa_column=Column(Float, nullable=False))
