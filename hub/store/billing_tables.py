"""The tables of bills: whose each invoice and payment is, by what it was found, and what people taught.

Invariant: nothing here is a fact of the books: amounts and days are copies to search by, and no row is ever written to
a system.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, text
from sqlmodel import Field, SQLModel

from hub.store.columns import JsonText, RowId

_LOOKED_AT = ("verdict", "amount", "partner", "entity")
_NOT_LINKED = text("verdict <> 'linked'")
_BY_PEOPLE = text("author <> 'hub'")


def _number(*, index: bool = False, nullable: bool = True) -> Column[int]:
    return Column(BigInteger, index=index, nullable=nullable)


class BillLink(SQLModel, table=True):
    """The customer of an invoice or a payment, or why there is none.

    `amount` is in hundredths, `day` is empty where nobody tells one. `anchor_id` is a source record of the customer:
    the link goes where that goes, through merges and splits. `party` is the signature of what the bill says of its
    party, and `snapshot` what it and its partner said when they were first seen, which is never written again.
    `author` is `hub` or a person.
    """

    __tablename__ = "bill_link"
    __table_args__ = (
        # Lists walk along the days and look at what is sought without a jump for each bill.
        Index("ix_bill_link_day", "day", "bill_id", *_LOOKED_AT),
        Index(
            *("ix_bill_link_open", "verdict", "day", "bill_id", *_LOOKED_AT[1:]),
            sqlite_where=_NOT_LINKED,
            postgresql_where=_NOT_LINKED,
        ),
        Index("ix_bill_link_amount", "amount"),
        Index("ix_bill_link_said", "at", sqlite_where=_BY_PEOPLE, postgresql_where=_BY_PEOPLE),
    )

    bill_id: int = Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))
    entity: str
    day: str
    amount: int | None = Field(default=None, sa_column=_number())
    currency: str
    partner: str
    is_void: bool
    party: int = Field(sa_column=_number(index=True, nullable=False))
    verdict: str
    why: str
    customer_id: int | None = Field(default=None, sa_column=_number())
    anchor_id: int | None = Field(default=None, sa_column=_number(index=True))
    candidates: str = Field(sa_column=Column(JsonText, nullable=False))
    snapshot: str = Field(sa_column=Column(JsonText, nullable=False))
    author: str
    reason: str
    at: str


class BillKey(SQLModel, table=True):
    """The facts that a bill says of its party: who of the customers gains or loses one has it looked at again."""

    __tablename__ = "bill_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    bill_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False, index=True))


class CustomerKey(SQLModel, table=True):
    """The facts by which customers are found for a party; kept from the first bill on."""

    __tablename__ = "customer_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    golden_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False, index=True))


class BillingAlias(SQLModel, table=True):
    """What a person's word about a bill taught: a party of this signature is this customer."""

    __tablename__ = "billing_alias"

    id: int = Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))
    party: int = Field(sa_column=_number(index=True, nullable=False))
    bill_id: int = Field(sa_column=_number(index=True, nullable=False))
    customer_id: int = Field(sa_column=_number(nullable=False))
    anchor_id: int = Field(sa_column=_number(nullable=False))
    author: str
    at: str
    revoked_at: str | None = None


class PendingLink(SQLModel, table=True):
    """Bills that are to be linked, and customers that have changed since the last time."""

    __tablename__ = "pending_link"
    __table_args__ = ({"sqlite_with_rowid": False},)

    entity: str = Field(primary_key=True)
    golden_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
